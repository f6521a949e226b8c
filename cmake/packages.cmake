# Third-party packages under the short names that the module table uses: berth_package_<name>.
# All come from Debian 12; docs/dependencies.md says why each is here.

find_package(Boost 1.81 CONFIG REQUIRED COMPONENTS headers json)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(pugixml REQUIRED)
find_package(Threads REQUIRED)

function(berth_package name)
  add_library(berth_package_${name} INTERFACE)
  target_link_libraries(berth_package_${name} INTERFACE ${ARGN})
endfunction()

# Asio and Beast are compiled once here instead of in every file that includes them. The
# definitions are global, because a file that lacked them would break the one-definition rule.
add_compile_definitions(
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
add_library(berth_asio STATIC cmake/asio.cpp)
target_link_libraries(berth_asio PUBLIC Boost::headers OpenSSL::SSL Threads::Threads)
add_library(berth_beast STATIC cmake/beast.cpp)
target_link_libraries(berth_beast PUBLIC berth_asio)

berth_package(asio berth_asio)
berth_package(beast berth_beast)
berth_package(json Boost::json)
berth_package(fmt fmt::fmt)
berth_package(spdlog spdlog::spdlog)
berth_package(crypto OpenSSL::Crypto)
berth_package(ssl OpenSSL::SSL)
berth_package(sqlite SQLite::SQLite3)
berth_package(zlib ZLIB::ZLIB)
berth_package(pugixml pugixml::pugixml)
berth_package(threads Threads::Threads)
berth_package(cli11)  # Headers only, on the system's include path.

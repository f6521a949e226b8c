// The one compilation of Asio and its TLS streams; see packages.cmake.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>

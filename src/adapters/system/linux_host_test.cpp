#include "adapters/system/linux_host.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "adapters/sqlite/testing/test_directory.hpp"

namespace berth::adapters {
namespace {

void check_range(std::string_view text, std::int32_t first, std::int32_t last) {
  const auto range = port_range_of(text);
  EXPECT_EQ(range.first, first) << text;
  EXPECT_EQ(range.last, last) << text;
}

TEST(LinuxHost, reads_the_range_of_dynamic_ports_as_the_kernel_writes_it) {
  check_range("32768\t60999\n", 32768, 60999);
  check_range("1024\t65535\n", 1024, 65535);
  for (const auto* text : {"", "32768", "60999\t32768\n", "0\t1\n", "1\t65536\n", "a\tb\n"}) {
    check_range(text, 49153, 65535);
  }
}

TEST(LinuxHost, reads_plain_files_up_to_a_size) {
  const TestDirectory directory;
  const auto path = directory.path() + "/a.env";
  std::ofstream(path) << "ONE=1\n";
  const LinuxHost host;
  EXPECT_EQ(host.read_file(path, 6), "ONE=1\n");
  const auto check = [&](const std::string& file, std::size_t size_max, Error expected) {
    const auto read = host.read_file(file, size_max);
    ASSERT_FALSE(read) << file;
    EXPECT_EQ(read.error(), expected) << file;
  };
  check(path, 5, {ErrorCode::refused, "Larger than 5 bytes", {}});
  check(directory.path() + "/none", 5, {ErrorCode::not_found, "No such file or directory", {}});
  check(path + "/below", 5, {ErrorCode::not_found, "Not a directory", {}});
  check(directory.path(), 5, {ErrorCode::refused, "Not a plain file", {}});
  check("/dev/zero", 5, {ErrorCode::refused, "Not a plain file", {}});
}

TEST(LinuxHost, has_no_port_beyond_the_highest) {
  const LinuxHost host;
  EXPECT_FALSE(host.is_free({0}));
  EXPECT_FALSE(host.is_free({65536}));
}

}  // namespace
}  // namespace berth::adapters

#include "adapters/host_facts.hpp"

#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

constexpr std::string_view two_processors =
    "processor\t: 0\nmodel name\t: Some processor: fast\n\nprocessor\t: 1\nflags\t\t: fpu\n";
constexpr std::string_view one_arm_processor = "processor\t: 0\nBogoMIPS\t: 50.00\n";

struct Expected {
  std::int32_t cpu, memory;
  std::string_view architecture;
};

void check(std::string_view cpuinfo, std::string_view meminfo, std::string_view machine,
           Expected expected) {
  const auto host = host_of(cpuinfo, meminfo, machine);
  ASSERT_TRUE(host) << host.error().message;
  EXPECT_EQ(host->cpu, expected.cpu);
  EXPECT_EQ(host->memory, expected.memory);
  EXPECT_EQ(host->cpu_architecture, expected.architecture);
}

void check_error(std::string_view cpuinfo, std::string_view meminfo, std::string_view machine,
                 ErrorCode expected) {
  const auto host = host_of(cpuinfo, meminfo, machine);
  ASSERT_FALSE(host);
  EXPECT_EQ(host.error().code, expected);
}

TEST(HostFacts, a_processor_is_1024_units_and_memory_is_whole_mebibytes) {
  check(two_processors, "MemTotal:       24684092 kB\nMemFree: 1 kB\n", "x86_64",
        {2048, 24105, "x86_64"});
  check(one_arm_processor, "MemTotal: 1048575 kB\n", "aarch64", {1024, 1023, "arm64"});
}

TEST(HostFacts, what_the_kernel_does_not_say_is_an_error) {
  check_error("", "MemTotal: 2048 kB\n", "x86_64", ErrorCode::input_output);
  check_error(two_processors, "MemFree: 2048 kB\n", "x86_64", ErrorCode::input_output);
  check_error(two_processors, "MemTotal: many kB\n", "x86_64", ErrorCode::input_output);
  check_error(two_processors, "MemTotal: 2048 kB\n", "riscv64", ErrorCode::refused);
}

TEST(HostFacts, this_machine_can_be_read) {
  const auto host = read_host();
  ASSERT_TRUE(host) << host.error().message;
  EXPECT_GE(host->cpu, 1024);
  EXPECT_GE(host->memory, 64);
}

}  // namespace
}  // namespace berth::adapters

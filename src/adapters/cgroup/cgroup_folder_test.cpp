#include "adapters/cgroup/cgroup_folder.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <stdlib.h>

namespace berth::adapters {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t mebibyte = 1 << 20;

void check(CgroupVersion version, ports::TaskLimits limits, std::vector<CgroupSetting> expected) {
  EXPECT_EQ(cgroup_settings(version, limits), expected);
}

TEST(CgroupFolder, cpu_is_a_quota_of_each_100_milliseconds) {
  check(CgroupVersion::v2, {.cpu = 1.5}, {{"cpu", "cpu.max", "150000 100000"}});
  check(CgroupVersion::v1, {.cpu = 0.25},
        {{"cpu", "cpu.cfs_period_us", "100000"}, {"cpu", "cpu.cfs_quota_us", "25000"}});
  check(CgroupVersion::v2, {.cpu = 0.001}, {{"cpu", "cpu.max", "1000 100000"}});
}

TEST(CgroupFolder, shares_count_only_without_cpu) {
  check(CgroupVersion::v1, {.cpu_shares = 512}, {{"cpu", "cpu.shares", "512"}});
  check(CgroupVersion::v1, {.cpu_shares = 0}, {{"cpu", "cpu.shares", "2"}});
  check(CgroupVersion::v2, {.cpu_shares = 2}, {{"cpu", "cpu.weight", "1"}});
  check(CgroupVersion::v2, {.cpu_shares = 1'000'000}, {{"cpu", "cpu.weight", "10000"}});
  check(CgroupVersion::v2, {.cpu = 1, .cpu_shares = 512}, {{"cpu", "cpu.max", "100000 100000"}});
}

TEST(CgroupFolder, memory_is_bytes) {
  check(CgroupVersion::v1, {.memory = 64 * mebibyte},
        {{"memory", "memory.limit_in_bytes", "67108864"}});
  check(CgroupVersion::v2, {.memory = 64 * mebibyte}, {{"memory", "memory.max", "67108864"}});
  check(CgroupVersion::v2, {}, {});
}

/// An ordinary folder in the place of /sys/fs/cgroup: it keeps files where the kernel has none of
/// its own, so it shows what was written where.
class FakeCgroups : public testing::Test {
 protected:
  FakeCgroups() {
    std::string name = fs::temp_directory_path() / "cgroups.XXXXXX";
    host.root = mkdtemp(name.data());
  }
  ~FakeCgroups() override { fs::remove_all(host.root); }

  std::string text_of(const std::string& path) const {
    std::ifstream file(host.root + "/" + path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void empty(const std::string& folder) const {
    for (const auto& file : fs::directory_iterator(host.root + "/" + folder)) fs::remove(file);
  }

  CgroupHost host;
  const ports::TaskLimits limits{.task_id = "0a1b", .cpu = 2, .memory = 32 * mebibyte};
};

TEST_F(FakeCgroups, version_2_has_one_tree_whose_parents_hand_controllers_down) {
  host.version = CgroupVersion::v2;
  ASSERT_TRUE(make_cgroup_folder(host, limits));
  ASSERT_TRUE(make_cgroup_folder(host, limits)) << "again, as a restarted agent does";
  EXPECT_EQ(text_of("cgroup.subtree_control"), "+cpu +memory");
  EXPECT_EQ(text_of("ecs/cgroup.subtree_control"), "+cpu +memory");
  EXPECT_EQ(text_of("ecs/0a1b/cpu.max"), "200000 100000");
  EXPECT_EQ(text_of("ecs/0a1b/memory.max"), "33554432");

  const auto busy = remove_cgroup_folder(host, "0a1b");
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().code, ErrorCode::refused);
  EXPECT_EQ(busy.error().message,
            "Cannot remove the task's cgroup at " + host.root + "/ecs/0a1b: Directory not empty");
  empty("ecs/0a1b");
  ASSERT_TRUE(remove_cgroup_folder(host, "0a1b"));
  EXPECT_FALSE(fs::exists(host.root + "/ecs/0a1b"));
  EXPECT_TRUE(remove_cgroup_folder(host, "0a1b")) << "what is not there is removed";
}

TEST_F(FakeCgroups, version_1_has_a_tree_for_each_controller_and_leaves_none_behind) {
  host.version = CgroupVersion::v1;
  fs::create_directories(host.root + "/cpu,cpuacct");
  fs::create_directory_symlink("cpu,cpuacct", host.root + "/cpu");
  fs::create_directories(host.root + "/memory");
  ASSERT_TRUE(make_cgroup_folder(host, limits));
  EXPECT_EQ(text_of("cpu,cpuacct/ecs/0a1b/cpu.cfs_quota_us"), "200000");
  EXPECT_EQ(text_of("memory/ecs/0a1b/memory.limit_in_bytes"), "33554432");

  fs::create_directories(host.root + "/pids/ecs/0a1b");  // Docker made this one.
  empty("cpu/ecs/0a1b");
  empty("memory/ecs/0a1b");
  ASSERT_TRUE(remove_cgroup_folder(host, "0a1b"));
  for (const auto* controller : {"cpu", "memory", "pids"}) {
    EXPECT_FALSE(fs::exists(host.root + "/" + controller + "/ecs/0a1b")) << controller;
  }
}

TEST_F(FakeCgroups, a_host_that_does_not_let_us_refuses_with_the_place_and_the_reason) {
  host.version = CgroupVersion::v1;
  host.root += "/absent";
  const auto made = make_cgroup_folder(host, limits);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::refused);
  EXPECT_EQ(made.error().message, "Cannot create the task's cgroup at " + host.root +
                                      "/cpu/ecs: No such file or directory");
}

}  // namespace
}  // namespace berth::adapters

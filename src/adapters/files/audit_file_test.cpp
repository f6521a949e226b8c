#include "adapters/files/audit_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

class AuditFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/berth-audit-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    root_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::string path() const { return root_ + "/audit.log"; }
  static std::string read(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string root_;
};

TEST_F(AuditFileTest, adds_lines_for_its_owner_alone) {
  AuditFile first(path());
  first.append("one");
  AuditFile second(path());
  second.append("two");
  EXPECT_EQ(read(path()), "one\ntwo\n");
  struct stat status{};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(AuditFileTest, is_put_aside_when_it_is_full) {
  AuditFile file(path(), 8);
  for (const char* line : {"aaa", "bbb", "ccc", "ddd"}) file.append(line);
  EXPECT_EQ(read(path()), "ccc\nddd\n");
  EXPECT_EQ(read(path() + ".1"), "aaa\nbbb\n");
}

TEST_F(AuditFileTest, loses_lines_that_have_no_place) {
  AuditFile file(root_ + "/missing/audit.log");
  file.append("lost");
  EXPECT_FALSE(std::filesystem::exists(root_ + "/missing"));
}

}  // namespace
}  // namespace berth::adapters

#include "adapters/files/data_directory.hpp"

#include <filesystem>
#include <sys/stat.h>

#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

/// A directory that is gone after the test.
class DataDirectoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/berth-data-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    root_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  std::string root_;
};

TEST_F(DataDirectoryTest, keeps_what_was_written_for_its_owner_alone) {
  const auto directory = DataDirectory::open(root_ + "/a/b");
  ASSERT_TRUE(directory);
  ASSERT_TRUE(directory->write("credentials", "one"));
  ASSERT_TRUE(directory->write("credentials", "two"));
  EXPECT_EQ(directory->read("credentials"), "two");
  struct stat status{};
  ASSERT_EQ(::stat(directory->path_of("credentials").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(directory->path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

TEST_F(DataDirectoryTest, tells_what_is_missing_or_in_the_way) {
  const auto directory = DataDirectory::open(root_ + "/a");
  ASSERT_TRUE(directory);
  EXPECT_EQ(directory->read("nothing").error().code, ErrorCode::not_found);
  ASSERT_TRUE(directory->write("file", "x"));
  const auto wrong = DataDirectory::open(root_ + "/a/file");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("is no directory"), std::string::npos);
}

}  // namespace
}  // namespace berth::adapters

#pragma once
// For tests of this module: a directory of its own that is gone after the test.

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace berth::adapters {

class TestDirectory {
 public:
  TestDirectory() {
    std::string pattern = testing::TempDir() + "berth_XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~TestDirectory() { std::filesystem::remove_all(path_); }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace berth::adapters

#include "adapters/files/process_mark.hpp"

#include <csignal>
#include <filesystem>
#include <sys/wait.h>

#include <gtest/gtest.h>
#include <unistd.h>

namespace berth::adapters {
namespace {

/// A directory that is gone after the test.
class ProcessMarkTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/berth-mark-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    root_ = name;
    path_ = root_ + "/mark";
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  /// A process that holds the mark until it is killed.
  pid_t start_holder() const {
    int ends[2];
    if (::pipe(ends) != 0) return 0;
    const pid_t child = ::fork();
    if (child == 0) {
      const auto mark = ProcessMark::take(path_);
      const char told = mark ? '1' : '0';
      if (::write(ends[1], &told, 1) != 1) ::_exit(1);
      while (true) ::pause();
    }
    char told = '0';
    const bool taken = ::read(ends[0], &told, 1) == 1 && told == '1';
    ::close(ends[0]);
    ::close(ends[1]);
    return taken ? child : 0;
  }

  std::string root_, path_;
};

TEST_F(ProcessMarkTest, is_held_by_a_process_until_it_is_killed) {
  EXPECT_EQ(ProcessMark::holder(path_), 0);
  const pid_t child = start_holder();
  ASSERT_GT(child, 0);
  EXPECT_EQ(ProcessMark::holder(path_), child);
  EXPECT_EQ(ProcessMark::take(path_).error().code, ErrorCode::refused);
  ::kill(child, SIGKILL);
  siginfo_t ended{};
  // It stays a zombie, as under an init that collects nobody.
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_EQ(ProcessMark::holder(path_), 0);
  EXPECT_TRUE(ProcessMark::take(path_));
  ::waitpid(child, nullptr, 0);
}

TEST_F(ProcessMarkTest, needs_a_file_that_can_be_written) {
  const auto mark = ProcessMark::take(root_ + "/absent/mark");
  ASSERT_FALSE(mark);
  EXPECT_EQ(mark.error().code, ErrorCode::input_output);
}

}  // namespace
}  // namespace berth::adapters

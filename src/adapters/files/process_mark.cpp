#include "adapters/files/process_mark.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace berth::adapters {

namespace {

struct flock whole_file() {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Result<ProcessMark> ProcessMark::take(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    const auto code = errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::input_output;
    return fail(code, "Cannot write " + path + ": " + std::strerror(errno));
  }
  ProcessMark mark(file);
  auto lock = whole_file();
  if (::fcntl(file, F_SETLK, &lock) != 0) {
    return fail(ErrorCode::refused, "Another process holds " + path + ".");
  }
  return mark;
}

ProcessMark::~ProcessMark() {
  if (file_ >= 0) ::close(file_);
}

ProcessMark::ProcessMark(ProcessMark&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

pid_t ProcessMark::holder(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return 0;
  auto lock = whole_file();
  const bool asked = ::fcntl(file, F_GETLK, &lock) == 0;
  ::close(file);
  return asked && lock.l_type != F_UNLCK ? lock.l_pid : 0;
}

}  // namespace berth::adapters

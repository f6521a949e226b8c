#include "adapters/files/audit_file.hpp"

#include <cstdio>
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

namespace berth::adapters {

void AuditFile::append(const std::string& line) {
  struct stat found{};
  const bool exists = ::stat(path_.c_str(), &found) == 0;
  if (exists && static_cast<std::size_t>(found.st_size) + line.size() >= limit_) {
    (void)std::rename(path_.c_str(), (path_ + ".1").c_str());
  }
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  const auto text = line + "\n";
  // One write, so that lines of several processes never mix.
  (void)!::write(file, text.data(), text.size());
  ::close(file);
}

}  // namespace berth::adapters

#include "adapters/haproxy/folder.hpp"

#include <cerrno>
#include <cstring>
#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

namespace berth::adapters::haproxy {
namespace {

std::unexpected<Error> failure(std::string_view what, std::string_view name) {
  const auto code = errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::input_output;
  return fail(code, fmt::format("cannot {} {}: {}", what, name, std::strerror(errno)));
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

Result<Folder> Folder::open(const std::string& path) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failure("make the folder", path);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return failure("open the folder", path);
  if (fchmod(descriptor, 0700) != 0) {
    const auto error = failure("close to others the folder", path);
    ::close(descriptor);
    return error;
  }
  return Folder(descriptor);
}

Folder::~Folder() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> Folder::write(const std::string& name, std::string_view text) const {
  const auto temporary = name + ".new";
  const int file =
      openat(descriptor_, temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return failure("write", name);
  const bool written = write_all(file, text);
  const int write_error = errno;
  ::close(file);
  if (written && renameat(descriptor_, temporary.c_str(), descriptor_, name.c_str()) == 0)
    return {};
  if (!written) errno = write_error;
  const auto error = failure("write", name);
  remove(temporary);
  return error;
}

std::string Folder::read(const std::string& name) const {
  std::string text;
  const int file = openat(descriptor_, name.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  char bytes[16384];
  while (true) {
    const auto count = ::read(file, bytes, sizeof bytes);
    if (count <= 0) break;
    text.append(bytes, static_cast<std::size_t>(count));
  }
  ::close(file);
  return text;
}

void Folder::remove(const std::string& name) const { unlinkat(descriptor_, name.c_str(), 0); }

std::vector<std::string> Folder::list() const {
  std::vector<std::string> names;
  const int copy = openat(descriptor_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* directory = copy < 0 ? nullptr : fdopendir(copy);
  if (directory == nullptr) return names;
  while (const dirent* entry = readdir(directory)) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  closedir(directory);
  return names;
}

std::string Folder::path_of(std::string_view name) const {
  return fmt::format("/proc/self/fd/{}/{}", descriptor_, name);
}

}  // namespace berth::adapters::haproxy

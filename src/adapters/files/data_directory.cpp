#include "adapters/files/data_directory.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include "adapters/system/environment.hpp"

namespace berth::adapters {

namespace {

std::unexpected<Error> failed(const std::string& what, const std::string& path) {
  const auto code = errno == ENOSPC ? ErrorCode::disk_full : ErrorCode::input_output;
  return fail(code, what + " " + path + ": " + std::strerror(errno));
}

/// Writes everything and syncs; closes the file in every case.
Result<void> write_synced(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return failed("Cannot write", path);
  std::size_t done = 0;
  while (done < text.size()) {
    const auto count = ::write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const auto error = failed("Cannot write", path);
      ::close(file);
      return error;
    }
    done += static_cast<std::size_t>(count);
  }
  const bool synced = ::fsync(file) == 0;
  if (!synced) {
    const auto error = failed("Cannot sync", path);
    ::close(file);
    return error;
  }
  ::close(file);
  return {};
}

}  // namespace

Result<DataDirectory> DataDirectory::open(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), code);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    return failed("Cannot make the data directory", path);
  }
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return failed("Cannot open the data directory", path);
  if (!S_ISDIR(status.st_mode)) {
    return fail(ErrorCode::input_output, "The data directory " + path + " is no directory.");
  }
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    return failed("Cannot use the data directory", path);
  }
  return DataDirectory(path);
}

Result<std::string> DataDirectory::read(const std::string& name) const {
  const auto path = path_of(name);
  if (::access(path.c_str(), F_OK) != 0)
    return fail(ErrorCode::not_found, "There is no " + path + ".");
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return failed("Cannot read", path);
  return std::move(text).str();
}

Result<void> DataDirectory::write(const std::string& name, const std::string& text) const {
  const auto path = path_of(name), fresh = path + ".new";
  TRY_VOID(write_synced(fresh, text));
  if (::rename(fresh.c_str(), path.c_str()) != 0) return failed("Cannot replace", path);
  return {};
}

void DataDirectory::remove(const std::string& name) const { ::unlink(path_of(name).c_str()); }

std::string DataDirectory::default_path() {
  const auto data_home = environment_variable("XDG_DATA_HOME").value_or("");
  if (!data_home.empty()) return data_home + "/berth";
  const auto home = environment_variable("HOME").value_or("");
  return (home.empty() ? "/root" : home) + "/.local/share/berth";
}

}  // namespace berth::adapters

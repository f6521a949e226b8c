#pragma once
// The data directory of a server or agent: made for its owner alone (0700), with small text files
// (0600) that are replaced as a whole, so that a crash leaves the old or the new one.

#include <string>

#include "base/result.hpp"

namespace berth::adapters {

class DataDirectory {
 public:
  /// Makes the directory and its parents where they are missing. Errors name the path.
  static Result<DataDirectory> open(const std::string& path);

  const std::string& path() const { return path_; }
  std::string path_of(const std::string& name) const { return path_ + "/" + name; }

  /// Error not_found when there is no such file.
  Result<std::string> read(const std::string& name) const;
  Result<void> write(const std::string& name, const std::string& text) const;
  /// Harmless when the file is not there.
  void remove(const std::string& name) const;

  /// $XDG_DATA_HOME/berth, or ~/.local/share/berth.
  static std::string default_path();

 private:
  explicit DataDirectory(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace berth::adapters

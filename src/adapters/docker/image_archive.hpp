#pragma once
// Images made in memory: a `docker load` archive (the form of `docker save`) with one layer. The
// same image always gives the same bytes and so the same image id: neither time, owner nor host
// is in it.

#include <string>
#include <vector>

namespace berth::adapters {

enum class FileMode : unsigned char { readable, executable, directory };

struct ImageFile {
  /// Relative to the root of the image ("bin/busybox"); at most 100 characters.
  std::string path;
  std::string content;
  FileMode mode = FileMode::readable;
};

struct ImageSpec {
  /// "name:tag".
  std::string name;
  /// As Docker says it: "amd64" or "arm64".
  std::string architecture;
  std::vector<std::string> entrypoint;
  std::vector<std::string> command;
  std::vector<std::string> environment;  // "NAME=value"
  /// Parents before what is in them.
  std::vector<ImageFile> files;
};

std::string image_archive(const ImageSpec& spec);

}  // namespace berth::adapters

#pragma once
// The folder that holds everything of one HAProxy: configurations, maps, sockets, process ids. Only
// its owner may enter it, because who can open a socket in it commands the load balancer.
// Files appear whole or not at all.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace berth::adapters::haproxy {

class Folder {
 public:
  /// Opens the folder; one that does not exist is made, with access for the owner alone.
  static Result<Folder> open(const std::string& path);
  Folder(Folder&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Folder& operator=(Folder&&) = delete;
  ~Folder();

  Result<void> write(const std::string& name, std::string_view text) const;
  /// Nothing where there is no such file counts as an empty text.
  std::string read(const std::string& name) const;
  void remove(const std::string& name) const;
  /// File names in no particular order.
  std::vector<std::string> list() const;

  /// A path to the file through our open descriptor: short enough for a socket's address wherever
  /// the folder is. Valid in this process only.
  std::string path_of(std::string_view name) const;
  int descriptor() const { return descriptor_; }

 private:
  explicit Folder(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace berth::adapters::haproxy

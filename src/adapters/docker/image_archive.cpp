#include "adapters/docker/image_archive.hpp"

#include <array>
#include <cstring>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/check.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace {

namespace json = boost::json;

constexpr std::size_t tar_block = 512;

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  check(done == 1, "OpenSSL computes SHA-256");
  return hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

/// The header block of POSIX.1-1988 "ustar", owner root, time 0.
struct TarHeader {
  char name[100];
  char mode[8], uid[8], gid[8];
  char size[12], mtime[12];
  char checksum[8];
  char type;
  char link[100];
  char magic[6], version[2];
  char owner[32], group[32];
  char device_major[8], device_minor[8];
  char prefix[155];
  char unused[12];
};
static_assert(sizeof(TarHeader) == tar_block);

template <std::size_t size>
void put_octal(char (&field)[size], std::size_t value) {
  fmt::format_to_n(field, size, "{:0{}o}", value, size - 1);
}

template <std::size_t size>
void put_text(char (&field)[size], std::string_view text) {
  check(text.size() <= size, "a tar header field holds its text");
  std::memcpy(field, text.data(), text.size());
}

void append_entry(std::string& tar, const ImageFile& file) {
  const bool directory = file.mode == FileMode::directory;
  TarHeader header{};
  put_text(header.name, directory ? file.path + "/" : file.path);
  put_octal(header.mode, file.mode == FileMode::readable ? 0644 : 0755);
  put_octal(header.uid, 0);
  put_octal(header.gid, 0);
  put_octal(header.size, file.content.size());
  put_octal(header.mtime, 0);
  header.type = directory ? '5' : '0';
  put_text(header.magic, "ustar");
  put_text(header.version, "00");
  // The sum is taken over the header with blanks in its own field.
  std::memset(header.checksum, ' ', sizeof header.checksum);
  std::array<unsigned char, tar_block> bytes{};
  std::memcpy(bytes.data(), &header, tar_block);
  std::size_t sum = 0;
  for (const auto byte : bytes) sum += byte;
  fmt::format_to_n(header.checksum, 7, "{:06o}{}", sum, '\0');
  tar.append(reinterpret_cast<const char*>(&header), tar_block);
  tar += file.content;
  tar.append((tar_block - file.content.size() % tar_block) % tar_block, '\0');
}

std::string tar_of(const std::vector<ImageFile>& files) {
  std::string tar;
  for (const auto& file : files) append_entry(tar, file);
  tar.append(2 * tar_block, '\0');
  return tar;
}

json::array texts(const std::vector<std::string>& values) {
  json::array array;
  for (const auto& value : values) array.emplace_back(value);
  return array;
}

/// The image's configuration; its SHA-256 is the image id.
std::string config_of(const ImageSpec& spec, const std::string& layer_digest) {
  constexpr std::string_view never = "1970-01-01T00:00:00Z";
  // Assigned member by member: a braced list of two texts would read as an object's member.
  json::object run, rootfs, history, config;
  run["Entrypoint"] = texts(spec.entrypoint);
  run["Cmd"] = texts(spec.command);
  run["Env"] = texts(spec.environment);
  run["WorkingDir"] = "/";
  rootfs["type"] = "layers";
  rootfs["diff_ids"] = texts({"sha256:" + layer_digest});
  history["created"] = never;
  history["created_by"] = "berth";
  config["architecture"] = spec.architecture;
  config["os"] = "linux";
  config["created"] = never;
  config["config"] = std::move(run);
  config["rootfs"] = std::move(rootfs);
  config["history"] = json::array(1, std::move(history));
  return json::serialize(config);
}

}  // namespace

std::string image_archive(const ImageSpec& spec) {
  std::string layer = tar_of(spec.files);
  const std::string layer_digest = sha256(layer);
  std::string config = config_of(spec, layer_digest);
  const std::string config_path = sha256(config) + ".json";
  const std::string layer_path = layer_digest + "/layer.tar";
  json::object entry;
  entry["Config"] = config_path;
  entry["RepoTags"] = texts({spec.name});
  entry["Layers"] = texts({layer_path});
  const json::array manifest(1, std::move(entry));
  return tar_of({
      {config_path, std::move(config), FileMode::readable},
      {layer_digest, "", FileMode::directory},
      {layer_path, std::move(layer), FileMode::readable},
      {"manifest.json", json::serialize(manifest), FileMode::readable},
  });
}

}  // namespace berth::adapters

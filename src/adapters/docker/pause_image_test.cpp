#include "adapters/docker/pause_image.hpp"

#include <map>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include "adapters/docker/image_archive.hpp"
#include "base/text.hpp"

namespace berth::adapters {
namespace {

struct TarEntry {
  char type = 0;
  std::size_t mode = 0;
  std::string content;
};

std::size_t octal(const std::string& tar, std::size_t at, std::size_t digits) {
  return std::stoul(tar.substr(at, digits), nullptr, 8);
}

/// Reads a tar the way a stranger would, verifying each header's checksum.
std::map<std::string, TarEntry> read_tar(const std::string& tar) {
  std::map<std::string, TarEntry> entries;
  EXPECT_EQ(tar.size() % 512, 0U);
  for (std::size_t at = 0; at + 512 <= tar.size() && tar[at] != '\0';) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < 512; ++i) {
      sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(tar[at + i]);
    }
    EXPECT_EQ(octal(tar, at + 148, 6), sum);
    EXPECT_EQ(tar.substr(at + 257, 5), "ustar");
    EXPECT_EQ(octal(tar, at + 136, 11), 0U) << "no time of day in it";
    const auto size = octal(tar, at + 124, 11);
    entries[tar.c_str() + at] = {tar[at + 156], octal(tar, at + 100, 7),
                                 tar.substr(at + 512, size)};
    at += 512 + (size + 511) / 512 * 512;
  }
  EXPECT_EQ(tar.substr(tar.size() - 1024), std::string(1024, '\0'));
  return entries;
}

boost::json::value json_of(const TarEntry& entry) { return boost::json::parse(entry.content); }

TEST(PauseImage, archive_names_its_config_and_its_layer_by_digest) {
  const auto archive =
      read_tar(pause_image_archive("\x7f"
                                   "ELF program",
                                   "arm64"));
  const auto manifest = json_of(archive.at("manifest.json")).at(0);
  EXPECT_EQ(manifest.at("RepoTags").at(0), "berth/pause:1");

  const std::string config_path(manifest.at("Config").as_string());
  EXPECT_EQ(config_path.size(), 64 + std::string(".json").size());
  const auto config = json_of(archive.at(config_path));
  EXPECT_EQ(config.at("architecture"), "arm64");
  EXPECT_EQ(config.at("os"), "linux");
  EXPECT_EQ(config.at("config").at("Entrypoint").at(0), "/pause");

  const std::string layer_path(manifest.at("Layers").at(0).as_string());
  const std::string digest(config.at("rootfs").at("diff_ids").at(0).as_string());
  EXPECT_EQ("sha256:" + layer_path.substr(0, 64), digest);
  const auto layer = read_tar(archive.at(layer_path).content);
  ASSERT_EQ(layer.size(), 1U);
  EXPECT_EQ(layer.at("pause").mode, 0755U);
  EXPECT_EQ(layer.at("pause").content,
            "\x7f"
            "ELF program");
}

TEST(PauseImage, archive_is_the_same_bytes_each_time) {
  EXPECT_EQ(pause_image_archive("program", "amd64"), pause_image_archive("program", "amd64"));
  EXPECT_NE(pause_image_archive("program", "amd64"), pause_image_archive("another", "amd64"));
}

TEST(PauseImage, program_is_a_small_executable) {
  EXPECT_EQ(pause_program().substr(0, 4),
            "\x7f"
            "ELF");
  EXPECT_LT(pause_program().size(), 10'000U);
}

TEST(ImageArchive, directories_stand_as_directories) {
  ImageSpec spec;
  spec.name = "berth/test:1";
  spec.files = {{"bin", "", FileMode::directory}, {"bin/notes", "text", FileMode::readable}};
  const auto archive = read_tar(image_archive(spec));
  const auto manifest = json_of(archive.at("manifest.json")).at(0);
  const auto layer =
      read_tar(archive.at(std::string(manifest.at("Layers").at(0).as_string())).content);
  EXPECT_EQ(layer.at("bin/").type, '5');
  EXPECT_EQ(layer.at("bin/notes").type, '0');
  EXPECT_EQ(layer.at("bin/notes").mode, 0644U);
}

}  // namespace
}  // namespace berth::adapters

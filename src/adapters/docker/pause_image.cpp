#include "adapters/docker/pause_image.hpp"

#include "adapters/docker/image_archive.hpp"

namespace berth::adapters {

namespace {

#if defined(__aarch64__)
constexpr std::string_view own_architecture = "arm64";
#else
constexpr std::string_view own_architecture = "amd64";
#endif

}  // namespace

std::string pause_image_archive(std::string_view program, std::string_view architecture) {
  ImageSpec spec;
  spec.name = pause_image_name;
  spec.architecture = architecture;
  spec.entrypoint = {"/pause"};
  spec.files = {{"pause", std::string(program), FileMode::executable}};
  return image_archive(spec);
}

std::string pause_image_archive() { return pause_image_archive(pause_program(), own_architecture); }

}  // namespace berth::adapters

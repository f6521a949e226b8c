#pragma once
// The pause image: the container that holds an awsvpc task's network namespace while the task's own
// containers come and go. Its program (src/pause) is carried inside this binary.

#include <string>
#include <string_view>

namespace berth::adapters {

inline constexpr std::string_view pause_image_name = "berth/pause:1";

/// The executable that the build made for this machine's architecture.
std::string_view pause_program();

/// A `docker load` archive of pause_image_name around `program`; `architecture` is Docker's word
/// ("amd64", "arm64").
std::string pause_image_archive(std::string_view program, std::string_view architecture);

/// The same around pause_program().
std::string pause_image_archive();

}  // namespace berth::adapters

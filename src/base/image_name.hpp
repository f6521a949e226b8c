#pragma once
// Names of container images, as Docker reads them: "registry:5000/name:tag" and
// "registry:5000/name@sha256:…". A colon before the last slash belongs to the registry's port.

#include <string_view>

namespace berth {

struct ImageName {
  /// "registry:5000/name".
  std::string_view repository;
  /// Empty where the name has none.
  std::string_view tag, digest;
};

/// Parts of `image`, which must outlive them.
ImageName split_image_name(std::string_view image);

}  // namespace berth

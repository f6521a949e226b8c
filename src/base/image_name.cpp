#include "base/image_name.hpp"

#include "base/text.hpp"

namespace berth {

ImageName split_image_name(std::string_view image) {
  ImageName name{image, {}, {}};
  if (const auto digest = cut(image, '@')) {
    name.repository = digest->before;
    name.digest = digest->after;
  }
  const auto tag = cut_last(name.repository, ':');
  if (!tag || tag->after.contains('/')) return name;
  name.repository = tag->before;
  name.tag = tag->after;
  return name;
}

}  // namespace berth

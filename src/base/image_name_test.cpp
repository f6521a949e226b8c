#include "base/image_name.hpp"

#include <gtest/gtest.h>

namespace berth {
namespace {

void expect_parts(std::string_view image, std::string_view repository, std::string_view tag,
                  std::string_view digest) {
  const auto name = split_image_name(image);
  EXPECT_EQ(name.repository, repository) << image;
  EXPECT_EQ(name.tag, tag) << image;
  EXPECT_EQ(name.digest, digest) << image;
}

TEST(ImageName, HasARepositoryAndMayHaveATagOrADigest) {
  expect_parts("nginx", "nginx", "", "");
  expect_parts("nginx:1.25", "nginx", "1.25", "");
  expect_parts("nginx@sha256:1", "nginx", "", "sha256:1");
  expect_parts("nginx:1@sha256:1", "nginx", "1", "sha256:1");
  expect_parts("r:5000/a/b", "r:5000/a/b", "", "");
  expect_parts("r:5000/a/b:2", "r:5000/a/b", "2", "");
}

}  // namespace
}  // namespace berth

#include "rules/deployments/image_versions.hpp"

#include <gtest/gtest.h>

namespace berth::rules {
namespace {

model::Task task(const std::string& digest, bool consistent = true) {
  model::Task task;
  model::TaskContainer container;
  container.name = "app";
  if (!digest.empty()) container.image_digest = digest;
  container.version_consistent = consistent;
  task.containers.push_back(container);
  return task;
}

TEST(ImageVersions, A_tag_gives_way_to_the_digest) {
  EXPECT_EQ(pinned_image("nginx", "sha256:1"), "nginx@sha256:1");
  EXPECT_EQ(pinned_image("nginx:1.25", "sha256:1"), "nginx@sha256:1");
  EXPECT_EQ(pinned_image("r:5000/a/b", "sha256:1"), "r:5000/a/b@sha256:1");
  EXPECT_EQ(pinned_image("r:5000/a/b:2", "sha256:1"), "r:5000/a/b@sha256:1");
  EXPECT_EQ(pinned_image("nginx@sha256:2", "sha256:1"), "nginx@sha256:2");
}

TEST(ImageVersions, The_first_digest_is_the_revisions) {
  model::ServiceRevision revision;
  EXPECT_FALSE(tells_digests(revision, task("")));
  EXPECT_TRUE(tells_digests(revision, task("sha256:1")));
  learn_digests(revision, task("sha256:1"));
  EXPECT_FALSE(tells_digests(revision, task("sha256:2")));
  learn_digests(revision, task("sha256:2"));
  EXPECT_EQ(revision.image_digests.at("app"), "sha256:1");
}

TEST(ImageVersions, Another_digest_is_another_version) {
  model::ServiceRevision revision;
  learn_digests(revision, task("sha256:1"));
  EXPECT_FALSE(is_other_version(revision, task("sha256:1")));
  EXPECT_FALSE(is_other_version(revision, task("")));
  EXPECT_TRUE(is_other_version(revision, task("sha256:2")));
}

TEST(ImageVersions, A_container_may_opt_out) {
  model::ServiceRevision revision;
  EXPECT_FALSE(tells_digests(revision, task("sha256:1", false)));
  learn_digests(revision, task("sha256:1"));
  EXPECT_FALSE(is_other_version(revision, task("sha256:2", false)));
}

}  // namespace
}  // namespace berth::rules

#include "agent/plan/image_cleanup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::agent::plan {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Instant now{100h};

TEST(ImageCleanup, TakesTheLongestUnwantedFirst) {
  const ImageRecords fetched = {{"a", {now - 2h}}, {"b", {now - 4h}}, {"c", {now - 3h}}};
  EXPECT_THAT(images_to_remove(fetched, {}, now, {}), ElementsAre("b", "c", "a"));
  EXPECT_THAT(images_to_remove(fetched, {}, now, {.images_per_round = 2}), ElementsAre("b", "c"));
}

TEST(ImageCleanup, LeavesWhatIsUsedOrYoung) {
  const ImageRecords fetched = {{"old", {now - 1h}}, {"young", {now - 1h + 1s}}};
  EXPECT_THAT(images_to_remove(fetched, {}, now, {}), ElementsAre("old"));
  EXPECT_THAT(images_to_remove(fetched, {"old"}, now, {}), IsEmpty());
}

}  // namespace
}  // namespace berth::agent::plan

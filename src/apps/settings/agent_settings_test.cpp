#include "apps/settings/agent_settings.hpp"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::apps {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

struct AgentSettings : ::testing::Test {
  Result<void> take(std::map<std::string, std::string> variables) {
    return take_settings(options, [=](const char* name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    });
  }
  std::string complaint(const std::string& name, const std::string& value) {
    const auto taken = take({{name, value}});
    return taken ? "taken" : taken.error().message;
  }
  agent::AgentOptions options;
};

TEST_F(AgentSettings, ChangeNothingWithoutVariables) {
  const auto before = options.times.stop;
  ASSERT_TRUE(take({}));
  EXPECT_EQ(options.times.stop, before);
  EXPECT_EQ(options.image_pull, agent::ImagePullBehavior::default_behavior);
  EXPECT_TRUE(options.image_cleanup);
}

TEST_F(AgentSettings, AreThoseOfAmazonsAgent) {
  options.host.memory = 4000;
  ASSERT_TRUE(take({{"ECS_CONTAINER_STOP_TIMEOUT", "1m30s"},
                    {"ECS_IMAGE_PULL_BEHAVIOR", "prefer-cached"},
                    {"ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "1h"},
                    {"ECS_IMAGE_CLEANUP_INTERVAL", "20m"},
                    {"ECS_NUM_IMAGES_DELETE_PER_CYCLE", "7"},
                    {"ECS_RESERVED_PORTS", "[22, 80]"},
                    {"ECS_RESERVED_MEMORY", "500"},
                    {"ECS_INSTANCE_ATTRIBUTES", R"({"stack": "blue"})"}}));
  EXPECT_EQ(options.times.stop, 90s);
  EXPECT_EQ(options.image_pull, agent::ImagePullBehavior::prefer_cached);
  EXPECT_EQ(options.times.cleanup.wait, 1h);
  EXPECT_EQ(options.image_cleanup->interval, 20min);
  EXPECT_EQ(options.image_cleanup->images_per_round, 7u);
  EXPECT_THAT(options.reserved_tcp_ports, ElementsAre(22, 80));
  EXPECT_EQ(options.host.memory, 3500);
  EXPECT_THAT(options.attributes, ElementsAre(Pair("stack", "blue")));
}

TEST_F(AgentSettings, MaySwitchTheImageCleanupOff) {
  ASSERT_TRUE(take({{"ECS_DISABLE_IMAGE_CLEANUP", "true"}}));
  EXPECT_FALSE(options.image_cleanup);
}

TEST_F(AgentSettings, ThatCannotBeTakenAreNamed) {
  EXPECT_EQ(complaint("ECS_CONTAINER_STOP_TIMEOUT", "soon"),
            "ECS_CONTAINER_STOP_TIMEOUT is 'soon', but takes a duration like 90s or 1h30m, at "
            "least 1s.");
  EXPECT_EQ(complaint("ECS_IMAGE_CLEANUP_INTERVAL", "1m"),
            "ECS_IMAGE_CLEANUP_INTERVAL is '1m', but takes a duration like 90s or 1h30m, at least "
            "600s.");
  EXPECT_EQ(complaint("ECS_IMAGE_PULL_BEHAVIOR", "never"),
            "ECS_IMAGE_PULL_BEHAVIOR is 'never', but takes default, always, once or "
            "prefer-cached.");
  EXPECT_EQ(complaint("ECS_RESERVED_PORTS", "22"),
            "ECS_RESERVED_PORTS is '22', but takes a JSON list of ports.");
}

TEST(GoDuration, IsReadAsGoWritesIt) {
  EXPECT_EQ(parse_go_duration("45s"), 45s);
  EXPECT_EQ(parse_go_duration("1h30m"), 90min);
  EXPECT_EQ(parse_go_duration("250ms"), 250ms);
  EXPECT_EQ(parse_go_duration("1.5s"), 1500ms);
  EXPECT_EQ(parse_go_duration("0"), 0s);
  for (const char* wrong : {"", "10", "s", "-1s", "1d", "1s2", "1e9h"}) {
    EXPECT_FALSE(parse_go_duration(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace berth::apps

#include "agent/steps/pull_image.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agent/testing/fake_engine.hpp"
#include "agent/testing/world.hpp"
#include "base/image_name.hpp"

namespace berth::agent::steps {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const Error unreachable_registry{
    ErrorCode::refused, "Get \"https://r/v2/\": dial tcp: timeout", {}};

struct PullImageTest : ::testing::Test {
  PullImageTest() { options.pause.archive = "archive"; }

  boost::asio::awaitable<void> pull_into(std::string image,
                                         std::vector<StepResult<plan::ImageFacts>>* results) {
    auto result = co_await puller.pull(std::move(image));
    results->push_back(std::move(result));
  }
  boost::asio::awaitable<void> remove(std::string image) {
    const auto removed = co_await puller.remove(std::move(image));
    EXPECT_TRUE(removed);
  }
  StepResult<plan::ImageFacts> pull(const std::string& image, Duration time = 1min) {
    results.clear();
    world.start(pull_into(image, &results));
    world.run_for(time);
    EXPECT_EQ(results.size(), 1u) << "the pull has not ended";
    return results.empty() ? StepResult<plan::ImageFacts>{} : results.front();
  }
  void store(const std::string& image, const std::string& digest) {
    auto& stored = engine.images[image];
    stored.id = "sha256:stored";
    if (digest.empty()) return;
    stored.repo_digests = {{std::string(split_image_name(image).repository) + "@" + digest}};
  }

  testing::World world;
  testing::FakeEngine engine{world.clock};
  AgentOptions options;
  Log log;
  ImagePuller puller{engine, world.clock, world.entropy, options, log};
  std::vector<StepResult<plan::ImageFacts>> results;
};

TEST_F(PullImageTest, AnImageThatWasMadeHereIsNeverPulled) {
  store("web:1", "");
  EXPECT_TRUE(pull("web:1"));
  EXPECT_THAT(engine.asked(), IsEmpty());
}

TEST_F(PullImageTest, WhoWantsAnImageThatIsBeingRemovedFetchesItAgain) {
  store("r:5000/web:1", "sha256:old");
  engine.delays["rmi"] = 5s;
  world.start(remove("r:5000/web:1"));
  world.run_for(1s);
  EXPECT_TRUE(pull("r:5000/web:1"));
  EXPECT_THAT(engine.asked(), ElementsAre("rmi r:5000/web:1", "pull r:5000/web:1"));
}

TEST_F(PullImageTest, TheDigestIsThatOfTheImagesOwnRepository) {
  auto& stored = engine.images["r:5000/web:1"];
  stored.repo_digests = {{"other@sha256:1", "r:5000/web@sha256:2"}};
  EXPECT_EQ(pull("r:5000/web:1")->digest, "sha256:2");
}

TEST_F(PullImageTest, ADigestOfAnotherRepositoryIsNotTheImages) {
  const auto check = [&](const std::string& image, const std::string& entry, bool own) {
    engine.images[image].repo_digests = {{entry + "@sha256:1"}};
    EXPECT_EQ(pull(image)->digest, own ? "sha256:1" : "") << image << " " << entry;
  };
  check("app:1", "nginx", false);
  check("r:5000/web:1", "web", false);
  check("nginx:1", "nginx", true);
  check("nginx:1", "docker.io/library/nginx", true);
  check("docker.io/library/nginx:1", "nginx", true);
  check("index.docker.io/me/app:1", "me/app", true);
}

TEST_F(PullImageTest, AStoredImageIsRefreshedAndServesIfTheRegistryDoesNotAnswer) {
  store("r:5000/web:1", "sha256:old");
  EXPECT_TRUE(pull("r:5000/web:1"));
  EXPECT_THAT(engine.asked(), ElementsAre("pull r:5000/web:1"));

  store("r:5000/web:1", "sha256:old");
  engine.fail_next("pull", unreachable_registry);
  const auto fallen_back = pull("r:5000/web:1");
  ASSERT_TRUE(fallen_back);
  EXPECT_EQ(fallen_back->digest, "sha256:old");
  EXPECT_THAT(fallen_back->complaint, StartsWith("CannotPullContainerError: The task can\u2019t"));
  EXPECT_THAT(engine.asked(), ElementsAre("pull r:5000/web:1")) << "a single try";
}

TEST_F(PullImageTest, ASilentRegistryIsLeftAloneForAMinute) {
  store("r:5000/web:1", "sha256:old");
  engine.fail_next("pull", unreachable_registry);
  EXPECT_TRUE(pull("r:5000/web:1", 1s));
  EXPECT_THAT(engine.asked(), ElementsAre("pull r:5000/web:1"));

  EXPECT_TRUE(pull("r:5000/web:1", 1min));
  EXPECT_THAT(engine.asked(), IsEmpty());
  EXPECT_TRUE(pull("r:5000/web:1"));
  EXPECT_THAT(engine.asked(), ElementsAre("pull r:5000/web:1")) << "the minute is over";
}

TEST_F(PullImageTest, AMissingImageIsPulledFiveTimesAtMost) {
  for (int i = 0; i < 5; ++i) engine.fail_next("pull", unreachable_registry);
  const auto failed = pull("web:1");
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().reason(), HasSubstr("Check your network configuration. Error"));
  EXPECT_EQ(engine.asked().size(), 5u);
}

TEST_F(PullImageTest, AnImageThatTheRegistryDoesNotHaveIsNotAskedForAgain) {
  engine.fail_next("pull", {ErrorCode::not_found, "manifest for web:1 not found", {}});
  const auto failed = pull("web:1");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().reason(),
            "CannotPullContainerError: The task can\u2019t pull the image. Check whether the image "
            "exists. Error response from daemon: manifest for web:1 not found");
  EXPECT_EQ(engine.asked().size(), 1u);
}

TEST_F(PullImageTest, BehaviorsDifferInWhatAStoredImageIsWorth) {
  const auto check = [&](ImagePullBehavior behavior, std::vector<std::string> expected) {
    options.image_pull = behavior;
    store("web:1", "sha256:old");
    EXPECT_TRUE(pull("web:1"));
    EXPECT_EQ(engine.asked(), expected);
  };
  check(ImagePullBehavior::default_behavior, {"pull web:1"});
  check(ImagePullBehavior::always, {"pull web:1"});
  check(ImagePullBehavior::once, {});
  check(ImagePullBehavior::prefer_cached, {});
}

TEST_F(PullImageTest, WithAlwaysAFailureIsFinal) {
  options.image_pull = ImagePullBehavior::always;
  store("web:1", "sha256:old");
  engine.fail_next("pull", {ErrorCode::not_found, "manifest unknown", {}});
  EXPECT_FALSE(pull("web:1"));
}

TEST_F(PullImageTest, TasksThatWantTheSameImageShareOnePull) {
  engine.delays["pull"] = 10s;
  for (int i = 0; i < 3; ++i) world.start(pull_into("web:1", &results));
  world.run_for(1min);
  EXPECT_EQ(results.size(), 3u);
  EXPECT_THAT(engine.asked(), ElementsAre("pull web:1"));
}

TEST_F(PullImageTest, ThePauseImageComesFromTheAgentItself) {
  engine.images.clear();
  EXPECT_TRUE(pull("berth/pause:1"));
  EXPECT_THAT(engine.asked(), ElementsAre("load"));
  EXPECT_TRUE(pull("berth/pause:1"));
  EXPECT_THAT(engine.asked(), IsEmpty());
}

TEST_F(PullImageTest, AnAbsentEngineIsNotAFailureOfTheImage) {
  engine.away = true;
  EXPECT_EQ(pull("web:1").error().kind, StepErrorKind::engine_absent);
}

TEST(ImageName, RegistriesAndTagsAreReadAsDockerDoes) {
  EXPECT_EQ(registry_of("nginx:1"), "docker.io");
  EXPECT_EQ(registry_of("library/nginx"), "docker.io");
  EXPECT_EQ(registry_of("localhost/web"), "localhost");
  EXPECT_EQ(registry_of("r:5000/a/b:1"), "r:5000");
  EXPECT_EQ(registry_of("1.dkr.ecr.us-east-1.amazonaws.com/web"),
            "1.dkr.ecr.us-east-1.amazonaws.com");
  EXPECT_EQ(with_tag("nginx"), "nginx:latest");
  EXPECT_EQ(with_tag("r:5000/nginx"), "r:5000/nginx:latest");
  EXPECT_EQ(with_tag("r:5000/nginx:2"), "r:5000/nginx:2");
  EXPECT_EQ(with_tag("nginx@sha256:1"), "nginx@sha256:1");
}

}  // namespace
}  // namespace berth::agent::steps

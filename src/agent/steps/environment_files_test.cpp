#include "agent/steps/environment_files.hpp"

#include <gtest/gtest.h>

#include "agent/testing/fake_host.hpp"
#include "agent/testing/payloads.hpp"
#include "agent/testing/records.hpp"

namespace berth::agent::steps {
namespace {

using testing::payload_container;

TEST(EnvironmentFiles, ALineIsANameAndWhateverFollows) {
  EXPECT_EQ(variables_of("ONE=1\nTWO=a b=c # d\r\nTHREE=\"x\"\n FOUR = 4\nFIVE=5"),
            (Variables{{"ONE", "1"},
                       {"TWO", "a b=c # d"},
                       {"THREE", "\"x\""},
                       {" FOUR ", " 4"},
                       {"FIVE", "5"}}));
}

TEST(EnvironmentFiles, CommentsAndHalfLinesArePassedOver) {
  EXPECT_EQ(variables_of("# ONE=1\n\nTWO\nTHREE=\n=4\n"), Variables{});
}

struct EnvironmentFilesTest : ::testing::Test {
  StepResult<Variables> read(std::vector<gen::agent_protocol::EnvironmentFile> files) {
    auto web = payload_container("web");
    web.environment_files = std::move(files);
    const auto payload = testing::payload_task({web});
    const auto record = testing::task({testing::container("web")});
    return read_environment_files(host, {record, payload, options}, 0);
  }

  testing::FakeHost host;
  AgentOptions options;
};

TEST_F(EnvironmentFilesTest, TheFirstFileThatSetsAVariableCounts) {
  host.files = {{"/a.env", "ONE=1\nBOTH=a"}, {"/b.env", "TWO=2\nBOTH=b"}};
  EXPECT_EQ(read({{"/a.env", "file"}, {"/b.env", "file"}}),
            (Variables{{"ONE", "1"}, {"TWO", "2"}, {"BOTH", "a"}}));
}

TEST_F(EnvironmentFilesTest, AFileThatCannotBeReadIsNamed) {
  const auto none = read({{"/none.env", "file"}});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().reason(),
            "Unable to read env file /none.env, error: No such file or directory");
  const auto s3 = read({{"arn:aws:s3:::b/a.env", "s3"}});
  ASSERT_FALSE(s3);
  EXPECT_EQ(s3.error().kind, StepErrorKind::final);
}

}  // namespace
}  // namespace berth::agent::steps

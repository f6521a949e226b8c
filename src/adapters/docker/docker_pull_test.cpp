#include "adapters/docker/docker_pull.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/docker/testing/docker_fixture.hpp"

namespace berth::adapters {
namespace {

using testing::ElementsAre;

void check_reference(std::string_view image, ImageReference expected) {
  EXPECT_EQ(parse_image_reference(image), expected) << image;
}

TEST(ImageReferenceTest, without_a_tag_means_latest) {
  check_reference("nginx", {"nginx", "latest"});
  check_reference("library/nginx:1.27", {"library/nginx", "1.27"});
  check_reference("127.0.0.1:5000/app", {"127.0.0.1:5000/app", "latest"});
  check_reference("127.0.0.1:5000/app:v1", {"127.0.0.1:5000/app", "v1"});
  check_reference("app@sha256:0a1b", {"app", "sha256:0a1b"});
  check_reference("app:v1@sha256:0a1b", {"app:v1", "sha256:0a1b"});
}

class DockerPullTest : public DockerEngineTest {
 protected:
  const std::string line = "POST /v1.41/images/create?fromImage=web&tag=1";
};

TEST_F(DockerPullTest, succeeds_when_the_progress_ends_without_an_error) {
  fake.answer(line, stream_head() + stream_piece("{\"status\":\"Pulling\"}\r\n{\"stat") +
                        stream_piece("us\":\"Done\",\"progressDetail\":{}}\r\n") + stream_end());
  EXPECT_TRUE(play(engine.pull_image("web:1", long_time)));
}

TEST_F(DockerPullTest, fails_with_the_error_in_its_progress) {
  fake.answer(line, stream_head() +
                        stream_piece("{\"errorDetail\":{\"message\":\"toomanyrequests: later\"},"
                                     "\"error\":\"toomanyrequests: later\"}\r\n") +
                        stream_end());
  EXPECT_EQ(failure(engine.pull_image("web:1", long_time)),
            error(ErrorCode::refused, "toomanyrequests: later"));
}

TEST_F(DockerPullTest, fails_with_the_refusal_before_its_progress) {
  fake.answer(line, answer_bytes(404, R"({"message":"pull access denied for web"})"));
  EXPECT_EQ(failure(engine.pull_image("web:1", long_time)),
            error(ErrorCode::not_found, "Error response from daemon: pull access denied for web"));
}

TEST_F(DockerPullTest, fails_when_its_progress_breaks_off) {
  fake.answer(line, stream_head() + stream_piece("{\"status\":\"Pulling\"}\r\n"));
  EXPECT_EQ(failure(engine.pull_image("web:1", long_time)).code, ErrorCode::unreachable);
}

TEST_F(DockerPullTest, fails_when_nothing_comes_for_too_long) {
  fake.answer(line, stream_head() + stream_piece("{\"status\":\"Pulling\"}\r\n"), Afterwards::hold);
  fake.answer(line, stream_head() + stream_piece("{\"status\":\"Pulling\"}\r\n"), Afterwards::hold);
  DockerClient client(clock, options());
  const auto expected = error(ErrorCode::timed_out, "The pull of web:1 took too long.");
  EXPECT_EQ(failure(pull_docker_image(client, "web:1", long_time, soon)), expected);
  EXPECT_EQ(failure(pull_docker_image(client, "web:1", soon, long_time)), expected);
}

TEST_F(DockerEngineTest, loading_an_archive_fails_with_the_error_in_its_progress) {
  const std::string line = "POST /v1.41/images/load?quiet=1";
  fake.answer(line, answer_bytes(200, "{\"stream\":\"Loaded image: web:1\\n\"}\r\n"));
  fake.answer(line, answer_bytes(200, "{\"errorDetail\":{\"message\":\"unexpected EOF\"}}\r\n"));
  EXPECT_TRUE(play(engine.load_image("tar", long_time)));
  EXPECT_EQ(failure(engine.load_image("tar", long_time)),
            error(ErrorCode::refused, "unexpected EOF"));
  EXPECT_THAT(asked(), ElementsAre(line + " tar", line + " tar"));
}

}  // namespace
}  // namespace berth::adapters

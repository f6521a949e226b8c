#include "adapters/docker/docker_network.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/docker/testing/docker_fixture.hpp"

namespace berth::adapters {
namespace {

using testing::ElementsAre;

class DockerNetworkTest : public DockerEngineTest {
 protected:
  const ports::NetworkSpec spec{"vpc", "172.31.0.0/16", "172.31.0.1", "berth0", "vpc-"};
  const std::string inspect = "GET /v1.41/networks/vpc", create = "POST /v1.41/networks/create";
  const std::string absent = answer_bytes(404, R"({"message":"network vpc not found"})");

  const std::string list = "GET /v1.41/networks?filters=%7B%22driver%22:%5B%22bridge%22%5D%7D";

  static std::string network_row(std::string_view name, std::string_view subnet,
                                 std::string_view driver = "bridge") {
    return fmt::format(R"({{"Name":"{}","Id":"vpcd1","Driver":"{}","IPAM":)"
                       R"({{"Config":[{{"Subnet":"{}"}}]}}}})",
                       name, driver, subnet);
  }

  static std::string network(std::string_view name, std::string_view driver,
                             std::string_view subnet) {
    return answer_bytes(200, network_row(name, subnet, driver));
  }

  static std::string networks(const std::vector<std::string>& rows) {
    return answer_bytes(200, fmt::format("[{}]", fmt::join(rows, ",")));
  }

  /// Not there, refused, and nobody else makes it.
  void range_is_taken(std::string_view cause = "Pool overlaps with other one") {
    fake.answer(inspect, absent);
    fake.answer(create, answer_bytes(403, fmt::format(R"({{"message":"{}"}})", cause)));
    for (int look = 0; look < 10; ++look) fake.answer(inspect, absent);
  }
};

TEST_F(DockerNetworkTest, is_created_when_absent) {
  fake.answer(inspect, network("other", "bridge", "10.0.0.0/8"));  // Found by its id.
  fake.answer(create, answer_bytes(201, R"({"Id":"1"})"));
  EXPECT_TRUE(play(engine.ensure_network(spec, long_time)));
  EXPECT_EQ(asked().back(),
            create + R"( {"Name":"vpc","CheckDuplicate":true,"Driver":"bridge","IPAM":{"Config":[)"
                     R"({"Subnet":"172.31.0.0/16","Gateway":"172.31.0.1"}]},)"
                     R"("Options":{"com.docker.network.bridge.name":"berth0"}})");
}

TEST_F(DockerNetworkTest, that_is_there_is_left_alone) {
  fake.answer(inspect, network("vpc", "bridge", "172.31.0.0/16"));
  EXPECT_TRUE(play(engine.ensure_network(spec, long_time)));
  EXPECT_THAT(asked(), ElementsAre(inspect));
}

TEST_F(DockerNetworkTest, that_somebody_made_meanwhile_is_checked) {
  fake.answer(inspect, absent);
  fake.answer(create, answer_bytes(409, R"({"message":"network with name vpc already exists"})"));
  fake.answer(inspect, network("vpc", "bridge", "172.31.0.0/16"));
  EXPECT_TRUE(play(engine.ensure_network(spec, long_time)));
}

TEST_F(DockerNetworkTest, that_another_process_is_making_is_waited_for) {
  fake.answer(inspect, absent);
  fake.answer(create, answer_bytes(403, R"({"message":"Pool overlaps with other one"})"));
  fake.answer(inspect, absent);
  fake.answer(inspect, network("vpc", "bridge", "172.31.0.0/16"));
  EXPECT_TRUE(play(engine.ensure_network(spec, long_time)));
  EXPECT_THAT(asked(), ElementsAre(inspect, testing::StartsWith(create), inspect, inspect));
}

TEST_F(DockerNetworkTest, takes_the_range_of_an_unused_one_of_its_kin) {
  range_is_taken();
  fake.answer(list, networks({network_row("vpc-old", "172.31.16.0/20"),
                              network_row("bridge", "172.17.0.0/16")}));
  fake.answer("DELETE /v1.41/networks/vpc-old", answer_bytes(204, ""));
  fake.answer(create, answer_bytes(201, R"({"Id":"1"})"));
  EXPECT_TRUE(play(engine.ensure_network(spec, long_time)));
}

TEST_F(DockerNetworkTest, shares_the_one_that_another_made_after_both_made_room) {
  range_is_taken();
  fake.answer(list, networks({network_row("vpc-old", "172.31.0.0/16")}));
  fake.answer("DELETE /v1.41/networks/vpc-old", answer_bytes(404, R"({"message":"not found"})"));
  fake.answer(create, answer_bytes(403, R"({"message":"Pool overlaps with other one"})"));
  fake.answer(inspect, network("vpc", "bridge", "172.31.0.0/16"));
  EXPECT_TRUE(play(engine.ensure_network(spec, long_time)));
}

TEST_F(DockerNetworkTest, whose_range_is_in_use_is_refused_with_the_name_of_the_user) {
  range_is_taken();
  fake.answer(list, networks({network_row("vpc-old", "172.31.0.0/16")}));
  fake.answer("DELETE /v1.41/networks/vpc-old",
              answer_bytes(403, R"({"message":"network vpc-old has active endpoints"})"));
  EXPECT_EQ(failure(engine.ensure_network(spec, long_time)),
            error(ErrorCode::refused,
                  "The network vpc-old of the container engine holds addresses of 172.31.0.0/16 "
                  "(Error response from daemon: network vpc-old has active endpoints). Remove it "
                  "with `docker network rm vpc-old`."));
}

TEST_F(DockerNetworkTest, leaves_a_strangers_network_alone) {
  range_is_taken();
  fake.answer(list, networks({network_row("office", "172.16.0.0/12")}));
  EXPECT_EQ(failure(engine.ensure_network(spec, long_time)),
            error(ErrorCode::refused,
                  "The network office of the container engine holds addresses of 172.31.0.0/16 "
                  "(it is not one of Berth's). Remove it with `docker network rm office`."));
}

TEST_F(DockerNetworkTest, that_the_engine_refuses_for_another_reason_is_refused) {
  range_is_taken();
  fake.answer(list, networks({network_row("bridge", "172.17.0.0/16")}));
  range_is_taken("could not find an available interface");
  EXPECT_EQ(failure(engine.ensure_network(spec, long_time)),
            error(ErrorCode::refused,
                  "Error response from daemon: could not find an available interface"));
}

TEST_F(DockerNetworkTest, that_two_want_at_once_is_made_once) {
  fake.answer(inspect, absent);
  fake.answer(create, answer_bytes(201, R"({"Id":"1"})"));
  fake.answer(inspect, network("vpc", "bridge", "172.31.0.0/16"));
  Result<void> first = fail(ErrorCode::canceled, "not answered"), second = first;
  stage.play(keep(engine.ensure_network(spec, long_time), &first),
             keep(engine.ensure_network(spec, long_time), &second));
  EXPECT_TRUE(first);
  EXPECT_TRUE(second);
  EXPECT_THAT(asked(), ElementsAre(inspect, testing::StartsWith(create), inspect));
}

TEST_F(DockerNetworkTest, of_another_kind_is_refused) {
  fake.answer(inspect, network("vpc", "bridge", "10.0.0.0/8"));
  fake.answer(inspect, network("vpc", "macvlan", "172.31.0.0/16"));
  EXPECT_EQ(failure(engine.ensure_network(spec, long_time)),
            error(ErrorCode::refused,
                  "The container engine has a network vpc already, with subnet 10.0.0.0/8 instead "
                  "of 172.31.0.0/16. Remove it or choose another name."));
  EXPECT_EQ(failure(engine.ensure_network(spec, long_time)),
            error(ErrorCode::refused,
                  "The container engine has a network vpc already, with driver macvlan instead of "
                  "bridge. Remove it or choose another name."));
}

}  // namespace
}  // namespace berth::adapters

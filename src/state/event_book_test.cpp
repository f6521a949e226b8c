#include "state/event_book.hpp"

#include <gtest/gtest.h>

#include "base/describe.hpp"
#include "state/snapshot.hpp"
#include "state/state.hpp"

namespace berth::state {
namespace {

const model::ClusterArn cluster{"arn:aws:ecs:us-east-1:000000000000:cluster/c"};

model::ContainerInstance instance() {
  model::ContainerInstance row;
  row.arn =
      model::ContainerInstanceArn{"arn:aws:ecs:us-east-1:000000000000:container-instance/c/i"};
  row.cluster_arn = cluster;
  row.agent_connected = true;
  row.registered = {1000, 1000, {}};
  row.attributes = {{"name", "value"}};
  return row;
}

model::Task task() {
  model::Task row;
  row.arn = model::TaskArn{"arn:aws:ecs:us-east-1:000000000000:task/c/t"};
  row.cluster_arn = cluster;
  row.container_instance_arn = instance().arn;
  row.group = "family:f";
  row.reserved = {10, 20, {}};
  return row;
}

struct EventBookTest : ::testing::Test {
  void apply(const Command& command) { state.apply(command, changes); }

  /// "task PENDING v1; instance v2 10": what was told after the first `from` events.
  std::string told(std::size_t from = 0) const {
    std::string text;
    const auto& events = state.events().events();
    for (auto i = from; i < events.size(); ++i) {
      const auto& event = events[i];
      if (event.task) {
        text += "task " + std::string(api_text(event.task->last_status)) + " v" +
                std::to_string(event.task->version) + "; ";
      } else if (event.container_instance) {
        text += "instance v" + std::to_string(event.container_instance->instance.version) + " " +
                std::to_string(event.container_instance->reserved.cpu) + "; ";
      } else {
        text += event.service_action->name + " " + event.service_action->deployment_id +
                event.service_action->reason + "; ";
      }
    }
    return text;
  }

  State state;
  Changes changes;
};

TEST_F(EventBookTest, tasks_are_told_with_what_they_leave_of_their_instance) {
  apply(CreateContainerInstance{instance()});
  auto row = task();
  apply(CreateTask{row});
  EXPECT_EQ(told(), "instance v1 0; task PENDING v1; instance v2 10; ");
  EXPECT_TRUE(state.events().events()[2].container_instance->instance.attributes.empty());
  row.version = 2;
  apply(UpdateTask{row});
  EXPECT_EQ(told(3), "") << "nothing changed that is told";
  row.last_status = model::TaskStatus::running;
  row.version = 3;
  apply(UpdateTask{row});
  row.last_status = model::TaskStatus::stopped;
  row.desired_status = model::DesiredStatus::stopped;
  row.version = 4;
  apply(UpdateTask{row});
  EXPECT_EQ(told(3), "task RUNNING v3; task STOPPED v4; instance v3 0; ");
}

TEST_F(EventBookTest, instances_are_told_where_something_shows) {
  auto row = instance();
  apply(CreateContainerInstance{row});
  row.version = 2;
  apply(UpdateContainerInstance{row});
  EXPECT_EQ(told(1), "");
  row.agent_connected = false;
  apply(UpdateContainerInstance{row});
  EXPECT_EQ(told(1), "instance v3 0; ") << "versions only rise";
  auto hidden = instance();
  hidden.arn = model::ContainerInstanceArn{"hidden"};
  hidden.capacity = model::Capacity::fargate;
  apply(CreateContainerInstance{hidden});
  EXPECT_EQ(told(2), "");
}

TEST_F(EventBookTest, services_tell_deployments_and_named_events_but_no_count_that_a_user_set) {
  model::Service row;
  row.arn = model::ServiceArn{"arn:aws:ecs:us-east-1:000000000000:service/c/web"};
  row.cluster_arn = cluster;
  row.desired_count = 1;
  model::ServiceRevision revision;
  revision.arn = model::ServiceRevisionArn{"r"};
  revision.service_arn = row.arn;
  apply(CreateServiceRevision{revision});
  model::Deployment deployment;
  deployment.id = model::DeploymentId{"d1"};
  deployment.service_revision_arn = revision.arn;
  row.deployments = {deployment};
  apply(CreateService{row});
  row.desired_count = 2;
  row.deployments[0].rollout_state = model::RolloutState::completed;
  apply(UpdateService{row});
  apply(UpdateService{row});
  apply(AddServiceEvents{row.arn, {{"1", {}, "text", "", ""}, {"2", {}, "text", "NAME", "why"}}});
  EXPECT_EQ(told(),
            "SERVICE_DEPLOYMENT_IN_PROGRESS d1; SERVICE_DEPLOYMENT_COMPLETED d1; NAME why; ");
}

TEST_F(EventBookTest, a_snapshot_holds_events_rules_and_places) {
  state.set_time(Instant{Duration{7}});
  apply(CreateContainerInstance{instance()});
  model::EventRule rule;
  rule.arn = model::EventRuleArn{"rule"};
  rule.targets.emplace_back().id = "1";
  apply(PutEventRule{rule});
  apply(MoveWebhook{"http://a", 1});
  apply(CreateTask{task()});
  apply(MoveEventTarget{rule.arn, "1", 2});
  State again;
  again.restore(state.snapshot());
  EXPECT_EQ(again.events().last_sequence(), 3);
  EXPECT_EQ(again.events().find(1)->at, Instant{Duration{7}});
  EXPECT_EQ(again.events().rules().at(rule.arn).targets[0].delivered, 2);
  EXPECT_EQ(again.events().webhook()->url, "http://a");
}

/// Tasks come in another order when a state is restored than they came at first.
TEST_F(EventBookTest, a_restored_state_tells_what_the_first_one_would_have_told) {
  apply(CreateContainerInstance{instance()});
  const auto on_port = [](const std::string& id, std::int32_t port) {
    auto row = task();
    row.arn = model::TaskArn{"arn:aws:ecs:us-east-1:000000000000:task/c/" + id};
    row.reserved.ports = {{model::PortProtocol::tcp, port}};
    return CreateTask{row};
  };
  apply(on_port("z", 8001));
  apply(on_port("a", 80));
  State again;
  again.restore(state.snapshot());
  apply(on_port("m", 443));
  again.apply(on_port("m", 443), changes);
  EXPECT_EQ(again.events().events().back().container_instance->reserved,
            state.events().events().back().container_instance->reserved);
}

TEST_F(EventBookTest, new_targets_begin_with_the_next_event_and_known_ones_go_on) {
  apply(CreateContainerInstance{instance()});
  model::EventRule rule;
  rule.arn = model::EventRuleArn{"rule"};
  rule.targets.emplace_back().id = "1";
  apply(PutEventRule{rule});
  apply(CreateTask{task()});
  rule.targets.emplace_back().id = "2";
  apply(PutEventRule{rule});
  const auto& targets = state.events().rules().at(rule.arn).targets;
  EXPECT_EQ(targets[0].delivered, 1);
  EXPECT_EQ(targets[1].delivered, 3);
  apply(MoveEventTarget{rule.arn, "gone", 3});
  apply(DeleteEventRule{rule.arn});
  apply(MoveEventTarget{rule.arn, "1", 3});
  EXPECT_TRUE(state.events().rules().empty());
}

struct EventRuleEras : EventBookTest {
  EventRuleEras() {
    apply(CreateContainerInstance{instance()});
    rule.arn = model::EventRuleArn{"rule"};
    rule.targets.emplace_back().id = "1";
    put("a");
  }

  void put(const std::string& pattern) {
    rule.event_pattern = pattern;
    apply(PutEventRule{rule});
  }
  void tell() {
    auto row = instance();
    row.agent_connected = !connected;
    connected = row.agent_connected;
    apply(UpdateContainerInstance{row});
  }
  /// "a up to 2; b up to 3"
  std::string past() const {
    std::string text;
    for (const auto& era : state.events().rules().at(rule.arn).past) {
      text += (text.empty() ? "" : "; ") + era.event_pattern + " up to " + std::to_string(era.last);
    }
    return text;
  }

  model::EventRule rule;
  bool connected = true;
};

TEST_F(EventRuleEras, remember_the_rule_of_events_that_a_target_has_not_got) {
  tell();
  put("b");
  EXPECT_EQ(past(), "a up to 2");
  put("c");
  EXPECT_EQ(past(), "a up to 2") << "nothing was told while it was b";
  tell();
  rule.state = model::EventRuleState::disabled;
  put("c");
  EXPECT_EQ(past(), "a up to 2; c up to 3");
  put("c");
  EXPECT_EQ(past(), "a up to 2; c up to 3") << "nothing else matters";
}

TEST_F(EventRuleEras, are_forgotten_when_every_target_is_past_them) {
  tell();
  put("b");
  apply(MoveEventTarget{rule.arn, "1", 2});
  put("b");
  EXPECT_EQ(past(), "");
  tell();
  rule.targets.clear();
  put("c");
  EXPECT_EQ(past(), "");
}

TEST_F(EventRuleEras, that_are_too_many_take_their_events_along) {
  for (std::size_t i = 0; i < model::event_rule_eras_max; ++i) {
    tell();
    put(std::to_string(i));
  }
  EXPECT_EQ(state.events().rules().at(rule.arn).targets[0].delivered, 1);
  EXPECT_TRUE(past().starts_with("a up to 2; 0 up to 3"));
  tell();
  put("last");
  EXPECT_EQ(state.events().rules().at(rule.arn).targets[0].delivered, 2);
  EXPECT_TRUE(past().starts_with("0 up to 3"));
}

TEST_F(EventBookTest, only_the_newest_are_kept_and_no_number_comes_again) {
  EventBook book;
  for (std::size_t i = 0; i < model::events_max + 2; ++i) {
    model::Event event;
    event.service_action.emplace();
    book.tell(std::move(event));
  }
  EXPECT_EQ(book.events().size(), model::events_max);
  EXPECT_EQ(book.find(2), nullptr);
  EXPECT_EQ(book.find(3)->sequence, 3);
  EXPECT_EQ(book.find(book.last_sequence())->sequence, book.last_sequence());
  EXPECT_EQ(book.find(book.last_sequence() + 1), nullptr);
  const auto last = book.last_sequence();
  book.clear();
  EXPECT_TRUE(book.events().empty());
  EXPECT_EQ(book.last_sequence(), last);
}

}  // namespace
}  // namespace berth::state

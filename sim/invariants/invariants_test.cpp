#include "sim/invariants/testing/stand.hpp"

namespace berth::sim {
namespace {

using namespace std::chrono_literals;

TEST_F(InvariantTest, CapacityAllowsWhatFits) {
  watch(invariants::capacity);
  apply(state::CreateContainerInstance{instance(1000)});
  apply(state::CreateTask{task("arn:t/1", 500)});
  apply(state::CreateTask{task("arn:t/2", 500)});
  EXPECT_EQ(violation(), "");
}

TEST_F(InvariantTest, CapacityNoticesAnOverbookedInstance) {
  watch(invariants::capacity);
  apply(state::CreateContainerInstance{instance(1000)});
  apply(state::CreateTask{task("arn:t/1", 500)});
  apply(state::CreateTask{task("arn:t/2", 501)});
  EXPECT_EQ(violation(),
            "capacity: tasks reserve cpu 1001 memory 200 on arn:i, which has 1000 1024");
}

TEST_F(InvariantTest, CapacityNoticesAHostPortWithTwoOwners) {
  watch(invariants::capacity);
  apply(state::CreateContainerInstance{instance(1000)});
  auto first = task("arn:t/1", 1);
  auto second = task("arn:t/2", 1);
  first.reserved.ports = {{model::PortProtocol::tcp, 80}};
  second.reserved.ports = {{model::PortProtocol::tcp, 80}};
  apply(state::CreateTask{first});
  EXPECT_EQ(violation(), "");
  apply(state::CreateTask{second});
  EXPECT_NE(violation().find("host port 80"), std::string::npos);
}

TEST_F(InvariantTest, CapacityNoticesAnInstanceLargerThanItsHost) {
  watch(invariants::capacity);
  apply(state::CreateContainerInstance{instance(4096)});
  EXPECT_NE(violation().find("host-1 is said to have cpu 4096"), std::string::npos);
}

TEST_F(InvariantTest, StatusOrderNoticesAShownStatusThatACrashTookBack) {
  auto row = task("arn:t/1", 1);
  row.last_status = model::TaskStatus::pending;
  state::Changes ignored;
  first_state.apply(state::CreateTask{row}, ignored);
  promises.tasks["arn:t/1"].last_status = model::TaskStatus::running;
  watch(invariants::status_order);
  EXPECT_EQ(violation(),
            "status order: task 1 went back from RUNNING to PENDING after a restart of the server");
}

TEST_F(InvariantTest, DurabilityNoticesALostCluster) {
  promises.clusters.insert("default");
  watch(invariants::durability);
  EXPECT_EQ(violation(), "durability: cluster default is lost");
}

TEST_F(InvariantTest, DurabilityNoticesADesiredCountThatNobodyAsked) {
  model::Service row;
  row.arn = model::ServiceArn("arn:s");
  row.cluster_arn = model::ClusterArn("arn:c");
  row.desired_count = 3;
  state::Changes ignored;
  first_state.apply(state::CreateService{row}, ignored);
  auto& promised = promises.services["arn:s"];
  const Instant now = world.scheduler().now();
  promised.existence.answered(promised.existence.sent(Existence::present, now), now);
  promised.task_definition.answered(promised.task_definition.sent("", now), now);
  promised.percents.answered(promised.percents.sent("100/200", now), now);
  promised.desired_count.answered(promised.desired_count.sent(2, now), now);
  watch(invariants::durability);
  EXPECT_NE(violation().find("desiredCount 3"), std::string::npos);
}

ContainerSpec of_task(const std::string& arn) {
  ContainerSpec spec;
  spec.image = "web";
  spec.labels["com.amazonaws.ecs.task-arn"] = arn;
  spec.labels["com.amazonaws.ecs.container-name"] = "app";
  return spec;
}

TEST_F(InvariantTest, NoDuplicateRunNoticesASecondContainer) {
  watch(invariants::no_duplicate_run);
  Daemon& daemon = world.hosts().front()->daemon();
  daemon.add_image("web");
  ASSERT_TRUE(daemon.create("one", of_task("arn:t/1")));
  EXPECT_EQ(violation(), "");
  ASSERT_TRUE(daemon.create("two", of_task("arn:t/1")));
  EXPECT_NE(violation().find("was made on"), std::string::npos);
}

/// The engine makes it so long after it was asked that whoever asked has given it up.
void make_late(World& world, const std::string& name, const std::string& arn) {
  Daemon& daemon = world.hosts().front()->daemon();
  daemon.serve(Daemon::Work(2min), [&daemon, name, arn](Daemon::Served) {
    EXPECT_TRUE(daemon.create(name, of_task(arn)));
  });
  world.scheduler().run_for(2min);
}

TEST_F(InvariantTest, NoDuplicateRunAllowsOneThatWasMadeTooLate) {
  watch(invariants::no_duplicate_run);
  Daemon& daemon = world.hosts().front()->daemon();
  daemon.add_image("web");
  const auto first = daemon.create("one", of_task("arn:t/1"));
  ASSERT_TRUE(daemon.run(*first));
  ASSERT_TRUE(daemon.remove(*first));
  make_late(world, "one", "arn:t/1");
  EXPECT_EQ(violation(), "");
  ASSERT_TRUE(daemon.run("one"));
  EXPECT_NE(violation().find("was started on"), std::string::npos);
}

TEST_F(InvariantTest, NoDuplicateRunNoticesASecondStart) {
  watch(invariants::no_duplicate_run);
  Daemon& daemon = world.hosts().front()->daemon();
  daemon.add_image("web");
  const auto container = daemon.create("one", of_task("arn:t/1"));
  ASSERT_TRUE(daemon.run(*container));
  daemon.kill_container(*container);
  EXPECT_EQ(violation(), "");
  ASSERT_TRUE(daemon.run(*container));
  EXPECT_NE(violation().find("was started on"), std::string::npos);
}

TEST_F(InvariantTest, OrphansNoticesAContainerWhoseTaskIsUnknown) {
  watch(invariants::orphans);
  Daemon& daemon = world.hosts().front()->daemon();
  daemon.add_image("web");
  ASSERT_TRUE(daemon.run(*daemon.create("one", of_task("arn:t/1"))));
  invariant->healed();
  for (int minute = 0; minute < 11; ++minute) {
    world.scheduler().run_for(1min);
    invariant->look();
  }
  EXPECT_EQ(violation(), "");
  for (int minute = 0; minute < 3; ++minute) {
    world.scheduler().run_for(1min);
    invariant->look();
  }
  EXPECT_NE(violation().find("runs for unknown task"), std::string::npos);
}

struct ToldTruthTest : InvariantTest {
  void SetUp() override {
    watch(invariants::told_truth);
    daemon().add_image("web");
    id = *daemon().create("one", of_task("arn:t/1"));
    told.name = "app";
    told.image = "web";
  }
  Daemon& daemon() { return world.hosts().front()->daemon(); }
  /// What the server knows of the task from now on.
  void tell(model::TaskStatus status) {
    auto row = task("arn:t/1", 1);
    row.last_status = status;
    row.containers = {told};
    apply(state::CreateTask{row});
  }

  std::string id;
  model::TaskContainer told;
};

TEST_F(ToldTruthTest, AllowsTheTruth) {
  ASSERT_TRUE(daemon().run(id));
  daemon().kill_container(id);
  told.exit_code = 137;
  tell(model::TaskStatus::stopped);
  EXPECT_EQ(violation(), "");
}

TEST_F(ToldTruthTest, NoticesAContainerThatNeverRan) {
  told.last_status = model::ContainerStatus::running;
  tell(model::TaskStatus::running);
  EXPECT_NE(violation().find("is RUNNING and was never started"), std::string::npos);
}

TEST_F(ToldTruthTest, NoticesAnotherExitCode) {
  ASSERT_TRUE(daemon().run(id));
  daemon().kill_container(id);
  told.exit_code = 0;
  tell(model::TaskStatus::stopped);
  EXPECT_NE(violation().find("ended with 0, not with 137"), std::string::npos);
}

TEST_F(ToldTruthTest, NoticesAMissingExitCode) {
  ASSERT_TRUE(daemon().run(id));
  daemon().kill_container(id);
  tell(model::TaskStatus::stopped);
  EXPECT_NE(violation().find("nobody tells how it ended"), std::string::npos);
}

TEST_F(ToldTruthTest, NoticesAContainerThatDidNotVanish) {
  ASSERT_TRUE(daemon().run(id));
  told.reason = "ContainerVanishedError: No container matching saved ID found";
  tell(model::TaskStatus::stopped);
  EXPECT_NE(violation().find("is told to have vanished"), std::string::npos);
}

TEST_F(ToldTruthTest, NoticesAConflictWithOurselves) {
  told.reason = "CannotCreateContainerError: Conflict. The name is already in use by container x";
  tell(model::TaskStatus::stopped);
  EXPECT_NE(violation().find("failed by our own doing"), std::string::npos);
}

TEST_F(InvariantTest, PromptnessNoticesATaskThatOnlyIsSaidToRun) {
  watch(invariants::promptness);
  auto row = task("arn:t/1", 1);
  row.last_status = model::TaskStatus::running;
  apply(state::CreateTask{row});
  invariant->healed();
  for (int second = 0; second < 119; ++second) {
    invariant->look();
    world.scheduler().run_for(1s);
  }
  EXPECT_EQ(violation(), "");
  for (int second = 0; second < 5; ++second) {
    invariant->look();
    world.scheduler().run_for(1s);
  }
  EXPECT_NE(violation().find("RUNNING for 120 s without a container"), std::string::npos);
}

TEST_F(InvariantTest, LeftoversNoticesWhatTheAgentForgot) {
  watch(invariants::leftovers);
  Daemon& daemon = world.hosts().front()->daemon();
  daemon.create_volume("scratch");
  invariant->healed();
  for (int minute = 0; minute < 3; ++minute) {
    invariant->look();
    world.scheduler().run_for(1min);
  }
  EXPECT_EQ(violation(), "leftovers: volume scratch of host-1 is not known to the agent");
}

TEST_F(InvariantTest, LeftoversGivesALateContainerTimeUntilTheNextListing) {
  watch(invariants::leftovers);
  world.hosts().front()->daemon().add_image("web");
  make_late(world, "one", "arn:t/1");
  invariant->healed();
  for (int minute = 0; minute < 8; ++minute) {
    invariant->look();
    world.scheduler().run_for(1min);
  }
  EXPECT_EQ(violation(), "");
  invariant->look();
  EXPECT_EQ(violation(), "leftovers: container one of host-1 is not known to the agent");
}

TEST_F(InvariantTest, LeftoversNoticesAContainerThatNobodyCleansUp) {
  watch(invariants::leftovers);
  Daemon& daemon = world.hosts().front()->daemon();
  daemon.add_image("web");
  ASSERT_TRUE(daemon.create("one", of_task("arn:t/1")));
  SimStore store(world.hosts().front()->disk());
  ASSERT_TRUE(store.put("task/arn:t/1", "", ports::Survives::loss_of_power));
  invariant->healed();
  for (int minute = 0; minute < 3 * 60; ++minute) {
    invariant->look();
    world.scheduler().run_for(1min);
  }
  EXPECT_EQ(violation(), "");
  for (int minute = 0; minute < 10; ++minute) {
    invariant->look();
    world.scheduler().run_for(1min);
  }
  EXPECT_EQ(violation(), "leftovers: container one of host-1 outlived its task");
}

TEST_F(InvariantTest, UniqueNamesNoticesASharedAddress) {
  watch(invariants::unique_names);
  apply(state::CreateContainerInstance{instance(1000)});
  model::TaskNetwork network;
  network.vpc_id = model::VpcId("vpc-1");
  network.private_address = "172.31.0.9";
  auto first = task("arn:t/1", 1);
  auto second = task("arn:t/2", 1);
  first.network = network;
  second.network = network;
  apply(state::CreateTask{first});
  EXPECT_EQ(violation(), "");
  apply(state::CreateTask{second});
  EXPECT_NE(violation().find("share the address 172.31.0.9"), std::string::npos);
}

TEST_F(InvariantTest, TruthNoticesAStateThatTheJournalDoesNotExplain) {
  model::Cluster row;
  row.arn = model::ClusterArn("arn:c");
  state::Changes ignored;
  first_state.apply(state::CreateCluster{row}, ignored);
  watch(invariants::truth);
  EXPECT_NE(violation().find("truth"), std::string::npos);
}

}  // namespace
}  // namespace berth::sim

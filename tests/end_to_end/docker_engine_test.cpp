// The engine port against a running Docker Engine: what the API does really, what a limit really
// limits.

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "adapters/docker/testing/real_engine_fixture.hpp"

namespace berth::adapters {
namespace {

namespace docker = gen::docker;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using testing::HasSubstr;
using testing::StartsWith;

std::string actions_of(const std::vector<ports::EngineEvent>& events) {
  std::string text;
  for (const auto& event : events) text += event.action + " ";
  return text;
}

/// Only root may make cgroups.
class TaskLimitsTest : public DockerEngineTest {
 protected:
  void SetUp() override {
    if (getuid() != 0) GTEST_SKIP() << "run as root to test the limits of tasks";
  }

  void TearDown() override {
    remove_containers();
    if (getuid() == 0) must(run(engine.remove_task_cgroup(task_id, patience)));
  }

  static inline const std::string task_id = fmt::format("e2e{}", getpid());

  /// Processor time so far.
  std::chrono::nanoseconds cpu_used_by(const std::vector<std::string>& ids) {
    std::chrono::nanoseconds sum{};
    for (const auto& id : ids) {
      const auto stats = must(run(engine.container_stats(id, patience)));
      sum += std::chrono::nanoseconds{stats.cpu_stats->cpu_usage->total_usage.value_or(0)};
    }
    return sum;
  }

  static int folders_named_after_the_task() {
    int found = 0;
    const auto skip = std::filesystem::directory_options::skip_permission_denied;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator("/sys/fs/cgroup", skip)) {
      if (entry.path().filename().string().contains(task_id)) ++found;
    }
    return found;
  }
};

TEST_F(DockerEngineTest, says_its_version) {
  const auto version = must(run(engine.version(patience)));
  EXPECT_FALSE(version.version.empty());
  EXPECT_FALSE(version.api_version.empty());
}

TEST_F(DockerEngineTest, knows_the_images_that_were_loaded) {
  load_pause_image();
  const auto pause = must(run(engine.inspect_image(std::string(pause_image_name), patience)));
  EXPECT_THAT(pause.id, StartsWith("sha256:"));
  EXPECT_EQ(pause.architecture, architecture);

  const auto absent = run(engine.inspect_image("berth/nothing:1", patience));
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, ErrorCode::not_found);
  EXPECT_THAT(absent.error().message, HasSubstr("No such image"));
  EXPECT_FALSE(run(engine.load_image("this is no archive", patience)));
}

TEST_F(DockerEngineTest, fails_to_pull_what_no_registry_has) {
  // Nobody listens on the discard port of this host.
  const auto pulled = run(engine.pull_image("127.0.0.1:9/berth/nothing:1", patience));
  ASSERT_FALSE(pulled);
  EXPECT_EQ(pulled.error().code, ErrorCode::refused);
  EXPECT_THAT(pulled.error().message, HasSubstr("127.0.0.1:9"));
}

TEST_F(DockerEngineTest, removes_an_image_that_no_container_uses) {
  const auto id = create("user", shell("exit 0"));
  const auto used = run(engine.remove_image(image, patience));
  ASSERT_FALSE(used);
  EXPECT_EQ(used.error().code, ErrorCode::refused);
  must(run(engine.remove_container(id, patience)));
  must(run(engine.remove_image(image, patience)));
  EXPECT_EQ(run(engine.inspect_image(image, patience)).error().code, ErrorCode::not_found);
  EXPECT_EQ(run(engine.remove_image(image, patience)).error().code, ErrorCode::not_found);
  std::erase(images, image);
}

TEST_F(DockerEngineTest, tells_a_containers_life) {
  const auto begin = clock.now();
  const auto id = create("life", shell("exit 3"));
  EXPECT_EQ(state(id).status, "created");
  must(run(engine.start_container(id, patience)));
  const auto last = ended(id);
  EXPECT_EQ(last.status, "exited");
  EXPECT_EQ(last.exit_code, 3);
  EXPECT_GE(last.started_at, begin);
  // Not compared with started_at: of a program that ends at once, Docker may note the end first.
  EXPECT_GE(last.finished_at, begin);
  must(run(engine.remove_container(id, patience)));

  const auto events = events_of(id, begin, "destroy");
  EXPECT_EQ(actions_of(events), "start die destroy ");
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[1].exit_code, 3);
  EXPECT_GE(events[1].at, begin);

  const auto gone = run(engine.inspect_container(id, patience));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error(),
            (Error{ErrorCode::not_found, "Error response from daemon: No such container: " + id}));
  EXPECT_EQ(run(engine.remove_container(id, patience)).error().code, ErrorCode::not_found);
}

TEST_F(DockerEngineTest, finds_containers_by_label) {
  const auto id = create("labelled", shell("exit 0"));
  const auto listed = must(run(engine.list_containers(mark + "=1", patience)));
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].id, id);
  EXPECT_EQ(listed[0].names, std::vector<std::string>{"/" + mark + "-labelled"});
  EXPECT_TRUE(must(run(engine.list_containers(mark + "=2", patience))).empty());
}

TEST_F(DockerEngineTest, refuses_in_its_own_words) {
  create("taken", shell("exit 0"));
  const auto taken = run(engine.create_container(mark + "-taken", shell("exit 0"), patience));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::already_exists);
  EXPECT_THAT(taken.error().message, StartsWith("Error response from daemon: Conflict."));

  auto unknown_image = shell("exit 0");
  unknown_image.image = "berth/nothing:1";
  EXPECT_EQ(run(engine.create_container(mark + "-unknown", unknown_image, patience)).error().code,
            ErrorCode::not_found);

  const auto id = create("broken", body_of({"/bin/nothing"}));
  const auto started = run(engine.start_container(id, patience));
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::refused);
  EXPECT_THAT(started.error().message, HasSubstr("OCI runtime create failed"));
}

TEST_F(DockerEngineTest, stops_a_container_gently_or_by_force) {
  const auto begin = clock.now();
  const std::string wait = "while :; do /bin/busybox sleep 0.05; done";
  const auto gentle = start("gentle", shell("trap 'exit 7' TERM; " + wait));
  const auto stubborn = start("stubborn", shell("trap '' TERM; " + wait));
  must(run(engine.start_container(gentle, patience)));  // It runs already.
  must(run(engine.stop_container(gentle, 10s, patience)));
  EXPECT_EQ(state(gentle).exit_code, 7);
  must(run(engine.stop_container(gentle, 10s, patience)));  // It stands already.
  must(run(engine.stop_container(stubborn, 1s, patience)));
  EXPECT_EQ(state(stubborn).exit_code, 137);
  EXPECT_EQ(actions_of(events_of(stubborn, begin, "stop")), "start kill kill die stop ");
}

TEST_F(DockerEngineTest, gives_up_a_call_at_its_deadline_and_serves_others_meanwhile) {
  const auto id = start("slow", shell("trap '' TERM; while :; do /bin/busybox sleep 0.05; done"));
  Result<void> stopped;
  Result<docker::Version> version = fail(ErrorCode::canceled, "");
  auto stop = keep(engine.stop_container(id, 10s, 500ms), &stopped);
  auto ask = keep(engine.version(400ms), &version);
  stage.play({&stop, &ask});
  EXPECT_TRUE(version);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::timed_out);
}

TEST_F(DockerEngineTest, kills_a_container_that_exceeds_its_memory) {
  const auto begin = clock.now();
  auto body = shell("x=0123456789; while :; do x=$x$x; done");
  body.host_config->memory = 16 * mebibyte;
  body.host_config->memory_swap = 16 * mebibyte;
  const auto id = start("hungry", body);
  const auto last = ended(id);
  EXPECT_EQ(last.exit_code, 137);
  EXPECT_TRUE(last.oom_killed);
  EXPECT_THAT(actions_of(events_of(id, begin, "die")), HasSubstr("oom "));
}

TEST_F(DockerEngineTest, measures_a_running_container) {
  const auto id = start("busy", shell("while :; do :; done"));
  const auto first = must(run(engine.container_stats(id, patience)));
  std::this_thread::sleep_for(200ms);
  const auto second = must(run(engine.container_stats(id, patience)));
  EXPECT_GT(second.cpu_stats->cpu_usage->total_usage, first.cpu_stats->cpu_usage->total_usage);
  EXPECT_GT(second.memory_stats->usage, 0);
  EXPECT_GT(second.memory_stats->stats->size(), 0U);
  EXPECT_GE(second.pids_stats->current, 1);
  EXPECT_GT(second.networks->at("eth0").rx_packets, -1);
  EXPECT_GT(*second.read, *first.read);
}

TEST_F(DockerEngineTest, keeps_files_in_volumes) {
  const auto volume = mark + "-files";
  docker::VolumeCreateBody body;
  body.name = volume;
  must(run(engine.create_volume(body, patience)));
  must(run(engine.create_volume(body, patience)));
  volumes.push_back(volume);
  auto writer = shell("echo kept > /data/note"),
       reader = shell("read x < /data/note; [ $x = kept ]");
  writer.host_config->binds = reader.host_config->binds = {volume + ":/data"};
  EXPECT_EQ(ended(start("writer", writer)).exit_code, 0);
  EXPECT_EQ(ended(start("reader", reader)).exit_code, 0);
  EXPECT_EQ(run(engine.remove_volume(volume, patience)).error().code, ErrorCode::refused);
  EXPECT_EQ(run(engine.remove_volume(volume + "2", patience)).error().code, ErrorCode::not_found);
}

TEST_F(DockerEngineTest, gives_a_task_an_address_that_its_containers_share) {
  const ports::NetworkSpec spec{mark, "10.213.77.0/24", "10.213.77.1",
                                fmt::format("be{}", getpid() % 1'000'000)};
  must(run(engine.ensure_network(spec, patience)));
  networks.push_back(spec.name);
  must(run(engine.ensure_network(spec, patience)));
  EXPECT_TRUE(std::filesystem::exists("/sys/class/net/" + spec.bridge));
  auto other = spec;
  other.subnet = "10.213.78.0/24";
  EXPECT_EQ(run(engine.ensure_network(other, patience)).error().code, ErrorCode::refused);

  load_pause_image();
  auto pause = body_of({});
  pause.cmd.reset();
  pause.image = pause_image_name;
  pause.host_config->network_mode = spec.name;
  docker::EndpointSettings endpoint;
  endpoint.ipam_config.emplace().ipv4_address = "10.213.77.10";
  pause.networking_config.emplace().endpoints_config.emplace()[spec.name] = endpoint;
  const auto pause_id = start("pause", pause);
  const auto networks_of_pause =
      must(run(engine.inspect_container(pause_id, patience))).network_settings->networks;
  EXPECT_EQ(networks_of_pause->at(spec.name).ip_address, "10.213.77.10");

  auto server = body_of({busybox, "httpd", "-f", "-p", "8080", "-h", "/www"});
  server.host_config->network_mode = "container:" + pause_id;
  start("server", server);
  EXPECT_EQ(fetch("http://10.213.77.10:8080", "/hello"), "hello from a container");

  must(run(engine.stop_container(pause_id, 10s, patience)));
  EXPECT_EQ(state(pause_id).exit_code, 0);
}

TEST_F(DockerEngineTest, gives_a_network_the_range_of_a_predecessor_that_nobody_uses) {
  ports::NetworkSpec old{mark + "-old", "10.213.79.0/24", "10.213.79.1",
                         fmt::format("bo{}", getpid() % 1'000'000), mark};
  auto wider = old;
  wider.name = mark + "-new";
  wider.subnet = "10.213.76.0/22";
  wider.bridge = fmt::format("bn{}", getpid() % 1'000'000);
  must(run(engine.ensure_network(old, patience)));
  must(run(engine.ensure_network(wider, patience)));
  networks.push_back(wider.name);
  EXPECT_FALSE(std::filesystem::exists("/sys/class/net/" + old.bridge));

  auto user = body_of({busybox, "sleep", "60"});
  user.host_config->network_mode = wider.name;
  const auto id = start("user", user);
  const auto refused = run(engine.ensure_network(old, patience));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::refused);
  EXPECT_THAT(refused.error().message, testing::HasSubstr("`docker network rm " + wider.name));
  must(run(engine.remove_container(id, patience)));
}

TEST_F(TaskLimitsTest, limits_all_containers_of_a_task_together) {
  ports::TaskLimits limits;
  limits.task_id = task_id;
  limits.cpu = 0.25;
  limits.memory = 32 * mebibyte;
  must(run(engine.create_task_cgroup(limits, patience)));
  const auto cgroup = must(run(engine.create_task_cgroup(limits, patience)));
  auto busy = shell("while :; do :; done"),
       hungry = shell("x=0123456789; while :; do x=$x$x; done");
  busy.host_config->cgroup_parent = hungry.host_config->cgroup_parent = cgroup.parent;

  const std::vector<std::string> two = {start("busy-1", busy), start("busy-2", busy)};
  const auto begin = std::chrono::steady_clock::now();
  const auto before = cpu_used_by(two);
  std::this_thread::sleep_for(2s);
  const auto used = cpu_used_by(two) - before;
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  EXPECT_GT(used, 50ms);
  EXPECT_LT(used, elapsed / 4 + 150ms) << "a quarter of a processor, and a period's slack";

  EXPECT_EQ(ended(start("hungry", hungry)).exit_code, 137);
  if (cgroup.parent.starts_with('/')) {
    EXPECT_EQ(run(engine.remove_task_cgroup(task_id, patience)).error().code, ErrorCode::refused);
  }
  remove_containers();
  must(run(engine.remove_task_cgroup(task_id, patience)));
  EXPECT_EQ(folders_named_after_the_task(), 0);
}

}  // namespace
}  // namespace berth::adapters

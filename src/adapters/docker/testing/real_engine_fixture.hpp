#pragma once
// What end-to-end tests of the container engine share: the running Docker Engine behind the port,
// an image made from busybox-static, and the removal of everything a test made, also after a
// failure. Whatever it makes carries this process's id in its name or label.

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "adapters/docker/docker_engine.hpp"
#include "adapters/docker/image_archive.hpp"
#include "adapters/docker/pause_image.hpp"
#include "adapters/http/testing/test_peer.hpp"
#include "adapters/http_stream.hpp"
#include "adapters/system/system_clock.hpp"

namespace berth::adapters {

inline constexpr Duration patience = std::chrono::seconds{20};
inline constexpr std::int64_t mebibyte = 1 << 20;
inline constexpr const char* busybox = "/bin/busybox";

#if defined(__aarch64__)
inline constexpr const char* architecture = "arm64";
#else
inline constexpr const char* architecture = "amd64";
#endif

/// A real engine and one image, tagged `image`, whose only program is busybox.
class DockerEngineTest : public testing::Test {
 protected:
  static inline const std::string mark = fmt::format("berth-e2e-{}", getpid());
  static inline const std::string image = mark + ":1";

  DockerEngineTest() {
    must(run(engine.load_image(image_of_busybox(), patience)));
    images.push_back(image);
  }

  ~DockerEngineTest() override {
    remove_containers();
    for (const auto& name : networks) must(run(engine.remove_network(name, patience)));
    for (const auto& name : volumes) must(run(engine.remove_volume(name, patience)));
    for (const auto& name : images) remove_image(name);
  }

  static std::string image_of_busybox() {
    std::ifstream file(busybox, std::ios::binary);
    std::string program{std::istreambuf_iterator<char>(file), {}};
    EXPECT_FALSE(program.empty()) << "install busybox-static";
    return image_archive({.name = image,
                          .architecture = architecture,
                          .files = {{"bin", "", FileMode::directory},
                                    {"bin/busybox", std::move(program), FileMode::executable},
                                    {"tmp", "", FileMode::directory},
                                    {"www", "", FileMode::directory},
                                    {"www/hello", "hello from a container"}}});
  }

  void remove_containers() {
    for (const auto& left : must(run(engine.list_containers(mark, patience)))) {
      must(run(engine.remove_container(left.id, patience)));
    }
  }

  /// The pause image may be there for others, whose it then stays.
  void load_pause_image() {
    const std::string name(pause_image_name);
    if (!run(engine.inspect_image(name, patience))) images.push_back(name);
    must(run(engine.load_image(pause_image_archive(), patience)));
  }

  void remove_image(const std::string& name) {
    DockerClient client(clock, options());
    DockerCall call;
    call.method = "DELETE";
    call.target = fmt::format("/images/{}?force=1", name);
    must(run(client.call(std::move(call), patience)));
  }

  /// Plays one call to its end.
  template <class T>
  Result<T> run(boost::asio::awaitable<Result<T>> call) {
    Result<T> answer = fail(ErrorCode::canceled, "not answered");
    stage.play(keep(std::move(call), &answer));
    return answer;
  }

  template <class T>
  static boost::asio::awaitable<void> keep(boost::asio::awaitable<Result<T>> call,
                                           Result<T>* answer) {
    *answer = co_await std::move(call);
  }

  template <class T>
  static T must(Result<T> answer) {
    if constexpr (std::is_void_v<T>) {
      EXPECT_TRUE(answer) << answer.error().message;
    } else {
      EXPECT_TRUE(answer) << answer.error().message;
      return answer ? std::move(*answer) : T{};
    }
  }

  gen::docker::ContainerCreateBody body_of(std::vector<std::string> command) const {
    gen::docker::ContainerCreateBody body;
    body.image = image;
    body.cmd = std::move(command);
    body.labels.emplace()[mark] = "1";
    body.host_config.emplace();
    return body;
  }

  gen::docker::ContainerCreateBody shell(std::string script) const {
    return body_of({busybox, "sh", "-c", std::move(script)});
  }

  std::string create(const std::string& name, gen::docker::ContainerCreateBody body) {
    return must(run(engine.create_container(mark + "-" + name, std::move(body), patience)));
  }

  std::string start(const std::string& name, gen::docker::ContainerCreateBody body) {
    auto id = create(name, std::move(body));
    must(run(engine.start_container(id, patience)));
    return id;
  }

  gen::docker::ContainerState state(const std::string& id) {
    return must(run(engine.inspect_container(id, patience))).state;
  }

  /// The state once the container has exited by itself.
  gen::docker::ContainerState ended(const std::string& id) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (state(id).status != "exited" && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return state(id);
  }

  /// Events of one container up to and with `last`.
  std::vector<ports::EngineEvent> events_of(const std::string& id, Instant since,
                                            const std::string& last) {
    std::vector<ports::EngineEvent> seen;
    stage.play(watch(engine, since, id, last, &seen));
    return seen;
  }

  /// The stream belongs to the coroutine, which may still read it when the test gives up.
  static boost::asio::awaitable<void> watch(DockerEngine& engine, Instant since, std::string id,
                                            std::string last,
                                            std::vector<ports::EngineEvent>* seen) {
    auto stream = co_await engine.events(since, patience);
    while (stream && (seen->empty() || seen->back().action != last)) {
      auto event = co_await (*stream)->next();
      if (!event) co_return;
      if (event->container_id == id) seen->push_back(std::move(*event));
    }
  }

  /// A container that Docker has started may not listen yet: asks until something does.
  std::string fetch(const std::string& endpoint, const std::string& path) {
    HttpRequest request;
    request.target = path;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    auto answer = run(http_request(endpoint, request, patience));
    while (!answer && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
      answer = run(http_request(endpoint, request, patience));
    }
    return must(std::move(answer)).body;
  }

  /// DOCKER_HOST names another engine, as for Docker's own client.
  static DockerOptions options() {
    DockerOptions options;
    if (const char* endpoint = std::getenv("DOCKER_HOST")) options.endpoint = endpoint;
    return options;
  }

  Stage stage;
  SystemClock clock{stage.context.get_executor()};
  DockerEngine engine{clock, options()};
  std::vector<std::string> images, networks, volumes;
};

}  // namespace berth::adapters

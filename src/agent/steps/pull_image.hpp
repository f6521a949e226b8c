#pragma once
// The step that makes sure of an image. Tasks that want the same image share one pull; the pause
// image is loaded from the agent's own archive.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/options.hpp"
#include "agent/plan/transition.hpp"
#include "agent/steps/step_error.hpp"
#include "base/log.hpp"
#include "ports/container_engine.hpp"
#include "ports/entropy.hpp"
#include "ports/event.hpp"

namespace berth::agent::steps {

class ImagePuller {
 public:
  ImagePuller(ports::ContainerEngine& engine, ports::Clock& clock, ports::Entropy& entropy,
              const AgentOptions& options, const Log& log);

  /// Answers what is known of the image once it is stored. Refused: CannotPullContainerError with
  /// AWS's hint and Docker's text.
  boost::asio::awaitable<StepResult<plan::ImageFacts>> pull(std::string image);

  /// Removes a stored image; who wants it meanwhile waits and fetches it again. Refused while it is
  /// being pulled, or used by a container.
  boost::asio::awaitable<Result<void>> remove(std::string image);

  /// `fetched` is told the name of each image that came from a registry.
  void tell(std::function<void(const std::string&)> fetched) { fetched_ = std::move(fetched); }

 private:
  using Outcome = StepResult<plan::ImageFacts>;
  /// A pull or a removal that others wait for.
  struct Work {
    explicit Work(ports::Clock& clock) : finished(clock) {}
    ports::Event finished;
    enum class Stage : std::uint8_t { under_way, ended } stage{};
    /// Of a pull that has ended.
    std::optional<Outcome> outcome;
  };

  std::shared_ptr<Work> begin(const std::string& image);
  void end(const std::string& image, Work& work);
  boost::asio::awaitable<Outcome> obtain(std::string image);
  boost::asio::awaitable<Outcome> load_pause_image();
  boost::asio::awaitable<StepResult<void>> fetch(std::string image, int tries);
  boost::asio::awaitable<Outcome> stored(std::string image);

  ports::ContainerEngine& engine_;
  ports::Clock& clock_;
  ports::Entropy& entropy_;
  const AgentOptions& options_;
  const Log& log_;
  std::map<std::string, std::shared_ptr<Work>> under_way_;
  std::function<void(const std::string&)> fetched_;
  /// Registries that did not answer, and until when to leave them alone.
  std::map<std::string, Instant> silent_;
};

/// "docker.io" for "nginx:1", "r:5000" for "r:5000/a/b", as Docker reads image names.
std::string registry_of(const std::string& image);
/// "nginx:latest" for "nginx"; a name with tag or digest stays as it is.
std::string with_tag(const std::string& image);

}  // namespace berth::agent::steps

#include "agent/steps/pull_image.hpp"

#include <utility>

#include <fmt/format.h>

#include "agent/backoff.hpp"
#include "base/image_name.hpp"
#include "base/text.hpp"
#include "ports/sleep.hpp"

namespace berth::agent::steps {

namespace asio = boost::asio;
using plan::ImageFacts;

namespace {

constexpr int pull_tries = 5;
constexpr BackoffLimits between_tries{.first = std::chrono::milliseconds{1100},
                                      .longest = std::chrono::seconds{5},
                                      .factor = 2.0,
                                      .jitter = 0.2};
constexpr Duration silence = std::chrono::minutes{1};

bool names_digest(const std::string& image) { return !split_image_name(image).digest.empty(); }

/// With its registry, and with the "library/" of Docker's own images: "docker.io/library/nginx".
std::string full_repository(std::string_view repository) {
  constexpr std::string_view hub = "docker.io";
  const auto registry = registry_of(std::string(repository));
  auto path = repository;
  if (path.starts_with(registry + "/")) path.remove_prefix(registry.size() + 1);
  const bool of_hub = registry == hub || registry == "index.docker.io";
  if (!of_hub) return std::string(repository);
  return fmt::format("{}/{}{}", hub, path.contains('/') ? "" : "library/", path);
}

/// The sha256 digest under which the image's own registry knows it, if it does. An image that
/// several repositories hold has a digest in each, written as "repository@sha256:…", and none of
/// another repository finds it in this one.
std::string digest_of(const gen::docker::ImageInspect& image, const std::string& name) {
  const auto repository = full_repository(split_image_name(name).repository);
  for (const auto& entry : image.repo_digests.value_or(std::vector<std::string>{})) {
    const auto halves = cut_last(entry, '@');
    if (halves && full_repository(halves->before) == repository) return std::string(halves->after);
  }
  return {};
}

ImageFacts facts_of(const gen::docker::ImageInspect& image, const std::string& name) {
  ImageFacts facts;
  facts.id = image.id;
  facts.digest = digest_of(image, name);
  if (!image.config || !image.config->env) return facts;
  for (const auto& entry : *image.config->env) {
    const auto halves = cut(entry, '=');
    facts.environment.emplace_back(halves ? halves->before : std::string_view(entry));
  }
  return facts;
}

/// Trying again cannot help: the registry knows us, or the image, not.
bool is_final(const Error& error) {
  const auto hint = pull_hint(error.message);
  return error.code == ErrorCode::not_found || hint.find("role") != std::string::npos ||
         hint.find("whether the image exists") != std::string::npos;
}

}  // namespace

ImagePuller::ImagePuller(ports::ContainerEngine& engine, ports::Clock& clock,
                         ports::Entropy& entropy, const AgentOptions& options, const Log& log)
    : engine_(engine), clock_(clock), entropy_(entropy), options_(options), log_(log) {}

asio::awaitable<StepResult<ImageFacts>> ImagePuller::pull(std::string image) {
  for (auto found = under_way_.find(image); found != under_way_.end();
       found = under_way_.find(image)) {
    const auto others = found->second;
    while (others->stage != Work::Stage::ended) {
      const Instant deadline = clock_.now() + options_.times.pull;
      co_await others->finished.wait_until(deadline);
    }
    if (others->outcome) co_return *others->outcome;
  }
  const auto work = begin(image);
  Outcome outcome = co_await obtain(image);
  work->outcome = outcome;
  end(image, *work);
  co_return outcome;
}

asio::awaitable<Result<void>> ImagePuller::remove(std::string image) {
  if (under_way_.contains(image)) co_return fail(ErrorCode::refused, "The image is being pulled.");
  const auto work = begin(image);
  auto name = image;
  const Result<void> removed =
      co_await engine_.remove_image(std::move(name), options_.times.create);
  end(image, *work);
  co_return removed;
}

std::shared_ptr<ImagePuller::Work> ImagePuller::begin(const std::string& image) {
  return under_way_.emplace(image, std::make_shared<Work>(clock_)).first->second;
}

void ImagePuller::end(const std::string& image, Work& work) {
  under_way_.erase(image);
  work.stage = Work::Stage::ended;
  work.finished.notify();
}

asio::awaitable<ImagePuller::Outcome> ImagePuller::obtain(std::string image) {
  Outcome present = co_await stored(image);
  if (!present && present.error().kind == StepErrorKind::engine_absent) co_return present;
  if (image == options_.pause.name) {
    if (present) co_return present;
    Outcome loaded = co_await load_pause_image();
    co_return loaded;
  }
  const auto behavior = options_.image_pull;
  const bool local = present && present->digest.empty();
  const bool keeps = behavior == ImagePullBehavior::once ||
                     behavior == ImagePullBehavior::prefer_cached || local || names_digest(image);
  if (present && keeps && behavior != ImagePullBehavior::always) co_return present;

  const bool may_fall_back = present && behavior != ImagePullBehavior::always;
  const auto registry = registry_of(image);
  const auto quiet = silent_.find(registry);
  if (may_fall_back && quiet != silent_.end() && clock_.now() < quiet->second) co_return present;
  const int tries = may_fall_back ? 1 : pull_tries;
  const StepResult<void> fetched = co_await fetch(image, tries);
  if (fetched) {
    if (fetched_) fetched_(image);
    Outcome fresh = co_await stored(image);
    co_return fresh;
  }
  if (!may_fall_back || fetched.error().kind == StepErrorKind::engine_absent) {
    co_return std::unexpected(fetched.error());
  }
  silent_[registry] = clock_.now() + silence;
  log_.warn("stored image used", {{"image", image}, {"cause", fetched.error().text}});
  present->complaint = fetched.error().reason();
  co_return present;
}

asio::awaitable<ImagePuller::Outcome> ImagePuller::load_pause_image() {
  const Duration timeout = options_.times.create;
  std::string archive = options_.pause.archive;
  const Result<void> loaded = co_await engine_.load_image(std::move(archive), timeout);
  if (!loaded) {
    const EngineCall call{"CannotPullContainerError", "pulled", timeout};
    co_return std::unexpected(step_error(loaded.error(), call));
  }
  Outcome present = co_await stored(options_.pause.name);
  co_return present;
}

asio::awaitable<StepResult<void>> ImagePuller::fetch(std::string image, int tries) {
  const Duration timeout = options_.times.pull;
  const auto name = with_tag(image);
  Backoff backoff(between_tries, entropy_);
  while (true) {
    const Result<void> pulled = co_await engine_.pull_image(name, timeout);
    if (pulled) co_return StepResult<void>{};
    const EngineCall call{"CannotPullContainerError", "pulled", timeout};
    auto error = step_error(pulled.error(), call);
    const bool given_up = is_final(pulled.error()) || backoff.tries() + 1 >= tries;
    if (given_up || error.kind == StepErrorKind::engine_absent) {
      if (error.name == call.name) error.text.insert(0, pull_hint(error.text));
      co_return std::unexpected(std::move(error));
    }
    log_.warn("image pull repeated", {{"image", image}, {"cause", error.text}});
    const Duration delay = backoff.next();
    co_await ports::sleep_for(clock_, delay);
  }
}

asio::awaitable<ImagePuller::Outcome> ImagePuller::stored(std::string image) {
  const Duration timeout = options_.times.engine_call;
  const auto found = co_await engine_.inspect_image(image, timeout);
  if (found) co_return facts_of(*found, image);
  const EngineCall call{"CannotPullContainerError", "pulled", timeout};
  co_return std::unexpected(step_error(found.error(), call));
}

std::string registry_of(const std::string& image) {
  const auto halves = cut(image, '/');
  if (!halves) return "docker.io";
  const bool is_host =
      halves->before == "localhost" || halves->before.find_first_of(".:") != std::string_view::npos;
  return is_host ? std::string(halves->before) : "docker.io";
}

std::string with_tag(const std::string& image) {
  const auto name = split_image_name(image);
  return name.tag.empty() && name.digest.empty() ? image + ":latest" : image;
}

}  // namespace berth::agent::steps

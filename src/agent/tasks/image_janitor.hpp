#pragma once
// Removes images that this agent fetched for tasks and that no task wants any more. What it fetched
// is remembered on disk; images that people built or pulled themselves are never touched.

#include <functional>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "agent/options.hpp"
#include "agent/plan/image_cleanup.hpp"
#include "agent/steps/pull_image.hpp"
#include "agent/task_store.hpp"
#include "base/log.hpp"
#include "ports/clock.hpp"

namespace berth::agent::tasks {

class ImageJanitor {
 public:
  struct Tools {
    steps::ImagePuller& images;
    ports::Clock& clock;
    const AgentOptions& options;
    TaskStore& store;
    const Log& log;
    /// The images of all tasks that this host still knows.
    std::function<std::set<std::string>()> in_use;
  };

  explicit ImageJanitor(Tools tools) : tools_(std::move(tools)) {}

  /// What was fetched before the agent started.
  void start(plan::ImageRecords fetched) { fetched_ = std::move(fetched); }

  /// The image came from its registry just now.
  void fetched(const std::string& image);
  /// A task wanted the image up to now.
  void wanted(const std::string& image);

  /// Looks again and again until it is cancelled; returns at once where images shall stay.
  boost::asio::awaitable<void> run();

 private:
  boost::asio::awaitable<void> remove(std::string image);
  void note(const std::string& image);

  Tools tools_;
  plan::ImageRecords fetched_;
};

}  // namespace berth::agent::tasks

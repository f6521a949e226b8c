#include "agent/tasks/image_janitor.hpp"

#include <utility>

#include "ports/sleep.hpp"

namespace berth::agent::tasks {

namespace asio = boost::asio;

void ImageJanitor::fetched(const std::string& image) { note(image); }

void ImageJanitor::wanted(const std::string& image) {
  if (fetched_.contains(image)) note(image);
}

/// A row that cannot be written costs no more than an image that stays.
void ImageJanitor::note(const std::string& image) {
  auto& record = fetched_[image];
  record.last_wanted = tools_.clock.now();
  const auto saved = tools_.store.save_image(image, record);
  if (!saved) {
    tools_.log.warn("image not remembered", {{"image", image}, {"cause", saved.error().message}});
  }
}

asio::awaitable<void> ImageJanitor::run() {
  const auto& rules = tools_.options.image_cleanup;
  if (!rules || tools_.options.image_pull == ImagePullBehavior::prefer_cached) co_return;
  while (true) {
    const auto slept = co_await ports::sleep_for(tools_.clock, rules->interval);
    if (!slept) co_return;
    const auto unwanted =
        plan::images_to_remove(fetched_, tools_.in_use(), tools_.clock.now(), *rules);
    for (const auto& image : unwanted) {
      // A task may have come for it while others were removed.
      if (!tools_.in_use().contains(image)) co_await remove(image);
    }
  }
}

asio::awaitable<void> ImageJanitor::remove(std::string image) {
  auto name = image;
  const Result<void> removed = co_await tools_.images.remove(std::move(name));
  if (!removed && removed.error().code != ErrorCode::not_found) {
    tools_.log.info("image kept", {{"image", image}, {"cause", removed.error().message}});
    co_return note(image);
  }
  tools_.log.info("image removed", {{"image", image}});
  fetched_.erase(image);
  const auto erased = tools_.store.erase_image(image);
  if (!erased) {
    tools_.log.warn("image not forgotten", {{"image", image}, {"cause", erased.error().message}});
  }
}

}  // namespace berth::agent::tasks

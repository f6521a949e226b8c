#include "adapters/system/io_threads.hpp"

#include <algorithm>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

/// A context whose pending work can be destroyed while the context itself still exists.
class Context : public asio::io_context {
 public:
  using asio::io_context::io_context;

  void abandon() { shutdown(); }
};

}  // namespace

struct IoThreads::Pool {
  explicit Pool(unsigned count) : context(static_cast<int>(count)) {}

  Context context;
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  // Declared last: the threads end before what they use.
  std::vector<std::jthread> threads;
};

IoThreads::IoThreads(unsigned count) : pool_(std::make_unique<Pool>(std::max(count, 1u))) {
  for (unsigned i = 0; i < std::max(count, 1u); ++i) {
    pool_->threads.emplace_back([&context = pool_->context] { context.run(); });
  }
}

IoThreads::~IoThreads() { stop(); }

asio::any_io_executor IoThreads::executor() const { return pool_->context.get_executor(); }

void IoThreads::stop() {
  pool_->context.stop();
  pool_->threads.clear();
  pool_->context.abandon();
}

}  // namespace berth::adapters

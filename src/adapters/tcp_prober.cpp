#include "adapters/tcp_prober.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <string>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <fmt/core.h>

#include "base/text.hpp"

namespace berth::adapters {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using ports::ProbeOutcome;
using ports::ProbeResult;

constexpr std::size_t line_max = std::size_t{16} << 10;

enum class Input : unsigned char { open, ended };

/// Whether the path can stand in a request line without becoming something else.
bool is_one_word(std::string_view path) {
  return !path.empty() && std::ranges::all_of(path, [](char c) { return c > ' ' && c < 0x7f; });
}

std::string request_text(const ports::ProbeRequest& request) {
  return fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}:{}\r\nConnection: close\r\n"
      "User-Agent: ELB-HealthChecker/2.0\r\nAccept-Encoding: gzip, compressed\r\n\r\n",
      request.path, request.address, request.port);
}

}  // namespace

/// Who runs and who waits.
struct TcpProber::Queue : std::enable_shared_from_this<Queue> {
  struct Waiting {
    ports::ProbeRequest request;
    Done done;
  };

  asio::any_io_executor owner;
  ports::Clock& clock;
  std::deque<Waiting> waiting{};
  std::set<std::shared_ptr<Attempt>> running{};

  Queue(asio::any_io_executor executor, ports::Clock& time)
      : owner(std::move(executor)), clock(time) {}

  void begin(Waiting next);
  void end(const std::shared_ptr<Attempt>& attempt);
};

class TcpProber::Attempt : public std::enable_shared_from_this<Attempt> {
 public:
  Attempt(std::shared_ptr<Queue> queue, Queue::Waiting what)
      : queue_(std::move(queue)),
        socket_(queue_->owner),
        text_(request_text(what.request)),
        done_(std::move(what.done)) {}

  void begin(const ports::ProbeRequest& request);
  /// Ends without calling anybody.
  void abandon() {
    done_ = nullptr;
    finish({ProbeOutcome::failed, 0});
  }

 private:
  void write();
  void read();
  void look(Input input);
  void finish(ProbeResult result);

  std::shared_ptr<Queue> queue_;
  asio::ip::tcp::socket socket_;
  std::string text_;
  std::string answer_{};
  Done done_;
  ports::Clock::TimerId timer_ = 0;
  bool finished_ = false;
};

void TcpProber::Attempt::begin(const ports::ProbeRequest& request) {
  const auto self = shared_from_this();
  timer_ = queue_->clock.call_after(request.timeout,
                                    [self] { self->finish({ProbeOutcome::timed_out, 0}); });
  error_code error;
  const auto address = asio::ip::make_address(request.address, error);
  if (error || !is_one_word(request.path)) {
    queue_->clock.post([self] { self->finish({ProbeOutcome::failed, 0}); });
    return;
  }
  socket_.async_connect({address, request.port}, [self](error_code refused) {
    if (self->finished_) return;
    if (refused) return self->finish({ProbeOutcome::failed, 0});
    self->write();
  });
}

void TcpProber::Attempt::write() {
  asio::async_write(socket_, asio::buffer(text_),
                    [self = shared_from_this()](error_code unsent, std::size_t) {
                      if (self->finished_) return;
                      if (unsent) return self->finish({ProbeOutcome::failed, 0});
                      self->read();
                    });
}

void TcpProber::Attempt::read() {
  const auto have = answer_.size();
  answer_.resize(line_max);
  socket_.async_read_some(asio::buffer(answer_.data() + have, line_max - have),
                          [self = shared_from_this(), have](error_code end, std::size_t count) {
                            if (self->finished_) return;
                            self->answer_.resize(have + count);
                            self->look(end ? Input::ended : Input::open);
                          });
}

void TcpProber::Attempt::look(Input input) {
  const auto line_end = answer_.find('\n');
  if (line_end != std::string::npos) {
    const int status = status_of(trim(std::string_view(answer_).substr(0, line_end)));
    return finish({status == 0 ? ProbeOutcome::failed : ProbeOutcome::answered, status});
  }
  if (input == Input::ended || answer_.size() >= line_max) return finish({ProbeOutcome::failed, 0});
  read();
}

void TcpProber::Attempt::finish(ProbeResult result) {
  if (std::exchange(finished_, true)) return;
  queue_->clock.cancel(timer_);
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  const auto self = shared_from_this();
  if (auto done = std::exchange(done_, nullptr)) done(result);
  queue_->end(self);
}

void TcpProber::Queue::begin(Waiting next) {
  const auto request = next.request;
  const auto attempt = std::make_shared<Attempt>(shared_from_this(), std::move(next));
  running.insert(attempt);
  attempt->begin(request);
}

void TcpProber::Queue::end(const std::shared_ptr<Attempt>& attempt) {
  if (running.erase(attempt) == 0 || waiting.empty()) return;
  auto next = std::move(waiting.front());
  waiting.pop_front();
  begin(std::move(next));
}

TcpProber::TcpProber(asio::any_io_executor owner, ports::Clock& clock)
    : queue_(std::make_shared<Queue>(std::move(owner), clock)) {}

TcpProber::~TcpProber() {
  queue_->waiting.clear();
  for (const auto& attempt : std::exchange(queue_->running, {})) attempt->abandon();
}

void TcpProber::probe(ports::ProbeRequest request, Done done) {
  if (queue_->running.size() < probes_max) {
    queue_->begin({std::move(request), std::move(done)});
  } else if (queue_->waiting.size() < queue_max) {
    queue_->waiting.push_back({std::move(request), std::move(done)});
  } else {
    queue_->clock.post([done = std::move(done)]() mutable { done({ProbeOutcome::failed, 0}); });
  }
}

int status_of(std::string_view line) {
  const auto parts = cut(line, ' ');
  if (!parts || (parts->before != "HTTP/1.1" && parts->before != "HTTP/1.0")) return 0;
  const auto digits = parts->after.substr(0, parts->after.find(' '));
  const auto status = parse_unsigned(digits);
  if (digits.size() != 3 || !status || *status < 100) return 0;
  return static_cast<int>(*status);
}

}  // namespace berth::adapters

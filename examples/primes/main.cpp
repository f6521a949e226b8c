// A small web service for trying a load balancer, scaling and rolling updates: it counts primes, so
// a request costs as much processor time as the caller asks for.
//
//   GET /primes/N  counts the primes up to N and says which container did it.
//   GET /health    answers 200 at once, also while every worker is counting.
//
// One thread owns all sockets (epoll); a few workers only count. SIGTERM closes the listener and
// the idle connections, finishes every request that has begun, and ends with 0.

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <netinet/tcp.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t number_max = 10'000'000;
constexpr std::size_t head_max = 8192;  // Bytes of a request up to its empty line.
constexpr std::size_t connections_max = 1000;
// Longer than a load balancer keeps idle connections (60 s), so that it is never we who close
// first.
constexpr auto idle_max = std::chrono::seconds(75);
constexpr auto request_duration_max = std::chrono::seconds(10);

// Trial division on purpose: the cost is the point.
bool is_prime(std::uint32_t number) {
  if (number < 4) return number > 1;
  if (number % 2 == 0) return false;
  for (std::uint32_t divisor = 3; divisor * divisor <= number; divisor += 2) {
    if (number % divisor == 0) return false;
  }
  return true;
}

std::uint32_t count_primes(std::uint32_t number) {
  std::uint32_t count = 0;
  for (std::uint32_t n = 2; n <= number; ++n) count += is_prime(n) ? 1 : 0;
  return count;
}

std::string host_name() {
  char name[256] = {};
  gethostname(name, sizeof name - 1);
  return name;
}

std::string answer_for(std::uint32_t number) {
  const auto begin = Clock::now();
  const std::uint32_t primes = count_primes(number);
  const std::chrono::duration<double, std::milli> elapsed = Clock::now() - begin;
  char text[512];
  std::snprintf(text, sizeof text,
                R"({"containerId":"%s","givenNumber":%u,"numberOfPrimes":%u,"elapsedTime":%.3f})"
                "\n",
                host_name().c_str(), number, primes, elapsed.count());
  return text;
}

// What the workers share with the thread that owns the sockets.
class Counting {
 public:
  struct Job {
    std::uint64_t connection;
    std::uint32_t number;
  };
  struct Done {
    std::uint64_t connection;
    std::string body;
  };

  explicit Counting(unsigned workers) : wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    for (unsigned i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Counting() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    more_.notify_all();
    for (auto& thread : threads_) thread.join();
    close(wake_);
  }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;

  int wake_descriptor() const { return wake_; }

  void begin(Job job) {
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(job);
    }
    more_.notify_one();
  }

  std::vector<Done> take_done() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = read(wake_, &count, sizeof count);
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, {});
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      more_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      const Job job = jobs_.front();
      jobs_.pop_front();
      lock.unlock();
      Done done{job.connection, answer_for(job.number)};
      lock.lock();
      done_.push_back(std::move(done));
      const std::uint64_t one = 1;
      [[maybe_unused]] const auto put = write(wake_, &one, sizeof one);
    }
  }

  int wake_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Job> jobs_;
  std::vector<Done> done_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

struct Request {
  std::string_view method, path;
  bool keep_alive = true;
  bool has_body = false;
};

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Reads the lines before the empty line; nothing when they are not HTTP/1.
std::optional<Request> parse(std::string_view head) {
  const auto line = head.substr(0, head.find("\r\n"));
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == line.npos || first == last) return std::nullopt;
  const auto version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return std::nullopt;
  Request request{line.substr(0, first), line.substr(first + 1, last - first - 1)};
  request.keep_alive = version == "HTTP/1.1";
  head.remove_prefix(std::min(head.size(), line.size() + 2));
  while (!head.empty()) {
    const auto field = head.substr(0, head.find("\r\n"));
    head.remove_prefix(std::min(head.size(), field.size() + 2));
    const auto colon = field.find(':');
    if (colon == 0 || colon == field.npos) return std::nullopt;
    const auto name = field.substr(0, colon);
    const auto value = trimmed(field.substr(colon + 1));
    if (equal_without_case(name, "connection")) {
      if (equal_without_case(value, "close")) request.keep_alive = false;
    } else if (equal_without_case(name, "content-length")) {
      request.has_body = request.has_body || value != "0";
    } else if (equal_without_case(name, "transfer-encoding")) {
      request.has_body = true;
    }
  }
  return request;
}

struct Connection {
  int descriptor = -1;
  std::string input{};
  bool counting = false;  // Its request is with a worker.
  bool ended = false;     // The peer sends nothing more; it may still wait for answers.
  bool keep_alive = true;
  Clock::time_point deadline;
};

class Server {
 public:
  Server(int listener, int signals, unsigned workers)
      : listener_(listener), signals_(signals), counting_(workers), poll_(epoll_create1(0)) {
    watch(listener_, listener_key);
    watch(signals_, signal_key);
    watch(counting_.wake_descriptor(), done_key);
  }

  // Serves until SIGTERM or SIGINT came and every request that had begun is answered.
  void run() {
    while (!stopping_ || !connections_.empty()) {
      epoll_event events[64];
      const int count = epoll_wait(poll_, events, 64, 1000);
      for (int i = 0; i < count; ++i) handle(events[i].data.u64);
      drop_overdue();
    }
  }

 private:
  static constexpr std::uint64_t listener_key = 0, signal_key = 1, done_key = 2;

  void watch(int descriptor, std::uint64_t key) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = key;
    epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &event);
  }

  void handle(std::uint64_t key) {
    if (key == listener_key) return accept_all();
    if (key == signal_key) return begin_stop();
    if (key == done_key) return send_done();
    const auto found = connections_.find(key);
    if (found != connections_.end()) receive(key, found->second);
  }

  void accept_all() {
    while (!stopping_) {
      const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor < 0) return;
      if (connections_.size() >= connections_max) {
        close(descriptor);
        continue;
      }
      const int on = 1;
      setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const std::uint64_t key = next_key_++;
      connections_[key] = {.descriptor = descriptor, .deadline = Clock::now() + idle_max};
      watch(descriptor, key);
    }
  }

  // Connections that already wait in the backlog count as begun.
  void begin_stop() {
    accept_all();
    stopping_ = true;
    epoll_ctl(poll_, EPOLL_CTL_DEL, signals_, nullptr);
    close(listener_);
    std::vector<std::uint64_t> keys;
    for (const auto& [key, connection] : connections_) keys.push_back(key);
    for (const auto key : keys) {
      Connection& connection = connections_[key];
      receive(key, connection);
      const auto still = connections_.find(key);
      if (still == connections_.end()) continue;
      if (!still->second.counting && still->second.input.empty()) drop(key);
    }
  }

  void receive(std::uint64_t key, Connection& connection) {
    char bytes[4096];
    while (connection.input.size() <= head_max) {
      const auto count = recv(connection.descriptor, bytes, sizeof bytes, 0);
      if (count < 0) break;
      if (count == 0) {
        connection.ended = true;
        epoll_ctl(poll_, EPOLL_CTL_DEL, connection.descriptor, nullptr);
        break;
      }
      if (connection.input.empty() && !connection.counting) {
        connection.deadline = Clock::now() + request_duration_max;
      }
      connection.input.append(bytes, static_cast<std::size_t>(count));
    }
    if (connection.input.size() > head_max && connection.counting) return drop(key);
    serve_next(key, connection);
  }

  // Answers whole requests in the input until one needs counting or none is left. The connection
  // may be gone afterwards.
  void serve_next(std::uint64_t key, Connection& connection) {
    while (!connection.counting) {
      const auto end = connection.input.find("\r\n\r\n");
      if (end == std::string::npos || end > head_max) {
        if (connection.input.size() > head_max) return refuse(key, connection, "400 Bad Request");
        if (connection.ended) drop(key);
        return;
      }
      const std::string head = connection.input.substr(0, end);
      connection.input.erase(0, end + 4);
      const auto request = parse(head);
      if (!request || request->has_body) return refuse(key, connection, "400 Bad Request");
      connection.keep_alive = request->keep_alive && !stopping_;
      if (!serve(key, connection, *request)) return;
    }
  }

  // Whether the connection still exists.
  bool serve(std::uint64_t key, Connection& connection, const Request& request) {
    constexpr std::string_view prefix = "/primes/";
    if (request.method != "GET") return reply(key, connection, "405 Method Not Allowed", "{}\n");
    if (request.path == "/health") return reply(key, connection, "200 OK", "{\"status\":\"ok\"}\n");
    if (!request.path.starts_with(prefix)) return reply(key, connection, "404 Not Found", "{}\n");
    const auto text = request.path.substr(prefix.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number > number_max) {
      return reply(key, connection, "400 Bad Request",
                   "{\"message\":\"N is a whole number from 0 to 10000000\"}\n");
    }
    connection.counting = true;
    counting_.begin({key, number});
    return true;
  }

  void send_done() {
    for (const auto& done : counting_.take_done()) {
      const auto found = connections_.find(done.connection);
      if (found == connections_.end()) continue;
      found->second.counting = false;
      if (stopping_) found->second.keep_alive = false;
      if (reply(done.connection, found->second, "200 OK", done.body)) {
        serve_next(done.connection, found->second);
      }
    }
  }

  void refuse(std::uint64_t key, Connection& connection, std::string_view status) {
    connection.keep_alive = false;
    reply(key, connection, status, "{}\n");
  }

  // Answers are far smaller than a socket's buffer: what does not fit goes to a peer that is gone.
  bool reply(std::uint64_t key, Connection& connection, std::string_view status,
             std::string_view body) {
    std::string text = "HTTP/1.1 ";
    text.append(status).append("\r\nContent-Type: application/json\r\nContent-Length: ");
    text.append(std::to_string(body.size()));
    if (!connection.keep_alive) text.append("\r\nConnection: close");
    text.append("\r\n\r\n").append(body);
    const auto sent = send(connection.descriptor, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(text.size()) || !connection.keep_alive) {
      drop(key);
      return false;
    }
    connection.deadline = Clock::now() + idle_max;
    return true;
  }

  void drop(std::uint64_t key) {
    const auto found = connections_.find(key);
    shutdown(found->second.descriptor, SHUT_WR);
    close(found->second.descriptor);
    connections_.erase(found);
  }

  void drop_overdue() {
    const auto now = Clock::now();
    std::erase_if(connections_, [&](const auto& entry) {
      const bool overdue = !entry.second.counting && entry.second.deadline < now;
      if (overdue) close(entry.second.descriptor);
      return overdue;
    });
  }

  int listener_, signals_;
  Counting counting_;
  int poll_;
  bool stopping_ = false;
  std::uint64_t next_key_ = 3;
  std::unordered_map<std::uint64_t, Connection> connections_;
};

// A listening socket on every IPv4 address, or -1.
int listen_on(std::uint16_t port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return -1;
  return listen(descriptor, 511) == 0 ? descriptor : -1;
}

// Blocked before any thread starts, so that only the descriptor sees them.
int stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

}  // namespace

int main() {
  const char* text = std::getenv("PORT");
  const int port = text == nullptr ? 80 : std::atoi(text);
  if (port < 1 || port > 65535) {
    std::fprintf(stderr, "PORT is a number from 1 to 65535\n");
    return 2;
  }
  const int signals = stop_signals();
  const int listener = listen_on(static_cast<std::uint16_t>(port));
  if (listener < 0) {
    std::perror("cannot listen");
    return 1;
  }
  const unsigned workers = std::clamp(std::thread::hardware_concurrency(), 2U, 4U);
  std::printf("%s counts primes on port %d\n", host_name().c_str(), port);
  std::fflush(stdout);
  Server(listener, signals, workers).run();
  std::printf("stopped\n");
}

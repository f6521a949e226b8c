#include "adapters/cgroup/systemd_slice.hpp"

#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "adapters/cgroup/dbus_message.hpp"
#include "adapters/http/http_endpoint.hpp"
#include "adapters/http/io_deadline.hpp"
#include "base/text.hpp"

namespace berth::adapters {

namespace asio = boost::asio;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t serial = 1;
constexpr std::size_t greeting_size_max = 1'024;

DbusCall manager_call(std::string member, std::string signature, const DbusBody& body) {
  return {.destination = "org.freedesktop.systemd1",
          .path = "/org/freedesktop/systemd1",
          .interface = "org.freedesktop.systemd1.Manager",
          .member = std::move(member),
          .signature = std::move(signature),
          .body = body.bytes()};
}

/// The D-Bus greeting: a zero byte, who we are in hexadecimal digits of decimal digits, and no wait
/// for the answer before the call itself.
std::string greeting() {
  const auto user = fmt::format("{}", getuid());
  return std::string(1, '\0') + fmt::format("AUTH EXTERNAL {}\r\nBEGIN\r\n", hex(user));
}

/// Takes the line that answers the greeting off `received`; false while it is not whole.
Result<bool> take_greeting(std::string& received) {
  const auto end = received.find("\r\n");
  if (end == std::string::npos && received.size() < greeting_size_max) return false;
  if (!received.starts_with("OK ")) {
    return fail(ErrorCode::refused, "systemd does not let this user make slices.");
  }
  received.erase(0, end + 2);
  return true;
}

/// The answer to our one call, once it is whole.
Result<std::optional<DbusAnswer>> take_reply(std::string& received, bool& greeted) {
  if (!greeted) greeted = TRY(take_greeting(received));
  while (greeted) {
    auto answer = TRY(take_dbus_answer(received));
    if (!answer || answer->reply_to == serial) return answer;
  }
  return std::nullopt;
}

asio::awaitable<Result<DbusAnswer>> converse(StreamSocket& socket, std::string message) {
  auto [unsent, sent] = co_await asio::async_write(socket, asio::buffer(message), as_result);
  if (unsent) co_return fail(ErrorCode::unreachable, "systemd closed the connection.");
  std::string received;
  std::array<char, 4'096> piece{};
  bool greeted = false;
  while (true) {
    auto reply = take_reply(received, greeted);
    if (!reply) co_return std::unexpected(reply.error());
    if (*reply) co_return **reply;
    auto [unread, size] = co_await socket.async_read_some(asio::buffer(piece), as_result);
    if (unread) co_return fail(ErrorCode::unreachable, "systemd closed the connection.");
    received.append(piece.data(), size);
  }
}

asio::awaitable<Result<DbusAnswer>> call_systemd(std::string path, DbusCall call,
                                                 Duration timeout) {
  HttpEndpoint endpoint;
  endpoint.path = path;
  auto socket = co_await connect_to(endpoint, timeout);
  if (!socket) {
    co_return fail(socket.error().code, fmt::format("Cannot reach systemd at {}.", path));
  }
  IoDeadline deadline(socket->get_executor(), [&socket] {
    boost::system::error_code ignored;
    socket->cancel(ignored);
  });
  deadline.arm(timeout);
  std::string message = greeting() + dbus_message(call, serial);
  auto answer = co_await converse(*socket, std::move(message));
  if (!answer && deadline.expired()) {
    co_return fail(ErrorCode::timed_out, "systemd took too long to answer.");
  }
  co_return answer;
}

Result<void> outcome_of(const Result<DbusAnswer>& answer, std::string_view harmless) {
  if (!answer) return std::unexpected(answer.error());
  if (answer->error.empty() || answer->error == harmless) return {};
  return fail(ErrorCode::refused, fmt::format("systemd: {} ({})", answer->text, answer->error));
}

}  // namespace

asio::awaitable<Result<void>> start_slice(std::string socket, std::string name,
                                          SliceProperties properties, Duration timeout) {
  DbusBody body;
  body.text(name).text("replace").numbers(properties).empty_structs();
  auto call = manager_call("StartTransientUnit", "ssa(sv)a(sa(sv))", body);
  const auto answer = co_await call_systemd(std::move(socket), std::move(call), timeout);
  co_return outcome_of(answer, "org.freedesktop.systemd1.UnitExists");
}

asio::awaitable<Result<void>> stop_slice(std::string socket, std::string name, Duration timeout) {
  DbusBody body;
  body.text(name).text("replace");
  auto call = manager_call("StopUnit", "ss", body);
  const auto answer = co_await call_systemd(std::move(socket), std::move(call), timeout);
  co_return outcome_of(answer, "org.freedesktop.systemd1.NoSuchUnit");
}

}  // namespace berth::adapters

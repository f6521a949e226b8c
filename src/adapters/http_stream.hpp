#pragma once
// HTTP/1.1 over one fresh connection a request, to a TCP or a unix socket: what speaking to a
// container engine needs, above all answers that stream for hours (Docker's events, logs, pulls).
//
// Endpoints are "http://host:port" and "unix:///var/run/docker.sock". A coroutine's I/O runs on
// that coroutine's own executor, and so must every other call on the stream that it opened.
// Expected failures: unreachable (nobody listens, no such socket, connection lost before the
// answer's head), timed_out, canceled, closed, request_too_large (a limit below), validation (a bad
// endpoint).

#include <cstddef>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "base/http.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace berth::adapters {

/// Bounds on what a server may send before the request fails with request_too_large.
inline constexpr std::size_t http_answer_limit = std::size_t{64} << 20;
inline constexpr std::size_t http_line_limit = std::size_t{4} << 20;

/// Sends one request and reads the whole answer, whatever its status. `timeout` covers everything
/// from connecting to the last byte. Host and Content-Length are added when absent.
boost::asio::awaitable<Result<HttpResponse>> http_request(std::string endpoint, HttpRequest request,
                                                          Duration timeout);

/// An answer whose head has arrived and whose body is read as it comes. One reader at a time.
/// Destroying it closes the connection; no coroutine may be reading then.
class HttpStream {
 public:
  virtual ~HttpStream() = default;

  virtual int status() const = 0;
  virtual const HttpHeaders& headers() const = 0;

  /// The next line of the body without its line end; a last line without one counts. Docker writes
  /// one JSON event a line. Error closed: the body has ended, or close() was called; unreachable:
  /// the connection broke before its end. Error timed_out: nothing came in time; the stream stays
  /// usable, call again.
  virtual boost::asio::awaitable<Result<std::string>> next_line(Duration timeout) = 0;

  /// Whatever bytes come next, at least one: for bodies that are not lines (Docker's multiplexed
  /// logs). Same errors as next_line().
  virtual boost::asio::awaitable<Result<std::string>> next_bytes(Duration timeout) = 0;

  /// Everything up to the end of the body, at most http_answer_limit: for the text of a refusal.
  virtual boost::asio::awaitable<Result<std::string>> rest(Duration timeout) = 0;

  /// Ends the connection from any coroutine of the executor; a pending read answers closed.
  /// Harmless when repeated.
  virtual void close() = 0;
};

/// Sends one request and waits for the head of its answer, whatever its status. `timeout` covers
/// connecting, sending and the head, not the body.
boost::asio::awaitable<Result<std::unique_ptr<HttpStream>>> http_open(std::string endpoint,
                                                                      HttpRequest request,
                                                                      Duration timeout);

}  // namespace berth::adapters

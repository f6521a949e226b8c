#pragma once
// One request and its answer on a connected socket: the client's half of HTTP/1.1. The answer's
// body is read piece by piece. Time limits and closing are the owner's business: it closes or
// cancels the socket, and the pending call answers canceled. For use inside adapters only.

#include <cstddef>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "adapters/http/http_endpoint.hpp"
#include "adapters/http/http_head.hpp"
#include "base/http.hpp"
#include "base/result.hpp"

namespace berth::adapters {

class HttpExchange {
 public:
  /// `socket` must outlive the exchange.
  explicit HttpExchange(StreamSocket& socket);
  ~HttpExchange();
  HttpExchange(const HttpExchange&) = delete;
  HttpExchange& operator=(const HttpExchange&) = delete;

  /// Sends the request and reads the head of its answer. Error unreachable: the peer hung up first.
  boost::asio::awaitable<Result<void>> start(HttpRequest request, std::string authority,
                                             Persistence persistence);

  int status() const;
  const HttpHeaders& headers() const;

  /// The next bytes of the body; an empty text is its end. Usable again after canceled. Error
  /// closed: the peer hung up in the middle.
  boost::asio::awaitable<Result<std::string>> read_some();

  /// Everything up to the end; request_too_large beyond `limit` bytes.
  boost::asio::awaitable<Result<std::string>> read_rest(std::size_t limit);

  /// Whether any byte of an answer came.
  bool answered() const;
  /// Whether the connection can carry another exchange: the answer was read wholly and allows it.
  bool reusable() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace berth::adapters

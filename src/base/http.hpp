#pragma once
// HTTP messages as plain values, so that protocols, signatures and the simulator can handle them
// without any socket. Header names compare without case; a repeated header keeps its order.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace berth {

struct HttpHeader {
  std::string name, value;
  bool operator==(const HttpHeader&) const = default;
};

class HttpHeaders {
 public:
  HttpHeaders() = default;
  HttpHeaders(std::initializer_list<HttpHeader> headers) : headers_(headers) {}

  /// The first value of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  /// Replaces every header of that name by one.
  void set(std::string_view name, std::string value);
  void add(std::string name, std::string value);
  auto begin() const { return headers_.begin(); }
  auto end() const { return headers_.end(); }
  bool operator==(const HttpHeaders&) const = default;

 private:
  std::vector<HttpHeader> headers_;
};

struct HttpRequest {
  std::string method = "GET";
  /// Path and query exactly as sent ("/ws?cluster=default"): signatures cover these bytes.
  std::string target = "/";
  HttpHeaders headers;
  std::string body;
  /// Address of the caller without a port ("127.0.0.1"), filled in by the server side.
  std::string peer;
  /// The caller's port; 0 where there is none.
  std::uint16_t peer_port = 0;

  std::string_view path() const;
  std::string_view query() const;
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers;
  std::string body;
};

/// %XX and, where `plus` says so, '+' decoded; a broken escape stays as it is.
enum class PlusSign : unsigned char { literal, blank };
std::string percent_decode(std::string_view text, PlusSign plus);
/// RFC 3986: everything but unreserved characters becomes %XX.
std::string percent_encode(std::string_view text);

struct QueryPair {
  std::string name, value;
  bool operator==(const QueryPair&) const = default;
};
/// The decoded pairs of "a=1&b=2" in order.
std::vector<QueryPair> parse_query(std::string_view text, PlusSign plus);
std::optional<std::string> query_value(const std::vector<QueryPair>& pairs, std::string_view name);

}  // namespace berth

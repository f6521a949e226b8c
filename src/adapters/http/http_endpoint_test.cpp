#include "adapters/http/http_endpoint.hpp"

#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

std::string parsed(std::string_view text) {
  const auto endpoint = parse_endpoint(text);
  if (!endpoint) return endpoint.error().message;
  if (!endpoint->path.empty()) return "unix " + endpoint->path;
  return endpoint->host + " " + std::to_string(endpoint->port) + " " + endpoint->authority;
}

TEST(HttpEndpoint, reads_hosts_ports_and_unix_paths) {
  EXPECT_EQ(parsed("http://127.0.0.1:6420"), "127.0.0.1 6420 127.0.0.1:6420");
  EXPECT_EQ(parsed("HTTP://berth.example/"), "berth.example 80 berth.example");
  EXPECT_EQ(parsed("http://[::1]:80"), "::1 80 [::1]:80");
  EXPECT_EQ(parsed("http://[::1]"), "::1 80 [::1]");
  EXPECT_EQ(parsed("unix:///var/run/docker.sock"), "unix /var/run/docker.sock");
}

TEST(HttpEndpoint, says_what_is_wrong_with_others) {
  EXPECT_EQ(parsed("https://a"),
            "The endpoint 'https://a' uses TLS, which Berth's client cannot do yet.");
  EXPECT_EQ(parsed("a:80"), "The endpoint 'a:80' starts with neither http:// nor unix://.");
  EXPECT_EQ(parsed("http://"), "The endpoint 'http://' names no host.");
  EXPECT_EQ(parsed("http://:80"), "The endpoint 'http://:80' names no host.");
  EXPECT_EQ(parsed("http://a/b"), "The endpoint 'http://a/b' holds more than a host and a port.");
  EXPECT_EQ(parsed("http://u@a"), "The endpoint 'http://u@a' holds more than a host and a port.");
  EXPECT_EQ(parsed("http://[::1"), "The endpoint 'http://[::1' has a '[' without its ']'.");
  EXPECT_EQ(parsed("unix://docker.sock"),
            "The endpoint 'unix://docker.sock' names no absolute path of a unix socket.");
  for (const char* port : {"", "x", "0", "65536", "-1", "1:2"}) {
    EXPECT_EQ(parsed(std::string("http://a:") + port),
              std::string("The endpoint 'http://a:") + port + "' has no valid port.");
  }
}

}  // namespace
}  // namespace berth::adapters

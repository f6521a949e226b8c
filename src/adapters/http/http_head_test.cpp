#include "adapters/http/http_head.hpp"

#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

constexpr auto date = "Sun, 06 Nov 1994 08:49:37 GMT";

TEST(HttpHead, writes_requests_with_the_callers_host_first) {
  HttpRequest request{.method = "POST", .target = "/ws?a=1", .body = "{}"};
  request.headers = {{"X-Amz-Date", "d"}, {"host", "given:1"}, {"Content-Length", "99"}};
  EXPECT_EQ(request_head(request, "other:2", Persistence::keep_alive),
            "POST /ws?a=1 HTTP/1.1\r\nHost: given:1\r\nX-Amz-Date: d\r\nUser-Agent: berth\r\n"
            "Content-Length: 2\r\n\r\n");
  EXPECT_EQ(request_head({.method = "GET"}, "other:2", Persistence::close),
            "GET / HTTP/1.1\r\nHost: other:2\r\nUser-Agent: berth\r\nConnection: close\r\n\r\n");
}

TEST(HttpHead, refuses_targets_that_would_break_the_request_line) {
  EXPECT_FALSE(request_head({.target = "/a b"}, "h", Persistence::close));
  EXPECT_FALSE(request_head({.target = "/\r\nX: y"}, "h", Persistence::close));
  EXPECT_FALSE(request_head({.method = ""}, "h", Persistence::close));
}

TEST(HttpHead, adds_date_server_and_length_to_responses) {
  EXPECT_EQ(response_head({.status = 200, .body = "abc"}, date, Persistence::keep_alive),
            "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: berth\r\n"
            "Connection: keep-alive\r\nContent-Length: 3\r\n\r\n");
  HttpResponse own{.status = 599};
  own.headers = {{"Server", "S"}, {"date", "D"}, {"Transfer-Encoding", "chunked"}};
  EXPECT_EQ(response_head(own, date, Persistence::close),
            "HTTP/1.1 599 Status\r\nServer: S\r\ndate: D\r\nConnection: close\r\n"
            "Content-Length: 0\r\n\r\n");
  EXPECT_EQ(response_head({.status = 204}, date, Persistence::close).find("Content-Length"),
            std::string::npos);
}

TEST(HttpHead, lets_no_value_start_a_new_line) {
  HttpResponse response;
  response.headers = {{"X", "a\r\nSet-Cookie: b"}};
  const auto text = response_head(response, date, Persistence::close);
  EXPECT_EQ(text.find("\r\nSet-Cookie"), std::string::npos);
}

TEST(HttpHead, writes_dates_as_http_has_them) {
  EXPECT_EQ(http_date(*parse_instant("1994-11-06T08:49:37.999Z")), date);
  EXPECT_EQ(http_date(*parse_instant("2024-02-29T00:00:00Z")), "Thu, 29 Feb 2024 00:00:00 GMT");
}

}  // namespace
}  // namespace berth::adapters

#include "adapters/haproxy/config.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace berth::adapters::haproxy {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const ConfigOptions options{"runtime-3.sock", "haproxy", seconds(10), seconds(3600)};

Layout example() {
  Layout layout;
  layout.frontends = {
      {"listener:web", {{"172.31.0.10", 80}, {"127.32.1.4", 80}}, 80, "pool:g", seconds(60)},
      {"shared:8080", {{"127.0.0.1", 8080}}, 8080, "", milliseconds(1500)}};
  layout.backends["pool:g"] = {{SlotState::ready, "10.0.0.1", 8080, 3},
                               {SlotState::drain, "10.0.0.2", 8080, 1},
                               {SlotState::spare, "10.0.0.3", 8080, 1}};
  layout.hosts[8080] = {{"web.elb.local", "pool:g/1500"}};
  return layout;
}

/// A line that ends in a backslash goes on in the next; HAProxy's own lines cannot.
constexpr std::string_view golden = R"(
global
  stats socket unix@runtime-3.sock mode 600 level admin expose-fd listeners
  fd-hard-limit 65536
  hard-stop-after 3600000
  tune.bufsize 69632
  tune.maxrewrite 4096
  user haproxy

defaults
  mode http
  retries 0
  no option redispatch
  option http-keep-alive
  option idle-close-on-response
  option http-ignore-probes
  http-reuse safe
  timeout connect 10000
  timeout server 60000
  errorfile 400 error-400.http
  errorfile 408 error-408.http
  errorfile 500 error-500.http
  errorfile 502 error-502.http
  errorfile 504 error-504.http
  http-error status 503 content-type text/html lf-string\
 "<html>\r\n<head><title>%[date(0,ms),sub(txn.tried),div(9900),bool,iif('504 Gateway\
 Time-out','502 Bad Gateway')]</title></head>\r\n<body>\r\n<center><h1>%[date(0,ms),sub(txn.tried\
),div(9900),bool,iif('504 Gateway Time-out','502 Bad\
 Gateway')]</h1></center>\r\n</body>\r\n</html>\r\n"

frontend listener:web
  bind 172.31.0.10:80 transparent proto h1
  bind 127.32.1.4:80 transparent proto h1
  timeout client 60000
  timeout http-request 60000
  timeout http-keep-alive 60000
  http-request return status 405 errorfile error-405.http if METH_TRACE
  http-request return status 463 errorfile error-463.http if { req.hdr_cnt(X-Forwarded-For) gt\
 30 }
  http-request set-var(txn.idle) int(60000)
  http-request set-header Host %[dst] if !{ req.hdr(Host) -m found }
  acl forwarded_once req.fhdr_cnt(X-Forwarded-For) eq 1
  http-request set-header X-Forwarded-For "%[req.fhdr(X-Forwarded-For)], %[src]" if forwarded_once
  http-request add-header X-Forwarded-For %[src] if !forwarded_once
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Port 80
  http-request set-var-fmt(txn.time) "%{+X}Ts"
  http-request set-var(txn.random) uuid(),regsub(-,,g),bytes(0,24)
  http-request set-var-fmt(txn.trace) "1-%[var(txn.time),lower]-%[var(txn.random)]"
  acl traced req.fhdr(X-Amzn-Trace-Id) -m found
  acl rooted req.fhdr(X-Amzn-Trace-Id) -m sub Root=
  http-request set-header X-Amzn-Trace-Id "Self=%[var(txn.trace)];%[req.fhdr(X-Amzn-Trace-Id)]"\
 if rooted
  http-request set-header X-Amzn-Trace-Id "%[req.fhdr(X-Amzn-Trace-Id)];Root=%[var(txn.trace)]"\
 if traced !rooted
  http-request set-header X-Amzn-Trace-Id "Root=%[var(txn.trace)]" if !traced
  acl answered var(txn.answered) -m found
  acl tried var(txn.tried) -m found
  acl timed_out date(0,ms),sub(txn.tried),div(9900) ge 1
  http-after-response set-status 504 reason "Gateway Time-out" if { status 503 } tried !answered\
 timed_out
  http-after-response set-status 502 reason "Bad Gateway" if { status 503 } tried !answered\
 !timed_out
  http-after-response set-header Server awselb/2.0 if !answered
  http-after-response set-header Date "%[date,http_date]" if !answered
  default_backend pool:g

frontend shared:8080
  bind 127.0.0.1:8080 transparent proto h1
  timeout client 1500
  timeout http-request 1500
  timeout http-keep-alive 1500
  http-request return status 405 errorfile error-405.http if METH_TRACE
  http-request return status 463 errorfile error-463.http if { req.hdr_cnt(X-Forwarded-For) gt\
 30 }
  http-request set-var(txn.route) req.hdr(Host),field(1,:),lower,map(hosts-8080.map)
  http-request set-var(txn.route) str(*),map(hosts-8080.map) if !{ var(txn.route) -m found }
  http-request return status 503 errorfile error-503.http if !{ var(txn.route) -m found }
  http-request set-var(txn.idle) var(txn.route),field(2,/)
  http-request set-header Host %[dst] if !{ req.hdr(Host) -m found }
  http-request set-header Host "%[req.hdr(Host)]:8080" if !{ req.hdr(Host) -m sub : }
  acl forwarded_once req.fhdr_cnt(X-Forwarded-For) eq 1
  http-request set-header X-Forwarded-For "%[req.fhdr(X-Forwarded-For)], %[src]" if forwarded_once
  http-request add-header X-Forwarded-For %[src] if !forwarded_once
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Port 8080
  http-request set-var-fmt(txn.time) "%{+X}Ts"
  http-request set-var(txn.random) uuid(),regsub(-,,g),bytes(0,24)
  http-request set-var-fmt(txn.trace) "1-%[var(txn.time),lower]-%[var(txn.random)]"
  acl traced req.fhdr(X-Amzn-Trace-Id) -m found
  acl rooted req.fhdr(X-Amzn-Trace-Id) -m sub Root=
  http-request set-header X-Amzn-Trace-Id "Self=%[var(txn.trace)];%[req.fhdr(X-Amzn-Trace-Id)]"\
 if rooted
  http-request set-header X-Amzn-Trace-Id "%[req.fhdr(X-Amzn-Trace-Id)];Root=%[var(txn.trace)]"\
 if traced !rooted
  http-request set-header X-Amzn-Trace-Id "Root=%[var(txn.trace)]" if !traced
  acl answered var(txn.answered) -m found
  acl tried var(txn.tried) -m found
  acl timed_out date(0,ms),sub(txn.tried),div(9900) ge 1
  http-after-response set-status 504 reason "Gateway Time-out" if { status 503 } tried !answered\
 timed_out
  http-after-response set-status 502 reason "Bad Gateway" if { status 503 } tried !answered\
 !timed_out
  http-after-response set-header Server awselb/2.0 if !answered
  http-after-response set-header Date "%[date,http_date]" if !answered
  use_backend %[var(txn.route),field(1,/)]

backend pool:g
  balance roundrobin
  http-request return status 503 errorfile error-503.http if { nbsrv eq 0 } !{ stopping }
  http-request set-timeout server var(txn.idle)
  http-request set-timeout tunnel var(txn.idle)
  http-request set-var(txn.tried) date(0,ms)
  http-response set-var(txn.answered) bool(true)
  server s1 10.0.0.1:8080 weight 3
  server s2 0.0.0.0:1 disabled
  server s3 0.0.0.0:1 disabled
)";

std::string joined(std::string text) {
  for (auto at = text.find("\\\n"); at != std::string::npos; at = text.find("\\\n")) {
    text.erase(at, 2);
  }
  return text;
}

TEST(HaproxyConfig, TheTextOfALayout) {
  const auto text = render(example(), options);
  const auto first_line = cut(text, '\n');
  ASSERT_TRUE(first_line);
  EXPECT_EQ(first_line->before, "# shape " + shape_of(example(), options));
  EXPECT_EQ(first_line->after, joined(std::string(golden.substr(1))));
}

TEST(HaproxyConfig, WithoutAUserItStaysWhoItIs) {
  auto same = options;
  same.user.clear();
  EXPECT_EQ(render(example(), same).find("  user "), std::string::npos);
}

TEST(HaproxyConfig, ServersAndHostNamesDoNotChangeTheShape) {
  auto other = example();
  other.backends["pool:g"][1] = {SlotState::ready, "10.9.9.9", 1, 7};
  other.hosts[8080] = {{"x", "y/1"}};
  auto later = options;
  later.socket = "runtime-4.sock";
  EXPECT_EQ(shape_of(other, later), shape_of(example(), options));
}

TEST(HaproxyConfig, ListenersPoolsAndSlotsChangeTheShape) {
  auto port = example();
  port.frontends[0].port = 81;
  auto bind = example();
  bind.frontends[0].binds.pop_back();
  auto slots = example();
  slots.backends["pool:g"].emplace_back();
  auto pools = example();
  pools.backends["pool:h"] = {};
  for (const auto& layout : {port, bind, slots, pools}) {
    EXPECT_NE(shape_of(layout, options), shape_of(example(), options));
  }
}

TEST(HaproxyConfig, WhatAnEarlierRunWroteIsRead) {
  const auto facts = facts_of(render(example(), options));
  EXPECT_EQ(facts.shape, shape_of(example(), options));
  EXPECT_EQ(facts.binds,
            (std::vector<Bind>{{"172.31.0.10", 80}, {"127.32.1.4", 80}, {"127.0.0.1", 8080}}));
  EXPECT_TRUE(facts_of("").binds.empty());
  EXPECT_TRUE(facts_of("  bind x\n  bind 1.2.3.4:port\n").binds.empty());
}

TEST(HaproxyConfig, AMapHasALineAHost) {
  EXPECT_EQ(render_map({{"a.b", "p/1"}, {"*", "q/2"}}), "* q/2\na.b p/1\n");
  EXPECT_EQ(map_name(8080), "hosts-8080.map");
}

TEST(HaproxyConfig, PagesHaveTheSizesThatClientsKnow) {
  const std::map<std::string, std::string> lengths{
      {"error-502.http", "122"}, {"error-503.http", "162"}, {"error-504.http", "132"}};
  std::size_t found = 0;
  for (const auto& [name, text] : error_pages()) {
    EXPECT_TRUE(text.starts_with("HTTP/1.1 " + name.substr(6, 3))) << name;
    EXPECT_NE(text.find("\r\nServer: awselb/2.0\r\n"), std::string::npos);
    const auto length = lengths.find(name);
    if (length == lengths.end()) continue;
    ++found;
    EXPECT_NE(text.find("\r\nContent-Length: " + length->second + "\r\n"), std::string::npos);
  }
  EXPECT_EQ(found, lengths.size());
}

}  // namespace
}  // namespace berth::adapters::haproxy

#include "adapters/haproxy/config.hpp"

#include <iterator>
#include <string_view>

#include <fmt/core.h>

#include "base/text.hpp"

namespace berth::adapters::haproxy {
namespace {

using Text = std::back_insert_iterator<std::string>;

constexpr std::string_view shape_mark = "# shape ";
constexpr std::string_view bind_mark = "  bind ";

/// A connect timeout ends at this distance or later; a refusal comes long before it.
constexpr Duration timeout_slack = std::chrono::milliseconds(100);

struct Page {
  int status;
  std::string_view reason;
};
constexpr Page pages[] = {
    {400, "Bad Request"},
    {405, "Method Not Allowed"},
    {408, "Request Time-out"},
    {463, ""},
    {500, "Internal Server Error"},
    {502, "Bad Gateway"},
    {503, "Service Temporarily Unavailable"},
    {504, "Gateway Time-out"},
};

std::string page_name(int status) { return fmt::format("error-{}.http", status); }

std::string page_body(std::string_view title) {
  return fmt::format(
      "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n"
      "<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n",
      title);
}

/// For a "double quoted" word of the configuration.
std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char character : text) {
    if (character == '\r') {
      result += "\\r";
    } else if (character == '\n') {
      result += "\\n";
    } else {
      result += character;
    }
  }
  return result + '"';
}

/// Expires where HAProxy waited the whole connect timeout for the target.
std::string connect_timed_out(const ConfigOptions& options) {
  return fmt::format("date(0,ms),sub(txn.tried),div({})",
                     (options.connect_timeout - timeout_slack).count());
}

void render_global(Text out, const ConfigOptions& options) {
  fmt::format_to(out,
                 "global\n"
                 "  stats socket unix@{} mode 600 level admin expose-fd listeners\n"
                 "  fd-hard-limit 65536\n"
                 "  hard-stop-after {}\n"
                 "  tune.bufsize 69632\n"
                 "  tune.maxrewrite 4096\n",
                 options.socket, options.drain_max.count());
  if (!options.user.empty()) fmt::format_to(out, "  user {}\n", options.user);
}

/// HAProxy calls a target that it cannot reach 503, whatever the cause; its page says the status
/// that the response rules of the frontend then set.
void render_defaults(Text out, const ConfigOptions& options) {
  fmt::format_to(out,
                 "\ndefaults\n"
                 "  mode http\n"
                 "  retries 0\n"
                 "  no option redispatch\n"
                 "  option http-keep-alive\n"
                 "  option idle-close-on-response\n"
                 "  option http-ignore-probes\n"
                 "  http-reuse safe\n"
                 "  timeout connect {}\n"
                 "  timeout server 60000\n",
                 options.connect_timeout.count());
  for (const int status : {400, 408, 500, 502, 504}) {
    fmt::format_to(out, "  errorfile {} {}\n", status, page_name(status));
  }
  const auto title = fmt::format("%[{},bool,iif('504 Gateway Time-out','502 Bad Gateway')]",
                                 connect_timed_out(options));
  fmt::format_to(out, "  http-error status 503 content-type text/html lf-string {}\n",
                 quoted(page_body(title)));
}

/// Root=1-<time>-<96 bits>; an incoming Root stays and gets our Self in front.
void render_trace_id(Text out) {
  fmt::format_to(
      out,
      "  http-request set-var-fmt(txn.time) \"%{{+X}}Ts\"\n"
      "  http-request set-var(txn.random) uuid(),regsub(-,,g),bytes(0,24)\n"
      "  http-request set-var-fmt(txn.trace) \"1-%[var(txn.time),lower]-%[var(txn.random)]\"\n"
      "  acl traced req.fhdr(X-Amzn-Trace-Id) -m found\n"
      "  acl rooted req.fhdr(X-Amzn-Trace-Id) -m sub Root=\n"
      "  http-request set-header X-Amzn-Trace-Id"
      " \"Self=%[var(txn.trace)];%[req.fhdr(X-Amzn-Trace-Id)]\" if rooted\n"
      "  http-request set-header X-Amzn-Trace-Id"
      " \"%[req.fhdr(X-Amzn-Trace-Id)];Root=%[var(txn.trace)]\" if traced !rooted\n"
      "  http-request set-header X-Amzn-Trace-Id \"Root=%[var(txn.trace)]\" if !traced\n");
}

void render_request_headers(Text out, const Frontend& frontend) {
  fmt::format_to(out, "  http-request set-header Host %[dst] if !{{ req.hdr(Host) -m found }}\n");
  if (frontend.port != 80) {
    fmt::format_to(out,
                   "  http-request set-header Host \"%[req.hdr(Host)]:{}\""
                   " if !{{ req.hdr(Host) -m sub : }}\n",
                   frontend.port);
  }
  fmt::format_to(out,
                 "  acl forwarded_once req.fhdr_cnt(X-Forwarded-For) eq 1\n"
                 "  http-request set-header X-Forwarded-For"
                 " \"%[req.fhdr(X-Forwarded-For)], %[src]\" if forwarded_once\n"
                 "  http-request add-header X-Forwarded-For %[src] if !forwarded_once\n"
                 "  http-request set-header X-Forwarded-Proto http\n"
                 "  http-request set-header X-Forwarded-Port {}\n",
                 frontend.port);
  render_trace_id(out);
}

/// Finds the backend and the idle timeout of a request on the shared address.
void render_dispatch(Text out, const Frontend& frontend) {
  fmt::format_to(out,
                 "  http-request set-var(txn.route) req.hdr(Host),field(1,:),lower,map({0})\n"
                 "  http-request set-var(txn.route) str({1}),map({0})"
                 " if !{{ var(txn.route) -m found }}\n"
                 "  http-request return status 503 errorfile {2}"
                 " if !{{ var(txn.route) -m found }}\n"
                 "  http-request set-var(txn.idle) var(txn.route),field(2,/)\n",
                 map_name(frontend.port), any_host, page_name(503));
}

/// What HAProxy answers by itself gets the load balancer's own status and headers.
void render_response_rules(Text out, const ConfigOptions& options) {
  fmt::format_to(out,
                 "  acl answered var(txn.answered) -m found\n"
                 "  acl tried var(txn.tried) -m found\n"
                 "  acl timed_out {} ge 1\n"
                 "  http-after-response set-status 504 reason \"Gateway Time-out\""
                 " if {{ status 503 }} tried !answered timed_out\n"
                 "  http-after-response set-status 502 reason \"Bad Gateway\""
                 " if {{ status 503 }} tried !answered !timed_out\n"
                 "  http-after-response set-header Server awselb/2.0 if !answered\n"
                 "  http-after-response set-header Date \"%[date,http_date]\" if !answered\n",
                 connect_timed_out(options));
}

void render_frontend(Text out, const Frontend& frontend, const ConfigOptions& options) {
  fmt::format_to(out, "\nfrontend {}\n", frontend.name);
  for (const auto& bind : frontend.binds) {
    fmt::format_to(out, "{}{}:{} transparent proto h1\n", bind_mark, bind.address, bind.port);
  }
  const auto idle = frontend.idle_timeout.count();
  fmt::format_to(out,
                 "  timeout client {0}\n"
                 "  timeout http-request {0}\n"
                 "  timeout http-keep-alive {0}\n"
                 "  http-request return status 405 errorfile {1} if METH_TRACE\n"
                 "  http-request return status 463 errorfile {2}"
                 " if {{ req.hdr_cnt(X-Forwarded-For) gt 30 }}\n",
                 idle, page_name(405), page_name(463));
  if (frontend.backend.empty()) {
    render_dispatch(out, frontend);
  } else {
    fmt::format_to(out, "  http-request set-var(txn.idle) int({})\n", idle);
  }
  render_request_headers(out, frontend);
  render_response_rules(out, options);
  if (frontend.backend.empty()) {
    fmt::format_to(out, "  use_backend %[var(txn.route),field(1,/)]\n");
  } else {
    fmt::format_to(out, "  default_backend {}\n", frontend.backend);
  }
}

/// A draining server starts as a spare one: this process never sent it a request.
void render_slot(Text out, std::size_t number, const Slot& slot) {
  if (slot.state == SlotState::ready) {
    fmt::format_to(out, "  server s{} {}:{} weight {}\n", number, slot.address, slot.port,
                   slot.weight);
  } else {
    fmt::format_to(out, "  server s{} 0.0.0.0:1 disabled\n", number);
  }
}

/// A process that finishes its connections counts no server as usable, although they are.
void render_backend(Text out, const std::string& name, const Slots& slots) {
  fmt::format_to(
      out,
      "\nbackend {}\n"
      "  balance roundrobin\n"
      "  http-request return status 503 errorfile {} if {{ nbsrv eq 0 }} !{{ stopping }}\n"
      "  http-request set-timeout server var(txn.idle)\n"
      "  http-request set-timeout tunnel var(txn.idle)\n"
      "  http-request set-var(txn.tried) date(0,ms)\n"
      "  http-response set-var(txn.answered) bool(true)\n",
      name, page_name(503));
  for (std::size_t i = 0; i < slots.size(); ++i) render_slot(out, i + 1, slots[i]);
}

std::string render_proxies(const Layout& layout, const ConfigOptions& options) {
  std::string text;
  const Text out(text);
  render_defaults(out, options);
  for (const auto& frontend : layout.frontends) render_frontend(out, frontend, options);
  for (const auto& [name, slots] : layout.backends) render_backend(out, name, slots);
  return text;
}

}  // namespace

std::string render(const Layout& layout, const ConfigOptions& options) {
  std::string text(shape_mark);
  text += shape_of(layout, options) + "\n";
  render_global(Text(text), options);
  return text + render_proxies(layout, options);
}

std::string shape_of(const Layout& layout, const ConfigOptions& options) {
  Layout bare{layout.frontends, {}, {}};
  for (const auto& [name, slots] : layout.backends) bare.backends[name].resize(slots.size());
  return fmt::format("{:016x}", stable_hash(render_proxies(bare, options)));
}

ConfigFacts facts_of(std::string_view config) {
  ConfigFacts facts;
  for (auto line : split(config, '\n')) {
    if (line.starts_with(shape_mark)) facts.shape = line.substr(shape_mark.size());
    if (!line.starts_with(bind_mark)) continue;
    line.remove_prefix(bind_mark.size());
    const auto at = cut(line.substr(0, line.find(' ')), ':');
    if (!at) continue;
    const auto port = parse_unsigned(at->after);
    if (!port) continue;
    facts.binds.push_back({std::string(at->before), static_cast<std::uint16_t>(*port)});
  }
  return facts;
}

std::string map_name(std::uint16_t port) { return fmt::format("hosts-{}.map", port); }

std::string render_map(const HostRoutes& routes) {
  std::string text;
  for (const auto& [host, route] : routes) text += fmt::format("{} {}\n", host, route);
  return text;
}

std::vector<std::pair<std::string, std::string>> error_pages() {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& page : pages) {
    const auto title = fmt::format("{} {}", page.status, page.reason);
    const auto body = page.reason.empty() ? std::string() : page_body(title);
    files.emplace_back(page_name(page.status),
                       fmt::format("HTTP/1.1 {}\r\nServer: awselb/2.0\r\n"
                                   "Content-Type: text/html\r\nContent-Length: {}\r\n\r\n{}",
                                   title, body.size(), body));
  }
  return files;
}

}  // namespace berth::adapters::haproxy

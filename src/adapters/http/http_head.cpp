#include "adapters/http/http_head.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace berth::adapters {

namespace {

constexpr std::pair<int, std::string_view> statuses[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Payload Too Large"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

bool written_by_us(std::string_view name) {
  constexpr std::array<std::string_view, 3> ours = {"Content-Length", "Transfer-Encoding",
                                                    "Keep-Alive"};
  return std::ranges::any_of(ours, [&](std::string_view own) { return iequals(own, name); });
}

void append_cleaned(std::string& text, std::string_view value) {
  for (const char c : value) text += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
}

void append_header(std::string& text, std::string_view name, std::string_view value) {
  append_cleaned(text, name);
  text += ": ";
  append_cleaned(text, value);
  text += "\r\n";
}

bool printable(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != 127;
  });
}

bool sends_length(const HttpRequest& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
         request.method == "PATCH";
}

}  // namespace

Result<std::string> request_head(const HttpRequest& request, std::string_view authority,
                                 Persistence persistence) {
  if (!printable(request.method) || !printable(request.target)) {
    return fail(ErrorCode::validation, "The request's method or target holds blanks.");
  }
  std::string text = request.method + " " + request.target + " HTTP/1.1\r\n";
  append_header(text, "Host", request.headers.find("Host").value_or(authority));
  for (const auto& [name, value] : request.headers) {
    if (iequals(name, "Host") || written_by_us(name)) continue;
    append_header(text, name, value);
  }
  if (!request.headers.find("User-Agent")) append_header(text, "User-Agent", "berth");
  if (!request.headers.find("Connection") && persistence == Persistence::close) {
    append_header(text, "Connection", "close");
  }
  if (sends_length(request)) {
    append_header(text, "Content-Length", std::to_string(request.body.size()));
  }
  return text + "\r\n";
}

std::string response_head(const HttpResponse& response, std::string_view date,
                          Persistence persistence) {
  std::string text =
      fmt::format("HTTP/1.1 {} {}\r\n", response.status, status_text(response.status));
  for (const auto& [name, value] : response.headers) {
    if (iequals(name, "Connection") || written_by_us(name)) continue;
    append_header(text, name, value);
  }
  if (!response.headers.find("Date")) append_header(text, "Date", date);
  if (!response.headers.find("Server")) append_header(text, "Server", "berth");
  append_header(text, "Connection", persistence == Persistence::close ? "close" : "keep-alive");
  if (allows_body(response.status)) {
    append_header(text, "Content-Length", std::to_string(response.body.size()));
  }
  return text + "\r\n";
}

bool allows_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string http_date(Instant instant) {
  constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(instant - day)};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     days[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string_view status_text(int status) {
  const auto* found = std::ranges::find(statuses, status, &std::pair<int, std::string_view>::first);
  return found == std::end(statuses) ? "Status" : found->second;
}

}  // namespace berth::adapters

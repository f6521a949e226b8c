#include "base/http.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace berth {

namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::string_view> HttpHeaders::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      headers_, [&](const HttpHeader& header) { return iequals(header.name, name); });
  if (found == headers_.end()) return std::nullopt;
  return found->value;
}

void HttpHeaders::set(std::string_view name, std::string value) {
  std::erase_if(headers_, [&](const HttpHeader& header) { return iequals(header.name, name); });
  headers_.push_back({std::string(name), std::move(value)});
}

void HttpHeaders::add(std::string name, std::string value) {
  headers_.push_back({std::move(name), std::move(value)});
}

std::string_view HttpRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::query() const {
  const auto mark = target.find('?');
  if (mark == std::string::npos) return {};
  return std::string_view(target).substr(mark + 1);
}

std::string percent_decode(std::string_view text, PlusSign plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
        hex_digit(text[i + 2]) >= 0) {
      decoded += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else if (text[i] == '+' && plus == PlusSign::blank) {
      decoded += ' ';
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (only_alphanumeric_or(std::string_view(&c, 1), "-_.~")) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += digits[byte >> 4];
    encoded += digits[byte & 15];
  }
  return encoded;
}

std::vector<QueryPair> parse_query(std::string_view text, PlusSign plus) {
  std::vector<QueryPair> pairs;
  if (text.empty()) return pairs;
  for (const auto part : split(text, '&')) {
    if (part.empty()) continue;
    const auto halves = cut(part, '=').value_or(Cut{part, {}});
    pairs.push_back({percent_decode(halves.before, plus), percent_decode(halves.after, plus)});
  }
  return pairs;
}

std::optional<std::string> query_value(const std::vector<QueryPair>& pairs, std::string_view name) {
  const auto found =
      std::ranges::find_if(pairs, [&](const QueryPair& pair) { return pair.name == name; });
  if (found == pairs.end()) return std::nullopt;
  return found->value;
}

}  // namespace berth

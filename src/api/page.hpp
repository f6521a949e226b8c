#pragma once
// Pages of describe operations: a page is the part of sorted rows that follows the token, which
// names the last row of the page before. Rows that come or go in between change nothing else.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "wire/page.hpp"

namespace berth::api {

struct PageRequest {
  std::optional<std::string> token;
  std::size_t size = 0;
  /// How the service answers a token that it did not give.
  ErrorCode invalid_token{};
};

template <class Row>
struct Page {
  std::vector<Row> rows;
  std::optional<std::string> next_token;  // Absent on the last page.
};

/// `key_of` gives the text by which `rows` are sorted.
template <class Row, class KeyOf>
Result<Page<Row>> page_of(std::vector<Row> rows, const PageRequest& request, KeyOf key_of) {
  auto begin = rows.begin();
  if (request.token && !request.token->empty()) {
    const auto last = wire::read_page_token(*request.token);
    if (!last) return fail(request.invalid_token, "Invalid marker '" + *request.token + "'");
    begin = std::ranges::upper_bound(rows, *last, {}, key_of);
  }
  const auto left = static_cast<std::size_t>(rows.end() - begin);
  const auto count = static_cast<std::ptrdiff_t>(std::min(request.size, left));
  Page<Row> page{{std::make_move_iterator(begin), std::make_move_iterator(begin + count)}, {}};
  if (left > request.size) page.next_token = wire::page_token(key_of(page.rows.back()));
  return page;
}

}  // namespace berth::api

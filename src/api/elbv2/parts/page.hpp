#pragma once
// PageSize, Marker and NextMarker.

#include <string>
#include <utility>
#include <vector>

#include "api/page.hpp"

namespace berth::api::elbv2::parts {

/// What the API answers at most, and when the client gives no PageSize.
inline constexpr std::int32_t page_size_max = 400;

inline PageRequest page_request(const std::optional<std::string>& marker,
                                const std::optional<std::int32_t>& page_size) {
  return {marker, static_cast<std::size_t>(page_size.value_or(page_size_max)),
          ErrorCode::validation};
}

/// For pointers to rows that have an ARN and are sorted by it.
template <class Row>
Result<Page<const Row*>> page_by_arn(std::vector<const Row*> rows,
                                     const std::optional<std::string>& marker,
                                     const std::optional<std::int32_t>& page_size) {
  return page_of(std::move(rows), page_request(marker, page_size),
                 [](const Row* row) -> const std::string& { return row->arn.text(); });
}

}  // namespace berth::api::elbv2::parts

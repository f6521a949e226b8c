#pragma once
// Text as a terminal may have it: columns, and nothing that would move its cursor or change its
// colours. What tasks, images and clients are called is anybody's to choose.

#include <string>
#include <string_view>
#include <vector>

namespace berth::cli {

using Rows = std::vector<std::vector<std::string>>;

/// Columns padded to their widest cell; the first row is the heading. Cells are made printable.
std::string table(const Rows& rows);

/// Names and what they are, without those that are empty.
std::string facts(Rows rows);

/// Blanks in place of control characters, line ends among them, and of what is no UTF-8.
std::string printable(std::string_view text);

/// How many code points the text has.
std::size_t width(std::string_view text);

}  // namespace berth::cli

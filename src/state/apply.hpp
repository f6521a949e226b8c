#pragma once
// What every apply_*.cpp needs: putting and removing rows together with their index entries.

#include "state/state.hpp"

namespace berth::state {

template <class Key, class Row>
std::optional<Row> State::replace(Table<Key, Row>& table, const Key& key, const Row& row) {
  if constexpr (requires { unindex(row); }) {
    if (const Row* old = table.find(key)) unindex(*old);
  }
  auto old = table.put(key, row);
  // The row in the table: an index may point at it.
  if constexpr (requires { index(row); }) index(table.at(key));
  return old;
}

template <class Key, class Row>
void State::remove(Table<Key, Row>& table, const Key& key) {
  const Row* old = table.find(key);
  check(old != nullptr, "what is removed exists");
  if constexpr (requires { unindex(*old); }) unindex(*old);
  table.erase(key);
}

}  // namespace berth::state

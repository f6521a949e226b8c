#pragma once
// Rows in the order of their keys, and indexes over them. Both are plain memory: only State
// changes them, and only from apply().

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/check.hpp"

namespace berth::state {

template <class Key, class Row>
class Table {
 public:
  /// Null when there is no such row.
  const Row* find(const Key& key) const {
    const auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : &found->second;
  }

  /// The row that must exist.
  const Row& at(const Key& key) const {
    const Row* row = find(key);
    check(row != nullptr, "the row exists");
    return *row;
  }

  bool contains(const Key& key) const { return rows_.contains(key); }
  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }

  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  auto lower_bound(const Key& key) const { return rows_.lower_bound(key); }
  auto upper_bound(const Key& key) const { return rows_.upper_bound(key); }

  /// Answers the row that was there.
  std::optional<Row> put(Key key, Row row) {
    const auto [place, fresh] = rows_.try_emplace(std::move(key), std::move(row));
    if (fresh) return std::nullopt;
    // Otherwise try_emplace has moved from neither.
    return std::exchange(place->second, std::move(row));
  }
  void erase(const Key& key) { rows_.erase(key); }
  Row& edit(const Key& key) {
    const auto found = rows_.find(key);
    check(found != rows_.end(), "the row exists");
    return found->second;
  }

 private:
  std::map<Key, Row> rows_;
};

/// From a value to the keys of the rows that have it.
template <class Value, class Key>
class Index {
 public:
  const std::set<Key>& of(const Value& value) const {
    static const std::set<Key> none;
    const auto found = keys_.find(value);
    return found == keys_.end() ? none : found->second;
  }

  void add(const Value& value, const Key& key) { keys_[value].insert(key); }

  void remove(const Value& value, const Key& key) {
    const auto found = keys_.find(value);
    if (found == keys_.end()) return;
    found->second.erase(key);
    if (found->second.empty()) keys_.erase(found);
  }

  auto begin() const { return keys_.begin(); }
  auto end() const { return keys_.end(); }

 private:
  std::map<Value, std::set<Key>> keys_;
};

}  // namespace berth::state

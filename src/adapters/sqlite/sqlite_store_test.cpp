#include "adapters/sqlite/sqlite_store.hpp"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "adapters/sqlite/testing/test_directory.hpp"

namespace berth::adapters {
namespace {

using ports::Survives;
using Entries = std::map<std::string, std::string>;

Entries loaded_from(const std::string& directory) {
  auto store = SqliteStore::create(directory);
  EXPECT_TRUE(store);
  return (*store)->load().value();
}

TEST(SqliteStore, holds_its_rows_after_every_step) {
  TestDirectory directory;
  const auto step = [&](auto change) {
    auto store = SqliteStore::create(directory.path());
    ASSERT_TRUE(store);
    EXPECT_TRUE(change(**store));
  };
  EXPECT_EQ(loaded_from(directory.path()), Entries{});
  step([](auto& store) { return store.put("a", "1", Survives::loss_of_power); });
  step([](auto& store) { return store.put("b", std::string("\0x", 2), Survives::end_of_process); });
  EXPECT_EQ(loaded_from(directory.path()), (Entries{{"a", "1"}, {"b", std::string("\0x", 2)}}));
  step([](auto& store) { return store.put("a", "", Survives::end_of_process); });
  step([](auto& store) { return store.erase("b"); });
  step([](auto& store) { return store.erase("never there"); });
  EXPECT_EQ(loaded_from(directory.path()), (Entries{{"a", ""}}));
}

TEST(SqliteStore, belongs_to_one_process) {
  TestDirectory directory;
  const auto store = SqliteStore::create(directory.path());
  ASSERT_TRUE(store);
  const auto second = SqliteStore::create(directory.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message,
            "Another process already uses the store in " + directory.path() + ".");
}

}  // namespace
}  // namespace berth::adapters

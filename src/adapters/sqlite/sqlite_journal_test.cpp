#include "adapters/sqlite/sqlite_journal.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "adapters/sqlite/database.hpp"
#include "adapters/sqlite/testing/test_directory.hpp"

namespace berth::adapters {
namespace {

using ports::JournalRecord;
using ports::Sequence;

/// A journal in a directory, its owner's context, and what a restart finds.
class Opened {
 public:
  explicit Opened(std::string directory, std::int64_t size_max = 0) {
    auto created = SqliteJournal::create({std::move(directory), size_max}, context.get_executor());
    EXPECT_TRUE(created) << (created ? "" : created.error().message);
    if (created) journal = std::move(*created);
  }

  /// "snapshot@3:abc 4:d 5:e", or the error's text.
  std::string recovered() {
    auto recovery = journal->recover();
    if (!recovery) return recovery.error().message;
    std::string text;
    if (recovery->snapshot) {
      text = fmt::format("snapshot@{}:{}", recovery->snapshot->sequence, recovery->snapshot->bytes);
    }
    for (const auto& [sequence, bytes] : recovery->records) {
      text += fmt::format("{}{}:{}", text.empty() ? "" : " ", sequence, bytes);
    }
    return text;
  }

  /// Queues without waiting.
  void append(std::vector<JournalRecord> batch) {
    journal->append(std::move(batch), [this](Result<void> outcome) { note(std::move(outcome)); });
  }
  void snapshot(Sequence sequence, std::string bytes) {
    journal->store_snapshot({sequence, std::move(bytes)},
                            [this](Result<void> outcome) { note(std::move(outcome)); });
  }

  /// Waits for everything queued; what the last completion said.
  std::optional<Error> settle() {
    context.restart();
    context.run_for(std::chrono::seconds(20));
    return failure;
  }

  boost::asio::io_context context;
  std::unique_ptr<SqliteJournal> journal;
  int completions = 0;
  std::optional<Error> failure;

 private:
  void note(Result<void> outcome) {
    ++completions;
    failure = outcome ? std::nullopt : std::optional(outcome.error());
  }
};

std::string recovered_in(const std::string& directory) { return Opened(directory).recovered(); }

/// Damages a journal as no journal would.
void meddle(const std::string& directory, const char* sql) {
  auto database = Database::open({.directory = directory, .name = "journal", .version = 2});
  ASSERT_TRUE(database);
  EXPECT_TRUE((*database)->execute(sql));
}

TEST(SqliteJournal, holds_after_every_step_what_was_synced) {
  TestDirectory directory;
  EXPECT_EQ(recovered_in(directory.path()), "");
  {
    Opened journal(directory.path());
    EXPECT_EQ(journal.recovered(), "");
    journal.append({{1, "a"}, {2, std::string("b\0c", 3)}});
    EXPECT_EQ(journal.settle(), std::nullopt);
  }
  EXPECT_EQ(recovered_in(directory.path()), std::string("1:a 2:b\0c", 9));
  {
    Opened journal(directory.path());
    journal.recovered();
    journal.append({{3, ""}});
    journal.snapshot(2, "AB");
    EXPECT_EQ(journal.settle(), std::nullopt);
  }
  EXPECT_EQ(recovered_in(directory.path()), "snapshot@2:AB 3:");
  {
    Opened journal(directory.path());
    journal.recovered();
    journal.snapshot(3, "ABC");
    journal.append({{4, "d"}});
    EXPECT_EQ(journal.settle(), std::nullopt);
  }
  EXPECT_EQ(recovered_in(directory.path()), "snapshot@3:ABC 4:d");
}

TEST(SqliteJournal, completes_in_order_and_not_inside_the_call) {
  TestDirectory directory;
  Opened journal(directory.path());
  journal.recovered();
  std::vector<int> order;
  constexpr int count = 2000;
  for (int i = 1; i <= count; ++i) {
    journal.journal->append({{static_cast<Sequence>(i), "x"}},
                            [&order, i](Result<void>) { order.push_back(i); });
  }
  EXPECT_TRUE(order.empty());
  journal.settle();
  ASSERT_EQ(order.size(), std::size_t{count});
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST(SqliteJournal, writes_what_is_queued_before_it_is_destroyed) {
  TestDirectory directory;
  {
    Opened journal(directory.path());
    journal.recovered();
    for (Sequence i = 1; i <= 3; ++i) journal.append({{i, "x"}});
    journal.journal.reset();
    journal.settle();
    EXPECT_EQ(journal.completions, 3);
  }
  EXPECT_EQ(recovered_in(directory.path()), "1:x 2:x 3:x");
}

TEST(SqliteJournal, stays_failed_after_a_gap) {
  TestDirectory directory;
  {
    Opened journal(directory.path());
    journal.recovered();
    journal.append({{1, "a"}});
    EXPECT_EQ(journal.settle(), std::nullopt);
    journal.append({{3, "c"}});
    const Error gap{ErrorCode::corrupt, "The journal has record 3 where record 2 belongs."};
    EXPECT_EQ(journal.settle(), gap);
    journal.append({{2, "b"}});
    EXPECT_EQ(journal.settle(), gap);
    EXPECT_EQ(journal.completions, 3);
  }
  EXPECT_EQ(recovered_in(directory.path()), "1:a");
}

TEST(SqliteJournal, refuses_to_recover_with_a_gap) {
  TestDirectory directory;
  {
    Opened journal(directory.path());
    journal.recovered();
    journal.append({{1, "a"}, {2, "b"}, {3, "c"}});
    journal.settle();
  }
  meddle(directory.path(), "DELETE FROM record WHERE sequence = 2");
  EXPECT_EQ(recovered_in(directory.path()), "The journal has record 3 where record 2 belongs.");
  meddle(directory.path(), "DELETE FROM record WHERE sequence = 1");
  EXPECT_EQ(recovered_in(directory.path()), "The journal has record 3 where record 1 belongs.");
  meddle(directory.path(), "INSERT INTO snapshot VALUES (1, x'61')");
  EXPECT_EQ(recovered_in(directory.path()), "The journal has record 3 where record 2 belongs.");
}

Error refusal(const std::string& directory) {
  boost::asio::io_context context;
  const auto created = SqliteJournal::create({directory}, context.get_executor());
  return created ? Error{} : created.error();
}

TEST(SqliteJournal, belongs_to_one_process) {
  TestDirectory directory;
  {
    Opened journal(directory.path());
    EXPECT_EQ(refusal(directory.path()),
              (Error{ErrorCode::refused,
                     "Another process already uses the journal in " + directory.path() + "."}));
  }
  EXPECT_EQ(refusal(directory.path()), Error{});
}

TEST(SqliteJournal, is_readable_by_its_owner_only) {
  TestDirectory directory;
  const std::string inside = directory.path() + "/new/state";
  Opened journal(inside);
  using std::filesystem::perms;
  const auto mode = [](const std::string& path) {
    return std::filesystem::status(path).permissions();
  };
  EXPECT_EQ(mode(inside), perms::owner_all);
  for (const char* file : {"/journal.db", "/journal.db-wal", "/journal.lock"}) {
    EXPECT_EQ(mode(inside + file), perms::owner_read | perms::owner_write) << file;
  }
}

TEST(SqliteJournal, refuses_files_that_are_not_its_own) {
  TestDirectory directory;
  std::ofstream(directory.path() + "/journal.db") << std::string(5000, 'x');
  EXPECT_EQ(refusal(directory.path()).code, ErrorCode::corrupt);
  for (const char* format : {"1", "3"}) {
    TestDirectory other;
    Opened(other.path()).recovered();
    meddle(other.path(), fmt::format("PRAGMA user_version={}", format).c_str());
    EXPECT_EQ(refusal(other.path()).message,
              fmt::format("{}/journal.db has format {}, this program writes format 2.",
                          other.path(), format));
  }
  EXPECT_EQ(refusal("/proc/nowhere").code, ErrorCode::input_output);
}

TEST(SqliteJournal, answers_disk_full_and_keeps_what_was_synced) {
  TestDirectory directory;
  {
    Opened journal(directory.path(), 100'000);
    journal.recovered();
    journal.append({{1, "a"}});
    EXPECT_EQ(journal.settle(), std::nullopt);
    journal.append({{2, "b"}, {3, std::string(200'000, 'x')}});
    ASSERT_TRUE(journal.settle());
    EXPECT_EQ(journal.failure->code, ErrorCode::disk_full);
  }
  EXPECT_EQ(recovered_in(directory.path()), "1:a");
}

}  // namespace
}  // namespace berth::adapters

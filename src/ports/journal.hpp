#pragma once
// The durable log of commands. Records are opaque bytes in one strict order; a record counts once
// `synced` was called for it, and after a crash exactly a prefix of the appended records remains
// that holds at least every synced one. A failed sync is final: the owner must stop the process.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace berth::ports {

using Sequence = std::uint64_t;

struct JournalRecord {
  Sequence sequence = 0;
  std::string bytes;
};

struct JournalSnapshot {
  /// The last record that the snapshot contains.
  Sequence sequence = 0;
  std::string bytes;
};

struct JournalRecovery {
  std::optional<JournalSnapshot> snapshot;
  /// Every record after the snapshot, in order, without gaps.
  std::vector<JournalRecord> records;
};

class Journal {
 public:
  using Synced = std::move_only_function<void(Result<void>)>;

  virtual ~Journal() = default;

  /// Reads what is there. Called once, before anything is appended.
  virtual Result<JournalRecovery> recover() = 0;

  /// Writes a batch as one group commit. Batches are appended in the order of the calls, and each
  /// `synced` runs on the owner's executor, in that order, never inside this call.
  virtual void append(std::vector<JournalRecord> batch, Synced synced) = 0;

  /// Stores a snapshot; records up to it may then be dropped. Same rules as append.
  virtual void store_snapshot(JournalSnapshot snapshot, Synced synced) = 0;
};

}  // namespace berth::ports

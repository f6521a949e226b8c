#pragma once
// Journal records and snapshots as bytes: CBOR by the shapes of commands and rows
// (docs/journal.md). Bytes that do not decode answer `corrupt`.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "state/snapshot.hpp"

namespace berth::ledger {

std::string encode_entry(const state::Entry& entry);
Result<state::Entry> decode_entry(std::string_view bytes);

std::string encode_snapshot(const state::Snapshot& snapshot);
Result<state::Snapshot> decode_snapshot(std::string_view bytes);

}  // namespace berth::ledger

#include "ledger/entry.hpp"

#include "wire/cbor/cbor.hpp"

namespace berth::ledger {

namespace {

Result<void> decode(const Shape& shape, std::string_view bytes, void* value) {
  auto done = wire::cbor::decode(shape, bytes, value);
  if (done) return {};
  return fail(ErrorCode::corrupt, "A journal record cannot be read: " + done.error().message);
}

}  // namespace

std::string encode_entry(const state::Entry& entry) {
  return wire::cbor::encode(state::entry_shape(), &entry);
}

Result<state::Entry> decode_entry(std::string_view bytes) {
  state::Entry entry;
  TRY_VOID(decode(state::entry_shape(), bytes, &entry));
  return entry;
}

std::string encode_snapshot(const state::Snapshot& snapshot) {
  return wire::cbor::encode(state::snapshot_shape(), &snapshot);
}

Result<state::Snapshot> decode_snapshot(std::string_view bytes) {
  state::Snapshot snapshot;
  TRY_VOID(decode(state::snapshot_shape(), bytes, &snapshot));
  return snapshot;
}

}  // namespace berth::ledger

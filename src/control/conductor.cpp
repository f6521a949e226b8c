#include "control/conductor.hpp"

#include <algorithm>

namespace berth::control {

namespace {

/// Loops that still change something after so many rounds continue in the next turn, so that
/// requests get theirs.
constexpr int rounds_max = 8;

}  // namespace

Conductor::Conductor(ledger::Ledger& ledger, ports::Clock& clock) : ledger_(ledger), clock_(clock) {
  ledger_.watch(*this);
}

Conductor::~Conductor() { clock_.cancel(timer_); }

void Conductor::start() {
  started_ = true;
  for (auto* loop : loops_) loop->start();
  schedule(clock_.now());
}

void Conductor::on_change(const state::Change& change) {
  for (auto* loop : loops_) loop->on_change(change);
  if (started_) schedule(clock_.now());
}

void Conductor::wake() {
  if (started_) schedule(clock_.now());
}

void Conductor::schedule(Instant when) {
  if (scheduled_ && *scheduled_ <= when) return;
  if (scheduled_) clock_.cancel(timer_);
  scheduled_ = when;
  timer_ = clock_.call_at(when, [this] { turn(); });
}

void Conductor::turn() {
  // Changes made by the loops themselves are seen in the rounds below.
  scheduled_ = Instant::min();
  const auto now = clock_.now();
  bool busy = true;
  for (int round = 0; busy && round < rounds_max; ++round) {
    const auto before = ledger_.applied();
    for (auto* loop : loops_) loop->step(now);
    busy = ledger_.applied() != before;
  }
  scheduled_.reset();
  std::optional<Instant> next = busy ? std::optional(now) : std::nullopt;
  for (const auto* loop : loops_) {
    const auto due = loop->due();
    if (due && (!next || *due < *next)) next = due;
  }
  if (next) schedule(std::max(*next, now));
}

}  // namespace berth::control

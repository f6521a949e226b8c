#pragma once
// The Courier port over a Transport: one request for each parcel, its answer's body dropped.

#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "ports/courier.hpp"
#include "ports/transport.hpp"

namespace berth::adapters {

class TransportCourier final : public ports::Courier {
 public:
  /// `transport` must outlive the executor's run.
  TransportCourier(ports::Transport& transport, boost::asio::any_io_executor owner)
      : transport_(transport), owner_(std::move(owner)) {}

  void carry(ports::Parcel parcel, Done done) override;

 private:
  ports::Transport& transport_;
  boost::asio::any_io_executor owner_;
  /// Parcels under way hold it weakly: with the courier gone nobody waits for them.
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace berth::adapters

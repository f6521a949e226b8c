#include "adapters/transport_courier.hpp"

#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>

namespace berth::adapters {

namespace asio = boost::asio;

void TransportCourier::carry(ports::Parcel parcel, Done done) {
  auto work =
      transport_.request(std::move(parcel.endpoint), std::move(parcel.request), parcel.timeout);
  auto finish = [alive = std::weak_ptr(alive_), done = std::move(done)](
                    const std::exception_ptr& broken, Result<HttpResponse> answer) mutable {
    if (alive.expired()) return;
    if (broken) return done(fail(ErrorCode::input_output, "The request broke off."));
    if (!answer) return done(std::unexpected(std::move(answer).error()));
    done(answer->status);
  };
  asio::co_spawn(owner_, std::move(work), std::move(finish));
}

}  // namespace berth::adapters

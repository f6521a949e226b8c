#include "adapters/http/run_on.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace berth::adapters {

Error error_of(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const boost::system::system_error& failure) {
    if (failure.code() == boost::asio::error::operation_aborted) {
      return {ErrorCode::canceled, "The operation was canceled."};
    }
    return {ErrorCode::input_output, failure.what()};
  } catch (const std::exception& failure) {
    return {ErrorCode::server_failure, failure.what()};
  } catch (...) {
    return {ErrorCode::server_failure, "An unknown exception escaped."};
  }
}

}  // namespace berth::adapters

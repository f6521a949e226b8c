#include "api/members.hpp"

#include <fmt/format.h>

namespace berth::api {

std::unexpected<Error> refuse_member(std::string_view member) {
  return fail(ErrorCode::unsupported_operation,
              fmt::format("Berth does not support the request member '{}'.", member));
}

std::unexpected<Error> refuse_value(std::string_view member, std::string_view value,
                                    std::string_view accepted) {
  return fail(ErrorCode::unsupported_operation,
              fmt::format("Berth does not support the value '{}' of the request member '{}', only "
                          "'{}'.",
                          value, member, accepted));
}

}  // namespace berth::api

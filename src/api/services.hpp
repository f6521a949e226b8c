#pragma once
// The services that Berth answers: their models and their operation functions.

#include <span>
#include <string_view>

#include "api/operation.hpp"
#include "base/service_model.hpp"

namespace berth::api {

std::span<const ServiceModel* const> services();

/// The function behind an operation of a service's model.
Invoke find_function(const ServiceModel& service, std::string_view operation);

}  // namespace berth::api

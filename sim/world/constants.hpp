#pragma once
// Names and sizes that every run shares.

#include <string_view>

#include "base/time.hpp"
#include "wire/sigv4.hpp"

namespace berth::sim {

inline constexpr std::string_view region = "us-east-1";
inline constexpr std::string_view account = "000000000000";
inline constexpr std::string_view server_site = "core";
inline constexpr std::string_view server_address = "10.0.0.1";
inline constexpr std::string_view server_authority = "core:6420";
inline constexpr std::string_view server_endpoint = "http://core:6420";
inline constexpr std::string_view operator_site = "desk";
inline constexpr std::string_view operator_address = "10.0.0.2";

/// What a supervisor waits before it starts a program again that ended by itself.
inline constexpr Duration agent_restart_delay{2000};
inline constexpr Duration server_restart_delay{1000};

/// What agents wait between looks at their containers, as Amazon's does.
inline constexpr Duration inspection_interval{std::chrono::minutes{5}};

inline wire::Credentials root_key() {
  return wire::Credentials{"AKIASIMULATED0000000", Secret("simulated"), ""};
}

}  // namespace berth::sim

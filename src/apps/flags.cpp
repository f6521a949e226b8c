#include "apps/flags.hpp"

#include "base/text.hpp"

namespace berth::apps {

const std::map<std::string, std::int32_t>& time_units() {
  static const std::map<std::string, std::int32_t> units = {{"s", 1}, {"m", 60}, {"h", 3600}};
  return units;
}

bool is_loopback(const std::string& listen) {
  const auto halves = cut_last(listen, ':');
  const auto host = halves ? halves->before : std::string_view(listen);
  return host.starts_with("127.") || host == "localhost" || host == "[::1]" || host == "::1";
}

}  // namespace berth::apps

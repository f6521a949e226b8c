#include "apps/flags.hpp"

#include "base/text.hpp"

namespace berth::apps {

bool is_loopback(const std::string& listen) {
  const auto halves = cut_last(listen, ':');
  const auto host = halves ? halves->before : std::string_view(listen);
  return host.starts_with("127.") || host == "localhost" || host == "[::1]" || host == "::1";
}

}  // namespace berth::apps

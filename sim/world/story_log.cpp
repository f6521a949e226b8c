#include "sim/world/story_log.hpp"

#include <utility>

namespace berth::sim {

Log story_log(const Story& story, std::string who) {
  if (!story.wants(Detail::full)) return {};
  auto sink = [&story, who = std::move(who)](LogLevel, std::string_view event,
                                             const LogField* fields, std::size_t count) {
    std::string line(event);
    for (std::size_t i = 0; i < count; ++i) {
      line += ' ';
      line += fields[i].name;
      line += '=';
      line += fields[i].value;
    }
    story.tell(Detail::full, who, line);
  };
  return Log(LogLevel::debug, std::move(sink));
}

}  // namespace berth::sim

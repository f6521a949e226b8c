#include "agent/inside/question.hpp"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace berth::agent::inside {

namespace {

using Words = std::vector<std::string>;

Words words_of(std::string_view path) {
  Words words;
  for (const auto part : split(path, '/')) {
    words.push_back(percent_decode(part, PlusSign::literal));
  }
  words.erase(words.begin());  // Before the first slash.
  if (words.size() > 1 && words.back().empty()) words.pop_back();
  return words;
}

std::string joined(const Words& words, std::size_t from) {
  return join(
      {words.begin() + static_cast<std::ptrdiff_t>(std::min(from, words.size())), words.end()},
      "/");
}

Question first_version(const HttpRequest& request, const Words& words) {
  if (joined(words, 1) != "credentials") return {};
  const auto pairs = parse_query(request.query(), PlusSign::blank);
  return {
      .api = Api::v1, .subject = Subject::credentials, .id = query_value(pairs, "id").value_or("")};
}

Question second_version(const Words& words) {
  Question question{.api = Api::v2};
  if (words.size() > 3 || words.size() < 2) return question;
  const bool one = words.size() == 3 && !words[2].empty();
  if (one) question.id = words[2];
  if (words[1] == "credentials") question.subject = Subject::credentials;
  if (words[1] == "metadata" || words[1] == "metadataWithTags") {
    question.subject = one ? Subject::container : Subject::task;
  }
  if (words[1] == "metadataWithTags") question.tags = Tags::with;
  if (words[1] == "stats") question.subject = one ? Subject::container_stats : Subject::task_stats;
  return question;
}

Question later_version(Api api, const Words& words) {
  Question question{.api = api};
  if (words.size() < 2 || words[1].empty()) return question;
  question.id = words[1];
  const auto rest = joined(words, 2);
  static const std::map<std::string, Subject> subjects{{"", Subject::container},
                                                       {"task", Subject::task},
                                                       {"taskWithTags", Subject::task},
                                                       {"stats", Subject::container_stats},
                                                       {"task/stats", Subject::task_stats}};
  if (const auto found = subjects.find(rest); found != subjects.end()) {
    question.subject = found->second;
    if (rest == "taskWithTags") question.tags = Tags::with;
    return question;
  }
  if (words[2] != "associations" || words.size() < 4) return question;
  question.type = words[3];
  question.name = joined(words, 4);
  question.subject = question.name.empty() ? Subject::associations : Subject::association;
  return question;
}

Question agent_question(const Words& words) {
  Question question{.api = Api::agent};
  if (words.size() < 3 || words[1].empty()) return question;
  question.id = words[1];
  if (joined(words, 2) == "task-protection/v1/state") question.subject = Subject::protection;
  if (words.size() != 6 || words[2] != "fault" || words[3] != "v1") return question;
  const bool kind = words[4] == "network-blackhole-port" || words[4] == "network-latency" ||
                    words[4] == "network-packet-loss";
  if (!kind || (words[5] != "start" && words[5] != "stop" && words[5] != "status")) return question;
  question.subject = Subject::fault;
  question.type = words[4];
  question.name = words[5];
  return question;
}

}  // namespace

Question parse_question(const HttpRequest& request) {
  const auto words = words_of(request.path());
  if (words.empty()) return {};
  if (words[0] == "v1") return first_version(request, words);
  if (words[0] == "v2") return second_version(words);
  if (words[0] == "v3") return later_version(Api::v3, words);
  if (words[0] == "v4") return later_version(Api::v4, words);
  if (words[0] == "api") return agent_question(words);
  return {};
}

std::string version_text(Api api) {
  switch (api) {
    case Api::v1: return "V1";
    case Api::v2: return "V2";
    case Api::v3: return "V3";
    case Api::v4: return "V4";
    case Api::agent: return "Agent API";
  }
  return {};
}

}  // namespace berth::agent::inside

#include "agent/inside/question.hpp"

#include <gtest/gtest.h>

namespace berth::agent::inside {
namespace {

Question asked(const std::string& target) { return parse_question({.target = target}); }

struct Row {
  const char* target;
  Question question;
};

TEST(Question, is_read_from_the_path) {
  const Row rows[] = {
      {"/v1/credentials?id=a%2Fb", {Api::v1, Subject::credentials, {}, "a/b"}},
      {"/v1/credentials", {Api::v1, Subject::credentials}},
      {"/v2/credentials/c1", {Api::v2, Subject::credentials, {}, "c1"}},
      {"/v2/credentials/", {Api::v2, Subject::credentials}},
      {"/v2/metadata", {Api::v2, Subject::task}},
      {"/v2/metadata/", {Api::v2, Subject::task}},
      {"/v2/metadata/d1", {Api::v2, Subject::container, {}, "d1"}},
      {"/v2/metadataWithTags", {Api::v2, Subject::task, Tags::with}},
      {"/v2/metadataWithTags/d1", {Api::v2, Subject::container, Tags::with, "d1"}},
      {"/v2/stats", {Api::v2, Subject::task_stats}},
      {"/v2/stats/d1", {Api::v2, Subject::container_stats, {}, "d1"}},
      {"/v3/e1", {Api::v3, Subject::container, {}, "e1"}},
      {"/v4/e1/", {Api::v4, Subject::container, {}, "e1"}},
      {"/v4/e1?x=y", {Api::v4, Subject::container, {}, "e1"}},
      {"/v4/e1/task", {Api::v4, Subject::task, {}, "e1"}},
      {"/v4/e1/taskWithTags", {Api::v4, Subject::task, Tags::with, "e1"}},
      {"/v3/e1/stats", {Api::v3, Subject::container_stats, {}, "e1"}},
      {"/v4/e1/task/stats", {Api::v4, Subject::task_stats, {}, "e1"}},
      {"/v4/e1/associations/gpu", {Api::v4, Subject::associations, {}, "e1", "gpu"}},
      {"/v4/e1/associations/gpu/n/1", {Api::v4, Subject::association, {}, "e1", "gpu", "n/1"}},
      {"/api/e1/task-protection/v1/state", {Api::agent, Subject::protection, {}, "e1"}},
      {"/api/e1/fault/v1/network-latency/start",
       {Api::agent, Subject::fault, {}, "e1", "network-latency", "start"}},
  };
  for (const auto& row : rows) EXPECT_EQ(asked(row.target), row.question) << row.target;
}

TEST(Question, is_unknown_where_the_path_leads_nowhere) {
  for (const char* target :
       {"/", "", "/v5/e1", "/v3", "/v4/", "/v4/e1/secrets", "/v4/e1/task/stats/more",
        "/v4/e1/associations", "/v2", "/v2/metadata/a/b", "/v1/metadata", "/api/e1",
        "/api//task-protection/v1/state", "/api/e1/task-protection/v2/state",
        "/api/e1/fault/v1/network-latency", "/api/e1/fault/v1/cpu-stress/start",
        "/api/e1/fault/v1/network-latency/pause"}) {
    EXPECT_EQ(asked(target).subject, Subject::unknown) << target;
  }
}

}  // namespace
}  // namespace berth::agent::inside

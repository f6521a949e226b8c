#include "adapters/system/spdlog_sink.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

std::string line(std::vector<LogField> fields) {
  return log_line("task placed", fields.data(), fields.size());
}

TEST(SpdlogSink, writes_values_so_that_a_program_can_read_them_back) {
  EXPECT_EQ(line({}), R"("task placed")");
  EXPECT_EQ(line({{"task", "0123"}, {"path", "/a-b:c"}}), R"("task placed" task=0123 path=/a-b:c)");
  EXPECT_EQ(line({{"a", "b c"}, {"d", ""}}), R"("task placed" a="b c" d="")");
  EXPECT_EQ(line({{"a", "x=\"y\"\\"}}), R"("task placed" a="x=\"y\"\\")");
  EXPECT_EQ(line({{"a", "1\n2\x1b"}}), R"("task placed" a="1\n2\x1b")");
  EXPECT_EQ(line({{"a", "grün"}}), "\"task placed\" a=grün");
}

TEST(SpdlogSink, writes_one_line_an_event_to_standard_error) {
  testing::internal::CaptureStderr();
  const Log log(LogLevel::info, spdlog_sink());
  log.debug("left out");
  log.warn("task placed", {{"task", "1"}});
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_TRUE(written.ends_with("Z warning \"task placed\" task=1\n")) << written;
  EXPECT_EQ(written.find("left out"), std::string::npos);
}

}  // namespace
}  // namespace berth::adapters

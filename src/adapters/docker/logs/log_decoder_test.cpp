#include "adapters/docker/logs/log_decoder.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum ports::OutputStream;

std::string frame(char stream, const std::string& payload) {
  std::string text = {stream, 0, 0, 0, 0, 0};
  text += static_cast<char>(payload.size() >> 8U);
  text += static_cast<char>(payload.size() & 0xFFU);
  return text + payload;
}

std::vector<ports::LogLine> taken(LogDecoder& decoder) {
  std::vector<ports::LogLine> lines;
  while (auto line = decoder.take()) lines.push_back(std::move(*line));
  return lines;
}

TEST(LogDecoder, tells_the_streams_apart) {
  LogDecoder decoder(LogFraming::frames);
  ASSERT_TRUE(decoder.feed(frame(1, "t1 hello\n") + frame(2, "t2 no such file\n")));
  EXPECT_THAT(taken(decoder), ElementsAre(ports::LogLine{standard_output, "t1", "hello"},
                                          ports::LogLine{standard_error, "t2", "no such file"}));
}

TEST(LogDecoder, takes_pieces_of_any_size) {
  LogDecoder decoder(LogFraming::frames);
  const auto body = frame(1, "t1 one\n") + frame(1, "t2 \n") + frame(1, "t3 a b\n");
  for (const char byte : body) ASSERT_TRUE(decoder.feed({&byte, 1}));
  EXPECT_THAT(taken(decoder), ElementsAre(ports::LogLine{standard_output, "t1", "one"},
                                          ports::LogLine{standard_output, "t2", ""},
                                          ports::LogLine{standard_output, "t3", "a b"}));
}

TEST(LogDecoder, joins_a_line_that_came_in_several_frames) {
  LogDecoder decoder(LogFraming::frames);
  ASSERT_TRUE(decoder.feed(frame(1, "t1 long ") + frame(2, "t2 aside\n") + frame(1, "t3 line\n")));
  EXPECT_THAT(taken(decoder), ElementsAre(ports::LogLine{standard_error, "t2", "aside"},
                                          ports::LogLine{standard_output, "t1", "long line"}));
}

TEST(LogDecoder, keeps_a_last_line_without_its_end) {
  LogDecoder decoder(LogFraming::frames);
  ASSERT_TRUE(decoder.feed(frame(1, "t1 bye")));
  EXPECT_THAT(taken(decoder), IsEmpty());
  decoder.end();
  EXPECT_THAT(taken(decoder), ElementsAre(ports::LogLine{standard_output, "t1", "bye"}));
}

TEST(LogDecoder, reads_the_bare_lines_of_a_terminal) {
  LogDecoder decoder(LogFraming::lines);
  ASSERT_TRUE(decoder.feed("t1 one\r\nt2 tw"));
  ASSERT_TRUE(decoder.feed("o\r\nt3 three"));
  decoder.end();
  EXPECT_THAT(taken(decoder), ElementsAre(ports::LogLine{standard_output, "t1", "one"},
                                          ports::LogLine{standard_output, "t2", "two"},
                                          ports::LogLine{standard_output, "t3", "three"}));
}

TEST(LogDecoder, cuts_a_line_without_end) {
  LogDecoder decoder(LogFraming::lines);
  const std::string most(LogDecoder::line_limit - 3, 'x');
  ASSERT_TRUE(decoder.feed("t1 " + most));
  ASSERT_TRUE(decoder.feed("y z\n"));
  EXPECT_THAT(taken(decoder), ElementsAre(ports::LogLine{standard_output, "t1", most},
                                          ports::LogLine{standard_output, "t1", "y z"}));
}

TEST(LogDecoder, does_not_take_anything_for_frames) {
  LogDecoder decoder(LogFraming::frames);
  EXPECT_EQ(decoder.feed("{\"message\":\"no\"}").error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace berth::adapters

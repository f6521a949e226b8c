#include "wire/page.hpp"

#include <gtest/gtest.h>

#include "wire/text/base64.hpp"

namespace berth::wire {
namespace {

TEST(Page, ATokenGivesTheKeyBack) {
  for (const std::string& key : {std::string("arn:aws:ecs:x"), std::string("k\xC3\xA9y"),
                                 std::string(1000, 'x'), std::string("\0\xFF", 2)}) {
    EXPECT_EQ(read_page_token(page_token(key)), key);
  }
}

TEST(Page, ATokenIsStable) { EXPECT_EQ(page_token("web"), page_token("web")); }

TEST(Page, AnythingElseIsRefused) {
  auto changed = page_token("web");
  changed[3] = changed[3] == 'A' ? 'B' : 'A';
  for (const std::string& text :
       {std::string("x"), std::string("d2Vi"), changed, page_token("web").substr(0, 12),
        std::string("****"), std::string(100'000, 'A')}) {
    const auto key = read_page_token(text);
    ASSERT_FALSE(key) << text.substr(0, 50);
    EXPECT_EQ(key.error().code, ErrorCode::validation);
  }
}

TEST(Base64, KnownTexts) {
  const auto check = [](std::string_view bytes, std::string_view text) {
    EXPECT_EQ(base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  };
  check("", "");
  check("f", "Zg==");
  check("fo", "Zm8=");
  check("foo", "Zm9v");
  check("foobar", "Zm9vYmFy");
  check(std::string_view("\xFB\xFF\xFE", 3), "+//+");
  EXPECT_EQ(from_base64("Zg"), "f");
  EXPECT_EQ(from_base64("Zm9v\r\nYmFy"), "foobar");
  for (const char* text : {"Z", "Zg=a", "Z*==", "Zg===", "Zm9vY"}) {
    EXPECT_FALSE(from_base64(text)) << text;
  }
}

}  // namespace
}  // namespace berth::wire

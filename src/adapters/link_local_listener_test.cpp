#include "adapters/link_local_listener.hpp"

#include <gtest/gtest.h>

namespace berth::adapters {
namespace {

TEST(LinkLocalListener, tries_the_address_that_the_sdks_know_first) {
  const auto candidates = link_local_candidates("");
  EXPECT_EQ(candidates.front(), "169.254.170.2");
  EXPECT_EQ(candidates.back(), "169.254.170.17");
}

TEST(LinkLocalListener, tries_the_address_of_an_earlier_life_before_all_others) {
  for (const char* wanted : {"http://169.254.170.4", "http://169.254.170.4:51679"}) {
    const auto candidates = link_local_candidates(wanted);
    EXPECT_EQ(candidates[0], "169.254.170.4") << wanted;
    EXPECT_EQ(candidates[1], "169.254.170.2") << wanted;
    EXPECT_EQ(candidates[3], "169.254.170.5") << wanted;
    EXPECT_EQ(candidates.size(), 16U) << wanted;
  }
}

TEST(LinkLocalListener, takes_no_address_outside_its_block) {
  for (const char* wanted : {"http://10.0.0.1", "169.254.170.3", "nonsense"}) {
    EXPECT_EQ(link_local_candidates(wanted), link_local_candidates("")) << wanted;
  }
}

}  // namespace
}  // namespace berth::adapters

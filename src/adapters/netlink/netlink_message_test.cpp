#include "adapters/netlink/netlink_message.hpp"

#include <gtest/gtest.h>

#include "adapters/netlink/host_address.hpp"
#include "base/text.hpp"

namespace berth::adapters {
namespace {

TEST(NetlinkMessages, have_lengths_and_padding_as_the_kernel_reads_them) {
  NetlinkMessages messages;
  messages.begin(0x10, 0x400, "\x01\x02").put_name(3, "ab").put_number(4, 80).end();
  EXPECT_EQ(hex(messages.bytes()),
            "24000000"  // All of it.
            "1000"
            "0504"  // With request and confirmation.
            "01000000"
            "00000000"
            "01020000"
            "07000300"
            "61620000"
            "08000400"
            "00000050");
  EXPECT_EQ(messages.confirmations(), 1);
}

TEST(NetlinkMessages, nest_attributes_within_attributes) {
  NetlinkMessages messages;
  messages.begin(1, 0, "", NetlinkMessages::Answer::none);
  messages.open(1).open(2).put(3, "x").close().close().end();
  EXPECT_EQ(hex(messages.bytes()).substr(32),
            "10000180"
            "0c000280"
            "05000300"
            "78000000");
  EXPECT_EQ(messages.confirmations(), 0);
}

TEST(RedirectMessages, replace_the_table_in_one_transaction) {
  const auto messages = redirect_messages({"berth_tasks_2", "169.254.170.2", 80, 51679});
  // Three for the table, two chains, a rule in each.
  EXPECT_EQ(messages.confirmations(), 7);
  const auto bytes = hex(messages.bytes());
  const auto first = bytes.substr(8, 4), last = bytes.substr(bytes.size() - 32, 4);
  EXPECT_EQ(first, "1000");  // A batch begins,
  EXPECT_EQ(last, "1100");   // and ends.
  const std::string port = "0050", own_port = "c9df", address = "a9feaa02";
  for (const auto& part : {port, own_port, address}) {
    EXPECT_NE(bytes.find("0100" + part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace berth::adapters

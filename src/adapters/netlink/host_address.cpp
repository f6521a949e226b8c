#include "adapters/netlink/host_address.hpp"

#include <arpa/inet.h>
#include <cstring>
#include <linux/if_addr.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>

namespace berth::adapters {

namespace {

using Answer = NetlinkMessages::Answer;

/// Before Docker, whose chains have the usual priority of address translation, -100.
constexpr std::int32_t before_docker = -110;
constexpr std::uint32_t protocol_register = NFT_REG_1, port_register = NFT_REG_2;

Result<in_addr> parse_address(const std::string& text) {
  in_addr address{};
  if (inet_pton(AF_INET, text.c_str(), &address) == 1) return address;
  return fail(ErrorCode::validation, "not an IPv4 address: " + text);
}

Result<NetlinkMessages> address_message(std::uint16_t type, std::uint16_t flags,
                                        const std::string& text) {
  const auto address = TRY(parse_address(text));
  ifaddrmsg fixed{};
  fixed.ifa_family = AF_INET;
  fixed.ifa_prefixlen = 32;
  fixed.ifa_flags = IFA_F_PERMANENT;
  // Nobody takes it as the source of packets to other hosts.
  fixed.ifa_scope = RT_SCOPE_HOST;
  fixed.ifa_index = ::if_nametoindex("lo");
  NetlinkMessages messages;
  messages.begin(type, flags, bytes_of(fixed));
  messages.put(IFA_LOCAL, bytes_of(address)).put(IFA_ADDRESS, bytes_of(address)).end();
  return messages;
}

std::uint16_t table_message(int type) {
  return static_cast<std::uint16_t>(NFNL_SUBSYS_NFTABLES << 8 | type);
}

nfgenmsg header_of(std::uint8_t family, std::uint16_t subsystem) {
  nfgenmsg header{};
  header.nfgen_family = family;
  header.version = NFNETLINK_V0;
  header.res_id = htons(subsystem);
  return header;
}

/// Builds the transaction that makes or removes one table.
class Transaction {
 public:
  explicit Transaction(const PortRedirect& redirect) : redirect_(redirect) {
    inet_pton(AF_INET, redirect.address.c_str(), &address_);
    bracket(NFNL_MSG_BATCH_BEGIN);
  }

  NetlinkMessages finish() {
    bracket(NFNL_MSG_BATCH_END);
    return std::move(out_);
  }

  void table(int type, std::uint16_t flags) {
    begin(type, flags);
    out_.put_name(NFTA_TABLE_NAME, redirect_.table).end();
  }

  void chain(const char* name, std::uint32_t hook) {
    begin(NFT_MSG_NEWCHAIN, NLM_F_CREATE);
    out_.put_name(NFTA_CHAIN_TABLE, redirect_.table).put_name(NFTA_CHAIN_NAME, name);
    out_.open(NFTA_CHAIN_HOOK).put_number(NFTA_HOOK_HOOKNUM, hook);
    out_.put_number(NFTA_HOOK_PRIORITY, static_cast<std::uint32_t>(before_docker)).close();
    out_.put_name(NFTA_CHAIN_TYPE, "nat").end();
  }

  /// ip daddr ADDRESS tcp dport FROM dnat to ADDRESS:TO
  void rule(const char* chain) {
    begin(NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);
    out_.put_name(NFTA_RULE_TABLE, redirect_.table).put_name(NFTA_RULE_CHAIN, chain);
    out_.open(NFTA_RULE_EXPRESSIONS);
    constexpr std::uint8_t tcp = IPPROTO_TCP;
    open_expression("meta");
    out_.put_number(NFTA_META_KEY, NFT_META_L4PROTO);
    out_.put_number(NFTA_META_DREG, protocol_register);
    close_expression();
    compare(bytes_of(tcp));
    constexpr std::uint32_t destination_offset = 16, port_offset = 2;
    load(NFT_PAYLOAD_NETWORK_HEADER, destination_offset, sizeof address_);
    compare(bytes_of(address_));
    load(NFT_PAYLOAD_TRANSPORT_HEADER, port_offset, sizeof redirect_.from);
    compare(bytes_of(htons(redirect_.from)));
    set_register(NFT_REG_1, bytes_of(address_));
    set_register(port_register, bytes_of(htons(redirect_.to)));
    open_expression("nat");
    out_.put_number(NFTA_NAT_TYPE, NFT_NAT_DNAT).put_number(NFTA_NAT_FAMILY, NFPROTO_IPV4);
    out_.put_number(NFTA_NAT_REG_ADDR_MIN, NFT_REG_1);
    out_.put_number(NFTA_NAT_REG_PROTO_MIN, port_register);
    close_expression();
    out_.close().end();
  }

 private:
  void bracket(std::uint16_t type) {
    out_.begin(type, 0, bytes_of(header_of(AF_UNSPEC, NFNL_SUBSYS_NFTABLES)), Answer::none).end();
  }
  void begin(int type, std::uint16_t flags) {
    out_.begin(table_message(type), flags, bytes_of(header_of(NFPROTO_IPV4, 0)));
  }
  void open_expression(const char* name) {
    out_.open(NFTA_LIST_ELEM).put_name(NFTA_EXPR_NAME, name).open(NFTA_EXPR_DATA);
  }
  void close_expression() { out_.close().close(); }

  void load(std::uint32_t base, std::uint32_t offset, std::size_t length) {
    open_expression("payload");
    out_.put_number(NFTA_PAYLOAD_DREG, NFT_REG_1).put_number(NFTA_PAYLOAD_BASE, base);
    out_.put_number(NFTA_PAYLOAD_OFFSET, offset);
    out_.put_number(NFTA_PAYLOAD_LEN, static_cast<std::uint32_t>(length));
    close_expression();
  }
  void compare(std::string_view value) {
    open_expression("cmp");
    out_.put_number(NFTA_CMP_SREG, NFT_REG_1).put_number(NFTA_CMP_OP, NFT_CMP_EQ);
    out_.open(NFTA_CMP_DATA).put(NFTA_DATA_VALUE, value).close();
    close_expression();
  }
  void set_register(std::uint32_t number, std::string_view value) {
    open_expression("immediate");
    out_.put_number(NFTA_IMMEDIATE_DREG, number);
    out_.open(NFTA_IMMEDIATE_DATA).put(NFTA_DATA_VALUE, value).close();
    close_expression();
  }

  const PortRedirect& redirect_;
  in_addr address_{};
  NetlinkMessages out_;
};

}  // namespace

Result<Before> add_loopback_address(const std::string& address) {
  const auto message = TRY(address_message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address));
  const auto done = netlink_order(NETLINK_ROUTE, message);
  if (done) return Before::absent;
  if (done.error().code == ErrorCode::already_exists) return Before::present;
  return std::unexpected(done.error());
}

Result<void> remove_loopback_address(const std::string& address) {
  const auto message = TRY(address_message(RTM_DELADDR, 0, address));
  auto done = netlink_order(NETLINK_ROUTE, message);
  if (!done && done.error().code == ErrorCode::not_found) return {};
  return done;
}

Result<void> add_redirect(const PortRedirect& redirect) {
  TRY(parse_address(redirect.address));
  return netlink_order(NETLINK_NETFILTER, redirect_messages(redirect));
}

Result<void> remove_redirect(const PortRedirect& redirect) {
  Transaction transaction(redirect);
  transaction.table(NFT_MSG_DELTABLE, 0);
  auto done = netlink_order(NETLINK_NETFILTER, transaction.finish());
  if (!done && done.error().code == ErrorCode::not_found) return {};
  return done;
}

NetlinkMessages redirect_messages(const PortRedirect& redirect) {
  Transaction transaction(redirect);
  // Made, so that it can be removed, whatever was there, and made anew.
  transaction.table(NFT_MSG_NEWTABLE, NLM_F_CREATE);
  transaction.table(NFT_MSG_DELTABLE, 0);
  transaction.table(NFT_MSG_NEWTABLE, NLM_F_CREATE);
  transaction.chain("prerouting", NF_INET_PRE_ROUTING);
  transaction.chain("output", NF_INET_LOCAL_OUT);
  transaction.rule("prerouting");
  transaction.rule("output");
  return transaction.finish();
}

}  // namespace berth::adapters

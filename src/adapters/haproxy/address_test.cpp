#include "adapters/haproxy/address.hpp"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <sys/wait.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include "adapters/haproxy/testing/http_peers.hpp"

namespace berth::adapters::haproxy {
namespace {

const std::vector<InterfaceAddress> present{
    {"lo", InterfaceKind::other, "127.0.0.1", 8},
    {"eth0", InterfaceKind::other, "192.0.2.2", 24},
    {"br-vpc", InterfaceKind::bridge, "172.31.0.1", 16},
    {"br-vpc", InterfaceKind::bridge, "172.31.0.10", 32},
};

AddressChanges changes(std::set<std::string> wanted, std::set<AddressOnBridge> ours = {}) {
  return plan_addresses(wanted, present, ours);
}

TEST(HaproxyAddress, OnlyAddressesInsideABridgesSubnetAreAdded) {
  EXPECT_EQ(changes({"172.31.7.7"}).add, (std::vector<AddressOnBridge>{{"172.31.7.7", "br-vpc"}}));
  EXPECT_EQ(changes({"172.31.0.10"}), AddressChanges{}) << "it is there";
  EXPECT_EQ(changes({"127.1.2.3"}), AddressChanges{}) << "loopback needs nothing";
  EXPECT_EQ(changes({"192.0.2.9"}), AddressChanges{}) << "not a bridge";
  EXPECT_EQ(changes({"10.0.0.1"}), AddressChanges{}) << "its bridge does not exist yet";
  EXPECT_EQ(changes({"nonsense"}), AddressChanges{});
}

TEST(HaproxyAddress, OnlyWhatWeAddedIsRemoved) {
  const AddressOnBridge ours{"172.31.0.10", "br-vpc"};
  EXPECT_EQ(changes({}, {ours}).remove, std::vector<AddressOnBridge>{ours});
  EXPECT_EQ(changes({"172.31.0.10"}, {ours}), AddressChanges{});
  EXPECT_EQ(changes({}), AddressChanges{});
}

/// Runs `body` in a child process with a network of its own; its answer is the child's exit code.
int in_own_network(const std::function<int()>& body) {
  const auto user = getuid(), group = getgid();
  const pid_t child = fork();
  if (child == 0) {
    const auto write_file = [](const char* path, const std::string& text) {
      const int file = open(path, O_WRONLY);
      if (write(file, text.data(), text.size()) < 0) _exit(98);
      close(file);
    };
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) _exit(99);
    write_file("/proc/self/setgroups", "deny");
    write_file("/proc/self/uid_map", fmt::format("0 {} 1", user));
    write_file("/proc/self/gid_map", fmt::format("0 {} 1", group));
    _exit(body());
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool is_local(const std::string& address) {
  const auto all = interface_addresses();
  return std::ranges::find(all, address, &InterfaceAddress::address) != all.end();
}

TEST(HaproxyAddress, ABridgeThatAppearsGetsItsAddressesAndLosesThemAgain) {
  char pattern[] = "/tmp/haproxy-address-XXXXXX";
  const std::string path = mkdtemp(pattern);
  const int result = in_own_network([&] {
    const auto folder = Folder::open(path);
    const Log log;
    BridgeAddresses addresses(*folder, log);
    addresses.ensure({"172.31.0.10"});
    if (is_local("172.31.0.10")) return 1;
    if (std::system("ip link add br-vpc type bridge && ip addr add 172.31.0.1/16 dev br-vpc"
                    " && ip link set br-vpc up") != 0) {
      return 2;
    }
    addresses.ensure({"172.31.0.10", "127.3.4.5"});
    if (!is_local("172.31.0.10") || is_local("127.3.4.5")) return 3;
    BridgeAddresses next(*folder, log);
    next.ensure({});
    if (is_local("172.31.0.10") || !is_local("172.31.0.1")) return 4;
    return 0;
  });
  std::filesystem::remove_all(path);
  EXPECT_EQ(result, 0);
}

TEST(HaproxyAddress, ABindFailsOnlyWhereSomebodyListens) {
  const auto free = free_bind("127.66.0.1");
  EXPECT_TRUE(try_bind(free));
  EXPECT_TRUE(try_bind({"198.51.100.7", 28999})) << "no interface has it, and that is fine";
  const ListeningSocket other(free);
  const auto taken = try_bind(free);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::already_exists);
}

}  // namespace
}  // namespace berth::adapters::haproxy

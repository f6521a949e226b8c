#include "adapters/cgroup/task_cgroup.hpp"

#include <filesystem>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "adapters/cgroup/dbus_message.hpp"
#include "adapters/http/testing/test_peer.hpp"

namespace berth::adapters {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::string_literals;

constexpr Duration long_time = std::chrono::seconds{20};
constexpr Duration short_time = std::chrono::milliseconds{20};

/// What systemd says to a greeting, and its answers to call 1 (D-Bus specification).
const auto welcome = "OK 0123456789abcdef0123456789abcdef\r\n"s;
const auto success = "l\2\1\1\0\0\0\0\5\0\0\0\x08\0\0\0\5\1u\0\1\0\0\0"s;

std::string number(std::size_t value) {
  return std::string(1, static_cast<char>(value)) + "\0\0\0"s;
}

std::string padded(std::string bytes) {
  bytes.resize((bytes.size() + 7) / 8 * 8);
  return bytes;
}

std::string error_answer(const std::string& name, const std::string& text) {
  const auto reply_serial = "\5\1u\0"s + number(1);
  const auto error_name = "\4\1s\0"s + number(name.size()) + name + "\0"s;
  const auto fields = padded(reply_serial + error_name) + "\x08\1g\0\1s\0"s;
  const auto body = number(text.size()) + text + "\0"s;
  const auto head = "l\3\1\1"s + number(body.size()) + number(5) + number(fields.size());
  return padded(head + fields) + body;
}

class FakeSystemd : public testing::Test {
 protected:
  FakeSystemd() {
    std::string name = fs::temp_directory_path() / "systemd.XXXXXX";
    folder = mkdtemp(name.data());
    host.driver = CgroupDriver::systemd;
    host.systemd_socket = folder + "/private";
  }
  ~FakeSystemd() override { fs::remove_all(folder); }

  asio::awaitable<void> answer_once(asio::local::stream_protocol::acceptor& acceptor,
                                    std::string answer) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    TestPeer peer{TestPeer::Socket(std::move(socket))};
    greeting = co_await peer.read_until("BEGIN\r\n");
    co_await peer.write(std::move(answer));
    call = co_await peer.read_all();
  }

  asio::awaitable<void> create(ports::TaskLimits limits, Duration timeout) {
    created = co_await create_task_cgroup(host, std::move(limits), timeout);
  }

  asio::awaitable<void> remove(std::string task_id) {
    removed = co_await remove_task_cgroup(host, std::move(task_id), long_time);
  }

  void play(std::string answer, asio::awaitable<void> scene) {
    asio::local::stream_protocol::acceptor acceptor(stage.context, {host.systemd_socket});
    stage.play(answer_once(acceptor, std::move(answer)), std::move(scene));
  }

  Stage stage;
  CgroupHost host;
  std::string folder, greeting, call;
  Result<ports::TaskCgroup> created;
  Result<void> removed;
};

TEST_F(FakeSystemd, is_asked_for_a_slice_with_the_limits) {
  ports::TaskLimits limits{.task_id = "0a1b", .cpu = 0.5, .memory = 1 << 20};
  play(welcome + success, create(limits, long_time));
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->parent, "ecstasks-0a1b.slice");
  EXPECT_TRUE(greeting.starts_with(std::string("\0AUTH EXTERNAL ", 15)));
  DbusBody body;
  body.text("ecstasks-0a1b.slice").text("replace");
  body.numbers({{"CPUQuotaPerSecUSec", 500'000}, {"MemoryMax", 1 << 20}}).empty_structs();
  EXPECT_TRUE(call.ends_with(body.bytes()));
  EXPECT_NE(call.find("StartTransientUnit"), std::string::npos);
}

TEST_F(FakeSystemd, has_the_slice_already_and_that_is_well) {
  play(welcome + error_answer("org.freedesktop.systemd1.UnitExists", "It exists."),
       create({.task_id = "0a1b"}, long_time));
  EXPECT_TRUE(created) << created.error().message;
}

TEST_F(FakeSystemd, refuses_in_its_own_words) {
  play(welcome + error_answer("org.freedesktop.DBus.Error.AccessDenied", "Access denied"),
       create({.task_id = "0a1b"}, long_time));
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error(),
            (Error{ErrorCode::refused,
                   "systemd: Access denied (org.freedesktop.DBus.Error.AccessDenied)"}));
}

TEST_F(FakeSystemd, does_not_know_this_user) {
  play("REJECTED EXTERNAL\r\n", create({.task_id = "0a1b"}, long_time));
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().code, ErrorCode::refused);
}

TEST_F(FakeSystemd, is_silent) {
  play(welcome, create({.task_id = "0a1b"}, short_time));
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().code, ErrorCode::timed_out);
}

TEST_F(FakeSystemd, is_not_there) {
  stage.play(create({.task_id = "0a1b"}, long_time));
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error(),
            (Error{ErrorCode::refused, "Cannot reach systemd at " + host.systemd_socket + "."}));
}

TEST_F(FakeSystemd, stops_the_slice_or_never_had_it) {
  play(welcome + success, remove("0a1b"));
  EXPECT_TRUE(removed);
  EXPECT_NE(call.find("StopUnit"), std::string::npos);
  fs::remove(host.systemd_socket);
  play(welcome + error_answer("org.freedesktop.systemd1.NoSuchUnit", "Not loaded."),
       remove("0a1b"));
  EXPECT_TRUE(removed) << removed.error().message;
}

TEST_F(FakeSystemd, is_not_asked_with_an_id_that_is_no_id) {
  stage.play(create({.task_id = "../etc"}, long_time));
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().code, ErrorCode::validation);
  stage.play(remove(""));
  EXPECT_FALSE(removed);
}

TEST(CgroupHost, is_what_the_engine_says) {
  const auto debian = cgroup_host_of("systemd", "2");
  ASSERT_TRUE(debian);
  EXPECT_EQ(debian->driver, CgroupDriver::systemd);
  EXPECT_EQ(debian->version, CgroupVersion::v2);
  const auto plain = cgroup_host_of("cgroupfs", "1");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->driver, CgroupDriver::cgroupfs);
  EXPECT_EQ(plain->version, CgroupVersion::v1);
  EXPECT_EQ(cgroup_host_of("none", "2").error().code, ErrorCode::refused);
  EXPECT_EQ(cgroup_host_of("cgroupfs", "").error().code, ErrorCode::refused);
}

}  // namespace
}  // namespace berth::adapters

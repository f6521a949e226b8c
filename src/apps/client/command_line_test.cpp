// What --help says of the commands that ask a server.
#include <algorithm>

#include <gtest/gtest.h>

#include "apps/client_command_line.hpp"

namespace berth::apps {
namespace {

TEST(client_command_line, helps_in_printable_text) {
  CLI::App app{"berth", "berth"};
  const ClientCommandLine client(app);
  for (const auto* command : app.get_subcommands({})) {
    const auto help = command->help();
    EXPECT_TRUE(std::ranges::all_of(help, [](char each) {
      return each == '\n' || static_cast<unsigned char>(each) >= ' ';
    })) << help;
    EXPECT_EQ(help.find("value in"), std::string::npos) << help;
  }
}

TEST(client_command_line, names_the_units_of_times) {
  CLI::App app{"berth", "berth"};
  const ClientCommandLine client(app);
  for (const auto* name : {"run", "deploy", "rollback", "scale"}) {
    const auto help = app.get_subcommand(name)->help();
    EXPECT_NE(help.find("--timeout TIME[s|m|h]"), std::string::npos) << help;
  }
  EXPECT_NE(app.get_subcommand("events")->help().find("--since TIME[s|m|h]"), std::string::npos);
  EXPECT_NE(app.get_subcommand("run")->help().find("--launch-type EC2|FARGATE"), std::string::npos);
}

}  // namespace
}  // namespace berth::apps

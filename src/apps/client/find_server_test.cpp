#include "apps/client/find_server.hpp"

#include <filesystem>
#include <map>

#include <gtest/gtest.h>
#include <unistd.h>

#include "adapters/files/data_directory.hpp"

namespace berth::apps {
namespace {

class FindServer : public ::testing::Test {
 protected:
  FindServer()
      : folder_(std::filesystem::temp_directory_path() /
                ("berth-find-server-" + std::to_string(getpid()))) {
    const auto directory = adapters::DataDirectory::open(folder_ / "berth");
    EXPECT_TRUE(directory->write("endpoint", "http://127.0.0.1:6420\n"));
    EXPECT_TRUE(directory->write("region", "eu-west-1\n"));
    EXPECT_TRUE(directory->write("credentials",
                                 "[berth]\naws_access_key_id = KEPT\n"
                                 "aws_secret_access_key = s\n"));
    flags.data = folder_ / "berth";
  }
  ~FindServer() override { std::filesystem::remove_all(folder_); }

  /// "endpoint region key"
  std::string found() {
    const auto server = find_server(flags, [this](const char* name) {
      const auto value = variables.find(name);
      return value == variables.end() ? std::nullopt : std::optional(value->second);
    });
    if (!server) return server.error().message;
    return server->endpoint + " " + server->region + " " + server->key.access_key_id;
  }

  ServerFlag flags;
  std::map<std::string, std::string> variables;

 private:
  std::filesystem::path folder_;
};

TEST_F(FindServer, takes_endpoint_region_and_key_from_the_data_directory) {
  variables = {{"AWS_ENDPOINT_URL", "http://other"}, {"AWS_REGION", "us-west-2"}};
  EXPECT_EQ(found(), "http://127.0.0.1:6420 eu-west-1 KEPT");
}

TEST_F(FindServer, prefers_what_the_flags_say) {
  flags.endpoint = "http://ci:6420";
  flags.region = "ap-south-1";
  EXPECT_EQ(found(), "http://ci:6420 ap-south-1 KEPT");
}

TEST_F(FindServer, takes_the_variables_of_aws_clients_where_no_directory_is_named) {
  flags.data.reset();
  variables = {{"AWS_ENDPOINT_URL", "http://ci:6420"},
               {"AWS_ACCESS_KEY_ID", "GIVEN"},
               {"AWS_SECRET_ACCESS_KEY", "s"},
               {"AWS_DEFAULT_REGION", "us-west-2"}};
  EXPECT_EQ(found(), "http://ci:6420 us-west-2 GIVEN");
  variables["AWS_REGION"] = "us-west-1";
  EXPECT_EQ(found(), "http://ci:6420 us-west-1 GIVEN");
}

}  // namespace
}  // namespace berth::apps

// Plays every text below tests/scenarios: one test a file, named like it.

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/scenario/stage.hpp"

namespace berth::sim {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> texts() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(SCENARIOS_FOLDER)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

std::string read(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::string test_name(const testing::TestParamInfo<fs::path>& text) {
  std::string name =
      text.param.parent_path().filename().string() + "_" + text.param.stem().string();
  std::ranges::replace_if(name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

class ScenarioTest : public testing::TestWithParam<fs::path> {};

TEST_P(ScenarioTest, IsTrue) {
  const auto scenario = read_scenario(read(GetParam()));
  ASSERT_FALSE(scenario.empty()) << "no sentence begins with given, when or then";
  ASSERT_EQ(scenario.back().text.substr(0, 5), "then ") << "it says nothing at its end";
  Stage stage(apps_of(scenario));
  for (const auto& sentence : scenario) {
    const auto wrong = stage.play(sentence);
    ASSERT_EQ(wrong, "") << GetParam().filename().string() << ":" << sentence.line << ": "
                         << sentence.text;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ScenarioTest, testing::ValuesIn(texts()), test_name);

TEST(Match, FindsTheWordsAtItsHoles) {
  EXPECT_EQ(match("when {} pass", "when 10 s pass"), (std::vector<std::string>{"10 s"}));
  EXPECT_EQ(match("given an image {} which {}", "given an image web which runs"),
            (std::vector<std::string>{"web", "runs"}));
  EXPECT_EQ(match("when it runs", "when it runs"), std::vector<std::string>{});
  EXPECT_EQ(match("when it runs", "when it runs twice"), std::nullopt);
}

}  // namespace
}  // namespace berth::sim

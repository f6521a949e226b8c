#pragma once
// Where a scenario is played: the real server and one real agent in the simulated world, without
// any fault but those that the scenario names, and an operator who calls the API.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/operator/api.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/world.hpp"

namespace berth::sim {

/// The programs that the scenario's images hold, by their names; a sentence that is not understood
/// is answered in words.
AppTable apps_of(const std::vector<Sentence>& scenario);

class Stage {
 public:
  explicit Stage(AppTable apps);

  /// Plays one sentence; answers what is wrong, or nothing.
  std::string play(const Sentence& sentence);

 private:
  using Words = std::vector<std::string>;
  using Act = std::string (Stage::*)(const Words&, const Sentence&);
  struct Row {
    const char* pattern;
    Act act;
  };
  static const std::vector<Row>& rows();

  std::string skip(const Words& words, const Sentence& sentence);
  std::string define(const Words& words, const Sentence& sentence);
  std::string balance(const Words& words, const Sentence& sentence);
  std::string run(const Words& words, const Sentence& sentence);
  std::string serve(const Words& words, const Sentence& sentence);
  std::string stop(const Words& words, const Sentence& sentence);
  std::string deregister(const Words& words, const Sentence& sentence);
  std::string refuse(const Words& words, const Sentence& sentence);
  std::string refuse_often(const Words& words, const Sentence& sentence);
  std::string ignore(const Words& words, const Sentence& sentence);
  std::string ignore_often(const Words& words, const Sentence& sentence);
  std::string kill(const Words& words, const Sentence& sentence);
  std::string remove(const Words& words, const Sentence& sentence);
  std::string happen(const Words& words, const Sentence& sentence);
  std::string pass(const Words& words, const Sentence& sentence);
  std::string tell(const Words& words, const Sentence& sentence);

  ApiAnswer ask(const std::string& operation, const std::string& body);
  ApiAnswer ask_elbv2(const std::string& form);
  ApiAnswer wait_for(boost::asio::awaitable<ApiAnswer> call);
  /// Lets the world go on until the agent has nothing more to do at once.
  void settle();
  std::string network() const;
  /// The task that the scenario is about: the one that was run, or the service's first.
  std::string task();
  std::string shown();
  SimHost& host() { return *world_.hosts().front(); }
  /// The container of that name, of whatever task; null if there is none.
  const SimContainer* container(const std::string& name);

  World world_;
  Process process_;
  SimClock clock_;
  std::unique_ptr<ports::Transport> transport_;
  Api api_;
  std::string definition_, subnet_, balancing_, task_;
  bool awsvpc_ = false, has_service_ = false;
};

}  // namespace berth::sim

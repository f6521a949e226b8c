#pragma once
// The users of the system: coroutines that send API requests drawn from the run's weights and note
// what they were promised. They never retry on their own; an unanswered request stays open.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "sim/operator/api.hpp"
#include "sim/operator/catalog.hpp"
#include "sim/operator/promises.hpp"
#include "sim/world/options.hpp"
#include "sim/world/world.hpp"

namespace berth::sim {

class Clients {
 public:
  Clients(World& world, Promises& promises);

  /// Spreads the run's requests over its clients.
  void start();
  /// Nothing more is sent; what is still open stays open.
  void stop() { world_.scheduler().kill(process_); }
  /// Every request was sent and is over.
  bool done() const { return running_ == 0; }

 private:
  using Work = boost::asio::awaitable<void>;

  struct Revision {
    std::string arn;
    Family family;
  };

  /// A service that shall be made.
  struct NewService {
    std::string name;
    std::string task_definition;
    Family family;
    /// Nothing for a daemon.
    std::optional<std::int32_t> desired_count;
    std::optional<std::string> percents;
    /// The JSON of a circuit breaker, or nothing.
    std::string breaker;
    std::string constraint;
    /// What else the request says.
    std::string rest;
    bool rolls_back = false;
  };

  /// What UpdateService shall change; `body` is the JSON of it.
  struct ServiceChange {
    std::string body;
    std::optional<std::int32_t> desired_count;
    std::optional<std::string> task_definition;
    std::optional<std::string> percents;
  };

  static Work run(Clients& self, unsigned requests);
  static Work set_up(Clients& self);
  Work perform(Operation operation);
  Work create_cluster(std::string name);
  Work register_task_definition();
  boost::asio::awaitable<std::optional<Revision>> register_revision(Family family,
                                                                    std::string image);
  Work deregister_task_definition();
  Work run_task();
  Work run_task_again();
  Work stop_task();
  Work create_service();
  Work scale_service();
  Work deploy_service();
  Work delete_service();
  Work describe_tasks();
  Work storm_of_deployments();
  Work storm_of_scaling();
  Work deploy_broken();
  Work tune_service();
  Work stop_deployment();
  Work roll_back_service();
  Work create_daemon();
  Work set_instance_status(std::string status);
  Work protect_tasks();
  Work put_attribute();
  Work delete_attribute();
  Work learn_network();
  Work make_balancing();
  boost::asio::awaitable<std::string> make(std::string form, std::string arn_element);
  Work create(NewService wanted);
  Work update_service(std::string arn, ServiceChange change);
  Work deploy(std::string arn, Revision revision);
  /// The ARNs that the operation lists; none where it fails.
  boost::asio::awaitable<std::vector<std::string>> list(std::string operation, std::string body,
                                                        std::string member);
  /// Some container instance's ARN, or nothing.
  boost::asio::awaitable<std::string> find_instance();
  NewService draw_new_service(const Revision& revision);

  void note_tasks(const ApiAnswer& answer, const std::map<std::string, PromisedTask>& before);
  void note_run(const ApiAnswer& answer, const std::string& token);
  const Revision* draw_revision();
  /// Mostly of the family that the service began with: others rarely fit its network.
  const Revision* draw_revision_for(const std::string& service);
  Family draw_family_for(const std::string& service);
  /// Mostly one that nobody has deleted.
  std::string draw_service();
  /// One whose broken deployments are undone, where there is any.
  std::string draw_guarded_service();
  std::string draw_subnet();
  /// ", \"loadBalancers\": …" for a family that can be balanced, else nothing.
  std::string draw_balancing(const Family& family);
  void tell(const std::string& operation, const ApiAnswer& answer);

  World& world_;
  Promises& promises_;
  SimEntropy entropy_;
  Process process_;
  SimClock clock_;
  std::unique_ptr<ports::Transport> transport_;
  Api api_;
  std::vector<Family> families_;
  std::vector<Revision> revisions_;
  /// What each service began with, by its ARN.
  std::map<std::string, Family> family_of_;
  std::string vpc_;
  std::vector<std::string> subnets_;
  /// ARNs; empty until they are made.
  std::string ip_group_;
  std::string instance_group_;
  unsigned running_ = 0;
  int names_ = 0;
};

}  // namespace berth::sim

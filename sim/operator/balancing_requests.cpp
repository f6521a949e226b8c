// The part of Clients that makes a load balancer with two target groups, for services to stand
// behind, and learns the subnets of the default network.

#include <fmt/format.h>

#include "ports/sleep.hpp"
#include "sim/operator/clients.hpp"

namespace berth::sim {

namespace {

constexpr int tries_max = 40;
constexpr Duration pause{2000};

}  // namespace

Clients::Work Clients::learn_network() {
  const std::string form = "Action=DescribeSubnets&Version=2016-11-15";
  for (int tries = 0; tries < tries_max && subnets_.empty(); ++tries) {
    const ApiAnswer answer = co_await api_.ec2(form);
    tell("DescribeSubnets", answer);
    subnets_ = answer.elements("subnetId");
    const auto vpcs = answer.elements("vpcId");
    if (!vpcs.empty()) vpc_ = vpcs.front();
    if (subnets_.empty()) co_await ports::sleep_for(clock_, pause);
  }
}

Clients::Work Clients::make_balancing() {
  constexpr std::string_view version = "Version=2015-12-01";
  // In every zone, so that it can use every target.
  if (subnets_.size() < 3) co_return;
  std::string form = fmt::format(
      "Action=CreateLoadBalancer&{}&Name=front&Subnets.member.1={}&Subnets.member.2={}"
      "&Subnets.member.3={}",
      version, subnets_[0], subnets_[1], subnets_[2]);
  const std::string balancer = co_await make(std::move(form), "LoadBalancerArn");
  for (const std::string type : {"ip", "instance"}) {
    const int port = type == "ip" ? 80 : 81;
    form = fmt::format(
        "Action=CreateTargetGroup&{}&Name=group-{}&Protocol=HTTP&Port=80&VpcId={}&TargetType={}"
        "&HealthCheckIntervalSeconds=10",
        version, type, vpc_, type);
    const std::string group = co_await make(std::move(form), "TargetGroupArn");
    form = fmt::format(
        "Action=CreateListener&{}&LoadBalancerArn={}&Protocol=HTTP&Port={}"
        "&DefaultActions.member.1.Type=forward&DefaultActions.member.1.TargetGroupArn={}",
        version, percent_encode(balancer), port, percent_encode(group));
    const std::string listener = co_await make(std::move(form), "ListenerArn");
    if (group.empty() || listener.empty()) co_return;
    (type == "ip" ? ip_group_ : instance_group_) = group;
  }
}

/// Asks until it is made; an empty text when it never was.
boost::asio::awaitable<std::string> Clients::make(std::string form, std::string arn_element) {
  for (int tries = 0; tries < tries_max; ++tries) {
    const ApiAnswer answer = co_await api_.elbv2(form);
    tell(form.substr(0, form.find('&')), answer);
    const auto arns = answer.elements(arn_element);
    if (!arns.empty()) {
      promises_.balancing.insert(arns.front());
      co_return arns.front();
    }
    co_await ports::sleep_for(clock_, pause);
  }
  co_return std::string();
}

std::string Clients::draw_balancing(const Family& family) {
  const bool by_address = family.network_mode == NetworkMode::awsvpc;
  const std::string& group = by_address ? ip_group_ : instance_group_;
  if (family.host_port < 0 || group.empty() || entropy_.chance(300)) return {};
  return fmt::format(
      R"(,"loadBalancers":[{{"targetGroupArn":"{}","containerName":"app","containerPort":80}}])",
      group);
}

}  // namespace berth::sim

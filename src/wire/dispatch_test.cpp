#include "wire/dispatch.hpp"

#include <gtest/gtest.h>

namespace berth::wire {
namespace {

constexpr Protocol json_1_1[] = {Protocol::aws_json_1_1};
constexpr Protocol query[] = {Protocol::aws_query};
constexpr Protocol ec2_query[] = {Protocol::ec2_query};
constexpr Protocol three[] = {Protocol::rpc_v2_cbor, Protocol::aws_json_1_0, Protocol::aws_query};
constexpr OperationModel run[] = {{.name = "Run"}};
constexpr OperationModel show[] = {{.name = "Show"}};
constexpr std::string_view named[] = {"Fly", "Walk"};

constexpr ServiceModel tasks{.name = "tasks",
                             .shape_name = "Tasks_20140101",
                             .signing_name = "tasks",
                             .version = "2014-01-01",
                             .protocols = json_1_1,
                             .operations = run,
                             .named_operations = named};
constexpr ServiceModel balancing{.name = "balancing",
                                 .signing_name = "balancing",
                                 .version = "2015-12-01",
                                 .protocols = query,
                                 .operations = show};
constexpr ServiceModel classic{.name = "classic",
                               .signing_name = "balancing",
                               .version = "2012-06-01",
                               .protocols = query,
                               .operations = show};
constexpr ServiceModel machines{.name = "machines",
                                .signing_name = "machines",
                                .endpoint_prefix = "machines",
                                .version = "2016-11-15",
                                .protocols = ec2_query,
                                .operations = show};
constexpr ServiceModel metrics{.name = "metrics",
                               .shape_name = "Metrics2010",
                               .signing_name = "monitoring",
                               .version = "2010-08-01",
                               .protocols = three,
                               .operations = show};
constexpr const ServiceModel* services[] = {&tasks, &balancing, &classic, &machines, &metrics};

HttpRequest json_request(std::string target, std::string type = "application/x-amz-json-1.1") {
  HttpRequest request;
  request.method = "POST";
  request.headers = {{"X-Amz-Target", std::move(target)}, {"Content-Type", std::move(type)}};
  return request;
}

HttpRequest form_request() {
  HttpRequest request;
  request.method = "POST";
  request.headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}};
  return request;
}

struct Expected {
  std::string_view service, operation;
  Protocol protocol;
  bool found, known;
};

void check(const HttpRequest& request, std::string_view body, std::string_view scope,
           const Expected& expected) {
  const auto target = find_target(services, request, body, scope);
  EXPECT_EQ(target.service ? target.service->name : "", expected.service);
  EXPECT_EQ(target.operation_name, expected.operation);
  EXPECT_EQ(target.protocol, expected.protocol);
  EXPECT_EQ(target.operation != nullptr, expected.found);
  EXPECT_EQ(target.known, expected.known);
}

TEST(Dispatch, TheTargetHeaderNamesServiceAndOperation) {
  check(json_request("Tasks_20140101.Run"), "{}", "",
        {"tasks", "Run", Protocol::aws_json_1_1, true, true});
  check(json_request("Metrics2010.Show", "application/x-amz-json-1.0"), "{}", "",
        {"metrics", "Show", Protocol::aws_json_1_0, true, true});
}

TEST(Dispatch, AnOperationKnownByNameOnlyIsKnownButNotFound) {
  check(json_request("Tasks_20140101.Walk"), "{}", "",
        {"tasks", "Walk", Protocol::aws_json_1_1, false, true});
  check(json_request("Tasks_20140101.Swim"), "{}", "",
        {"tasks", "Swim", Protocol::aws_json_1_1, false, false});
}

TEST(Dispatch, VersionTellsServicesOfOneNameApart) {
  check(form_request(), "Action=Show&Version=2015-12-01", "balancing",
        {"balancing", "Show", Protocol::aws_query, true, true});
  check(form_request(), "Action=Show&Version=2012-06-01", "balancing",
        {"classic", "Show", Protocol::aws_query, true, true});
  check(form_request(), "Action=Show&Version=2016-11-15", "machines",
        {"machines", "Show", Protocol::ec2_query, true, true});
}

TEST(Dispatch, AQueryRequestMayBeAGet) {
  HttpRequest request;
  request.target = "/?Action=Show&Version=2015-12-01&Name=a%20b";
  check(request, "", "", {"balancing", "Show", Protocol::aws_query, true, true});
  EXPECT_EQ(query_value(find_target(services, request, "", "").parameters, "Name"), "a b");
}

TEST(Dispatch, TheScopeGivesTheDialectWhenNothingElseDoes) {
  check(form_request(), "Action=Show&Version=1999-01-01", "machines",
        {"machines", "Show", Protocol::ec2_query, false, false});
  check(form_request(), "", "balancing", {"balancing", "", Protocol::aws_query, false, false});
  check(json_request("Nothing.Run"), "", "tasks",
        {"tasks", "Run", Protocol::aws_json_1_1, false, false});
  check(HttpRequest{}, "", "", {"", "", Protocol::aws_json_1_1, false, false});
  check(json_request("rubbish"), "", "", {"", "", Protocol::aws_json_1_1, false, false});
}

TEST(Dispatch, WithoutASignatureTheHostGivesTheDialect) {
  auto request = form_request();
  request.headers.set("Host", "machines.us-east-1.localhost:6420");
  check(request, "Action=Show&Version=1", "",
        {"machines", "Show", Protocol::ec2_query, false, false});
  request.headers.set("Host", "machines");
  check(request, "Action=Show&Version=1", "", {"", "Show", Protocol::aws_json_1_1, false, false});
}

}  // namespace
}  // namespace berth::wire

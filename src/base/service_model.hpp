#pragma once
// What the wire needs to know of a service: its names, protocols, operations and errors. Generated
// from models/*.smithy as constants; nothing here is specific to one service.

#include <cstdint>
#include <span>
#include <string_view>

#include "base/shape.hpp"

namespace berth {

enum class Protocol : std::uint8_t {
  aws_json_1_0,
  aws_json_1_1,
  aws_query,
  ec2_query,
  rest_json_1,
  rest_xml,
  rpc_v2_cbor,
};

/// Whose mistake an error is: clients do not repeat a request that failed by their own.
enum class Fault : std::uint8_t { client, server };

struct ErrorModel {
  std::string_view name;        // As awsJson says it: ClusterNotFoundException.
  std::string_view query_code;  // As Query says it: LoadBalancerNotFound.
  int http_status = 400;
  Fault fault = Fault::client;
  std::string_view message_member = "message";
};

/// Member names; all empty where an operation has no pages.
struct Pagination {
  std::string_view input_token, output_token, items, page_size;
};

struct OperationModel {
  std::string_view name;
  ShapeFunction input = &shape_of<Unit>;
  ShapeFunction output = &shape_of<Unit>;
  std::string_view result_wrapper{};  // awsQuery with an output only.
  Pagination pagination{};
};

struct ServiceModel {
  std::string_view name;        // Our own folder and namespace: "elbv2".
  std::string_view shape_name;  // X-Amz-Target is "<shape_name>.<operation>".
  std::string_view sdk_id;
  std::string_view signing_name;
  std::string_view endpoint_prefix;
  std::string_view version;
  std::string_view xml_namespace;
  bool query_compatible = false;     // JSON and CBOR errors also name the Query code.
  std::string_view validation_code;  // The error of a request that breaks the model.
  std::span<const Protocol> protocols;
  std::span<const OperationModel> operations;          // In order of names.
  std::span<const std::string_view> named_operations;  // Known by name only, in order.
  std::span<const ErrorModel> errors;                  // In order of names.
};

}  // namespace berth

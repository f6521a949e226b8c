#include "wire/error_document.hpp"

#include <algorithm>

#include "wire/dispatch.hpp"
#include "wire/json/json.hpp"
#include "wire/xml/xml.hpp"

namespace berth::wire {

namespace {

/// What the service's model says of the error, or null for one that every service has.
const ErrorModel* find_error(const ServiceModel* service, std::string_view name) {
  if (!service) return nullptr;
  const auto found = std::ranges::find(service->errors, name, &ErrorModel::name);
  return found == service->errors.end() ? nullptr : &*found;
}

std::string json_body(const ErrorDocument& error, const ErrorModel* model) {
  std::string body = R"({"__type":)";
  json::append_string(body, error.name);
  body += ',';
  json::append_string(body, model ? model->message_member : "message");
  body += ':';
  json::append_string(body, error.message);
  if (!error.resource_ids.empty()) {
    body += R"(,"resourceIds":[)";
    for (const auto& id : error.resource_ids) {
      if (&id != &error.resource_ids.front()) body += ',';
      json::append_string(body, id);
    }
    body += ']';
  }
  body += '}';
  return body;
}

void append_element(std::string& out, std::string_view name, std::string_view text) {
  ((out += '<') += name) += '>';
  xml::append_text(out, text);
  ((out += "</") += name) += '>';
}

std::string query_body(const ServiceModel* service, const ErrorDocument& error,
                       std::string_view request_id) {
  std::string body = "<ErrorResponse xmlns=\"";
  if (service) xml::append_text(body, service->xml_namespace);
  body += "\"><Error>";
  append_element(body, "Type", error.fault == Fault::client ? "Sender" : "Receiver");
  append_element(body, "Code", error.name);
  append_element(body, "Message", error.message);
  body += "</Error>";
  append_element(body, "RequestId", request_id);
  return body + "</ErrorResponse>";
}

std::string ec2_body(const ErrorDocument& error, std::string_view request_id) {
  std::string body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error>";
  append_element(body, "Code", error.name);
  append_element(body, "Message", error.message);
  body += "</Error></Errors>";
  append_element(body, "RequestID", request_id);
  return body + "</Response>";
}

}  // namespace

HttpResponse write_error(Protocol protocol, const ServiceModel* service, const ErrorDocument& error,
                         std::string_view request_id) {
  HttpResponse response;
  response.status = error.status;
  response.headers.set("x-amzn-RequestId", std::string(request_id));
  if (is_query(protocol)) {
    response.headers.set("Content-Type", "text/xml;charset=UTF-8");
    response.body = protocol == Protocol::ec2_query ? ec2_body(error, request_id)
                                                    : query_body(service, error, request_id);
    return response;
  }
  const bool old = protocol == Protocol::aws_json_1_0;
  response.headers.set("Content-Type",
                       old ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1");
  response.headers.set("x-amzn-errortype", std::string(error.name));
  const ErrorModel* model = find_error(service, error.name);
  if (service && service->query_compatible) {
    const auto code = model ? model->query_code : error.name;
    const auto fault = error.fault == Fault::client ? ";Sender" : ";Receiver";
    response.headers.set("x-amzn-query-error", std::string(code) + fault);
  }
  response.body = json_body(error, model);
  return response;
}

}  // namespace berth::wire

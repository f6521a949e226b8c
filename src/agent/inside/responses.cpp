#include "agent/inside/responses.hpp"

#include <utility>

#include <fmt/format.h>

namespace berth::agent::inside {

namespace json = boost::json;

namespace {

const char* handler_name(const Question& question) {
  switch (question.subject) {
    case Subject::container: return "container metadata handler";
    case Subject::task: return "task metadata handler";
    case Subject::container_stats: return "container stats handler";
    case Subject::task_stats: return "task stats handler";
    case Subject::associations: return "container associations handler";
    case Subject::association: return "container association handler";
    default: return "handler";
  }
}

}  // namespace

HttpResponse json_response(int status, const json::value& body) {
  HttpResponse response{.status = status};
  response.headers.set("Content-Type", "application/json");
  response.body = json::serialize(body);
  return response;
}

HttpResponse text_response(int status, std::string body) {
  HttpResponse response{.status = status};
  response.headers.set("Content-Type", "text/plain; charset=utf-8");
  response.body = std::move(body);
  return response;
}

HttpResponse wrong_method() { return text_response(405, ""); }

HttpResponse no_such_page() { return text_response(404, "404 page not found\n"); }

HttpResponse too_many_requests(const HttpRequest& request) {
  auto response = text_response(429, "You have reached maximum request limit.");
  response.headers.set("X-Rate-Limit-Limit", "40.00");
  response.headers.set("X-Rate-Limit-Duration", "1");
  response.headers.set("X-Rate-Limit-Request-Forwarded-For",
                       std::string(request.headers.find("X-Forwarded-For").value_or("")));
  response.headers.set("X-Rate-Limit-Request-Remote-Addr",
                       fmt::format("{}:{}", request.peer, request.peer_port));
  return response;
}

HttpResponse unknown_endpoint(const Question& question) {
  const bool container = question.subject == Subject::container ||
                         question.subject == Subject::associations ||
                         question.subject == Subject::association;
  const char* wanted = container ? "container ID" : "task ARN";
  const char* found = container ? "docker ID" : "task Arn";
  return failed(
      question, 404,
      fmt::format("unable to get {} from request: unable to get {} from v3 endpoint ID: {}", wanted,
                  found, question.id));
}

HttpResponse unknown_address(const std::string& address) {
  return json_response(400, json::value(fmt::format("Unable to get task arn from request: unable "
                                                    "to associate '{}' with task",
                                                    address)));
}

HttpResponse failed(const Question& question, int status, const std::string& why) {
  return json_response(status, json::value(fmt::format("{} {}: {}", version_text(question.api),
                                                       handler_name(question), why)));
}

}  // namespace berth::agent::inside

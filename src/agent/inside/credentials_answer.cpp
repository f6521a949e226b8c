#include "agent/inside/credentials_answer.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "agent/inside/responses.hpp"

namespace berth::agent::inside {

namespace json = boost::json;

namespace {

constexpr std::size_t agent_longest = 512;

HttpResponse refusal(const Question& question, int status, const char* code, const char* why) {
  const auto message = fmt::format("Credentials{}Request: {}", version_text(question.api), why);
  return json_response(
      status, json::object{{"code", code}, {"message", message}, {"HTTPErrorCode", status}});
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

/// What a client says of itself must not look like another field of the line.
std::string client_name(const HttpRequest& request) {
  std::string name(request.headers.find("User-Agent").value_or(""));
  name.resize(std::min(name.size(), agent_longest));
  std::ranges::replace_if(
      name, [](unsigned char c) { return c < ' ' || c == '"' || c > '~'; }, '?');
  return name;
}

}  // namespace

HttpResponse credentials_answer(const Question& question, Holder holder,
                                const gen::agent_protocol::IAMRoleCredentials* credentials) {
  if (question.id.empty()) {
    return refusal(question, 400, "NoIdInRequest", "No Credential ID in the request");
  }
  if (holder == Holder::waiting) {
    return refusal(question, 503, "CredentialsUninitialized", "Credentials uninitialized for ID");
  }
  if (holder == Holder::nobody || credentials == nullptr) {
    return refusal(question, 400, "InvalidIdInRequest", "Credentials not found");
  }
  return json_response(
      200, json::object{{"RoleArn", credentials->role_arn.value_or("")},
                        {"AccessKeyId", credentials->access_key_id.value_or("")},
                        {"SecretAccessKey", credentials->secret_access_key.value_or("")},
                        {"Token", credentials->session_token.value_or("")},
                        {"Expiration", credentials->expiration.value_or("")}});
}

std::string audit_line(const AuditEntry& entry, const Question& question,
                       const HttpRequest& request) {
  const char* path = question.api == Api::v1 ? "/v1/credentials" : "/v2/credentials";
  const auto seconds = std::chrono::floor<std::chrono::seconds>(entry.at);
  auto time = iso8601(std::chrono::time_point_cast<Duration>(seconds));
  if (const auto dot = time.find('.'); dot != std::string::npos) time = time.substr(0, dot) + "Z";
  return fmt::format("{} {} {}:{} \"{}\" \"{}\" {} {} 2 {} {}", time, entry.status, request.peer,
                     request.peer_port, path, client_name(request), or_dash(entry.task_arn),
                     entry.event, or_dash(entry.cluster), or_dash(entry.container_instance_arn));
}

}  // namespace berth::agent::inside

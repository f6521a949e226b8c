#include "api/front.hpp"

#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "api/error_table.hpp"
#include "api/message.hpp"
#include "api/services.hpp"
#include "gen/ecs/service.hpp"
#include "wire/dispatch.hpp"
#include "wire/gzip.hpp"
#include "wire/json/json.hpp"

namespace berth::api {

namespace asio = boost::asio;

namespace {

constexpr std::size_t unpacked_body_max = 8 * 1024 * 1024;

bool is_gzip(const HttpRequest& request) {
  const auto encoding = request.headers.find("Content-Encoding");
  return encoding && *encoding == "gzip";
}

HttpResponse plain(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers.set("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

/// Handshake refusals are JSON with the error's name and a text (agent-protocol §3.1).
HttpResponse refuse_handshake(int status, std::string_view name, std::string_view message) {
  std::string body = R"({"type":)";
  wire::json::append_string(body, name);
  body += R"(,"message":{"message":)";
  wire::json::append_string(body, message);
  body += "}}";
  return plain(status, std::move(body));
}

HttpResponse refuse_handshake(const Error& error) {
  const auto told = wire_error(error.code, gen::ecs::service());
  return refuse_handshake(told.json_status, told.name, error.message);
}

}  // namespace

/// One request on its way from bytes to an operation.
struct Front::Call {
  std::string body;
  wire::Target target;
  Caller caller;
  std::string region;
  std::string endpoint;
  std::string peer;
  std::optional<AnyValue> input;
};

Front::Front(FrontOptions options, ledger::Ledger& ledger, agents::AgentHub& agents,
             ports::Balancer& balancer, ports::Clock& clock, ports::Entropy& entropy,
             asio::any_io_executor owner, Log log)
    : options_(std::move(options)),
      ledger_(ledger),
      agents_(agents),
      emptying_(ledger, balancer, clock),
      clock_(clock),
      entropy_(entropy),
      owner_(std::move(owner)),
      log_(std::move(log)) {}

Result<Caller> Front::authenticate(const HttpRequest& request, Instant now) const {
  if (options_.authentication == Authentication::none) return options_.root;
  const auto scope = TRY(wire::read_scope(request));
  const auto* caller = options_.keys.find(scope.access_key_id);
  if (!caller) {
    return fail(ErrorCode::unrecognized_client,
                "The security token included in the request is invalid.");
  }
  TRY_VOID(wire::verify(request, caller->credentials, now));
  return *caller;
}

Result<void> Front::prepare(const HttpRequest& request, Call& call) const {
  call.body = request.body;
  if (is_gzip(request)) call.body = TRY(wire::inflate_gzip(request.body, unpacked_body_max));
  const auto scope = wire::read_scope(request);
  call.target = wire::find_target(services(), request, call.body, scope ? scope->service : "");
  call.region = scope ? scope->region : options_.region;
  call.peer = request.peer;
  call.endpoint = "http://" + std::string(request.headers.find("Host").value_or("127.0.0.1"));
  call.caller = TRY(authenticate(request, clock_.now()));
  TRY_VOID(check_scope(call.target, scope ? std::optional(*scope) : std::nullopt));
  TRY_VOID(check_operation(call.target));
  call.input = TRY(read_request(call.target, call.body));
  return {};
}

asio::awaitable<HttpResponse> Front::answer(HttpRequest request) {
  if (request.path() == "/_berth/health") co_return plain(200, R"({"status":"ok"})");
  if (request.path() == "/_berth/reset") {
    auto response = co_await reset(std::move(request));
    co_return response;
  }
  Call call;
  const auto prepared = prepare(request, call);
  if (!prepared) co_return write_failure(call.target, prepared.error(), entropy_.uuid());
  auto work = decide(call);
  auto decided = co_await asio::co_spawn(owner_, std::move(work), asio::use_awaitable);
  if (!decided) co_return write_failure(call.target, decided.error(), entropy_.uuid());
  co_return write_response(call.target, decided->response.get(), entropy_.uuid());
}

/// Runs on the owner: decides, commits, and waits until nothing shown can be lost any more.
asio::awaitable<Result<ErasedChange>> Front::decide(const Call& call) {
  const Stamp stamp{clock_.now(),
                    {call.caller.account, call.region},
                    call.caller.principal_arn,
                    call.peer,
                    call.endpoint,
                    entropy_};
  const auto invoke = find_function(*call.target.service, call.target.operation_name);
  auto change = invoke(ledger_.state(), call.input->get(), stamp);
  if (change) ledger_.commit(std::move(change->commands));
  co_await durable();
  co_return change;
}

asio::awaitable<void> Front::durable() {
  auto begin = [this](auto handler) {
    ledger_.after_sync([handler = std::move(handler)]() mutable { std::move(handler)(); });
  };
  co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(begin, asio::use_awaitable);
}

asio::awaitable<HttpResponse> Front::reset(HttpRequest request) {
  if (options_.reset == Reset::refused) {
    co_return plain(403, R"({"message":"Start the server with --allow-reset to allow this."})");
  }
  if (request.method != "POST") co_return plain(405, R"({"message":"Use POST."})");
  auto work = empty_everything();
  co_await asio::co_spawn(owner_, std::move(work), asio::use_awaitable);
  co_return plain(200, R"({"status":"empty"})");
}

asio::awaitable<void> Front::empty_everything() {
  co_await emptying_.run();
  co_await durable();
}

asio::awaitable<std::optional<HttpResponse>> Front::admit(const HttpRequest& handshake) {
  const auto caller = authenticate(handshake, clock_.now());
  if (!caller) co_return refuse_handshake(caller.error());
  auto read = agents::read_handshake(handshake);
  if (!read) co_return refuse_handshake(read.error());
  auto work = admit_agent(std::move(*read));
  auto refusal = co_await asio::co_spawn(owner_, std::move(work), asio::use_awaitable);
  co_return refusal;
}

asio::awaitable<std::optional<HttpResponse>> Front::admit_agent(agents::Handshake handshake) {
  const auto admitted = agents_.admit(handshake);
  if (admitted) co_return std::nullopt;
  co_return refuse_handshake(400, "InactiveInstanceException", admitted.error().message);
}

asio::awaitable<void> Front::serve(HttpRequest handshake,
                                   std::unique_ptr<ports::WebSocket> socket) {
  auto read = agents::read_handshake(handshake);
  if (!read) co_return;
  auto work = agents_.serve(std::move(*read), std::move(socket));
  co_await asio::co_spawn(owner_, std::move(work), asio::use_awaitable);
}

}  // namespace berth::api

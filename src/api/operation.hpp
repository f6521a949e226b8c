#pragma once
// What an operation function looks like: it sees the state, a decoded and validated request and a
// Stamp, and answers a response together with the commands that make it true. It changes nothing
// itself; the front (api/front) commits the commands and holds the answer back until they are
// durable. A refusal carries no commands.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/shape.hpp"
#include "base/time.hpp"
#include "model/realm.hpp"
#include "ports/entropy.hpp"
#include "state/commands.hpp"
#include "state/state.hpp"

namespace berth::api {

using state::Command;
using View = state::State;

/// Everything about a request that is not in its body.
struct Stamp {
  Instant now{};
  model::Realm realm;
  /// "arn:aws:iam::000000000000:root"
  std::string principal_arn;
  /// Address of the caller.
  std::string peer;
  /// "http://127.0.0.1:6420", as the caller reached us: agents are pointed there.
  std::string endpoint;
  ports::Entropy& entropy;

  std::string arn(std::string_view service, std::string_view resource) const {
    return realm.arn(service, resource);
  }
};

template <class Response>
struct Change {
  Response response;
  std::vector<Command> commands{};
};

/// A Change whose response type only its Shape knows.
struct ErasedChange {
  std::shared_ptr<const void> response;
  std::vector<Command> commands;
};

using Invoke = Result<ErasedChange> (*)(const View&, const void* request, const Stamp&);

/// A row of a service's generated table of operations, in order of names.
struct OperationEntry {
  std::string_view name;
  Invoke invoke;
};

namespace detail {

template <class Function>
struct Signature;

template <class Response, class Request>
struct Signature<Result<Change<Response>> (*)(const View&, const Request&, const Stamp&)> {
  using RequestType = Request;
  using ResponseType = Response;
};

}  // namespace detail

/// Calls an operation function through type-erased request and response.
template <auto Function>
Result<ErasedChange> invoke(const View& view, const void* request, const Stamp& stamp) {
  using Types = detail::Signature<decltype(Function)>;
  auto change = Function(view, *static_cast<const typename Types::RequestType*>(request), stamp);
  if (!change) return std::unexpected(std::move(change).error());
  return ErasedChange{std::make_shared<typename Types::ResponseType>(std::move(change->response)),
                      std::move(change->commands)};
}

/// One line for an operation that Berth knows and refuses (see each service's unsupported.cpp).
template <class Response>
Result<Change<Response>> refuse(std::string_view operation) {
  return fail(ErrorCode::unsupported_operation,
              "Berth does not support the operation " + std::string(operation) + ".");
}

}  // namespace berth::api

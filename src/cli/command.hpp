#pragma once
// What a command of the CLI gets: a client for the API and where to print. A command answers with
// an Error that says what happened and what to do; the program prints it in one line.

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "base/result.hpp"
#include "base/time.hpp"
#include "cli/screen/screen.hpp"
#include "client/api_client.hpp"

namespace berth::cli {

struct Context {
  client::ApiClient& client;
  /// Lines for standard output.
  std::string& out;
};

using Done = boost::asio::awaitable<Result<void>>;

template <class T>
using Answer = boost::asio::awaitable<Result<T>>;

/// `berth tasks`: all tasks of a cluster, then the stopped ones with their reasons.
Done list_tasks(Context context, std::string cluster);

/// `berth task`: one task with its containers and what happened to it when. The start of its id is
/// enough where no other task has the same.
Done show_task(Context context, std::string cluster, std::string id);

/// `berth stop`: asks for the stop and does not wait for it. The reason is told with the task.
Done stop_task(Context context, std::string cluster, std::string id,
               std::optional<std::string> reason);

/// `berth services`: how each service of a cluster is doing.
Done list_services(Context context, std::string cluster);

/// `berth service`: its deployments, tasks, targets and newest events.
Done show_service(Context context, std::string cluster, std::string name);

/// `berth service --watch`: in a terminal the same again and again, elsewhere its events as they
/// come, until it is interrupted or the service is gone.
Done watch_service(Context context, Screen screen, std::string cluster, std::string name);

enum class ExplainFormat : std::uint8_t { text, json };

/// `berth explain service`: where its next task would go, and what keeps the other instances from
/// taking it.
Done explain_service(Context context, std::string cluster, std::string service,
                     ExplainFormat format);

/// `berth explain task`: why it was placed where it is, and where another one would go.
Done explain_task(Context context, std::string cluster, std::string id, ExplainFormat format);

/// `berth env`: the lines that point AWS clients at this server, for `eval "$(berth env)"`.
std::string environment(const std::string& endpoint, const std::string& region,
                        const wire::Credentials& key);

}  // namespace berth::cli

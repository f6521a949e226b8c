#pragma once
// The TaskListener port on this host: an address on the loopback device, a server on it, and a
// redirection of port 80 to the server's own.
//
// The server does not listen on port 80 itself: a container could then not publish that port any
// more, and one that does publish it would be sent the other tasks' requests. Where the kernel
// refuses the redirection, the URL names the server's port instead. Everything needs root.
// Processes that share a host take one address each: 169.254.170.2, .3, and so on.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "adapters/http_server.hpp"
#include "ports/task_listener.hpp"

namespace berth::adapters {

class LinkLocalListener final : public ports::TaskListener {
 public:
  /// Services answer on `owner`; connections live on `threads`.
  LinkLocalListener(boost::asio::any_io_executor owner, IoThreads& threads)
      : owner_(std::move(owner)), threads_(threads) {}

  Result<std::string> open(const std::string& wanted, ports::HttpService& service) override;
  void close(const std::string& url) override;

 private:
  struct Place {
    std::string address;
    std::unique_ptr<HttpServer> server;
  };

  Result<std::string> take(const std::string& address, ports::HttpService& service);

  boost::asio::any_io_executor owner_;
  IoThreads& threads_;
  /// By URL.
  std::map<std::string, Place> places_;
};

/// The addresses to try, in order: that of `wanted` first, if it is one of ours.
std::vector<std::string> link_local_candidates(const std::string& wanted);

}  // namespace berth::adapters

#pragma once
// Answers of the endpoints that tasks and the host ask, in the forms of Amazon's agent.

#include <string>

#include <boost/json.hpp>

#include "agent/inside/question.hpp"
#include "base/http.hpp"

namespace berth::agent::inside {

HttpResponse json_response(int status, const boost::json::value& body);
HttpResponse text_response(int status, std::string body);
HttpResponse wrong_method();
/// Of a path that leads nowhere.
HttpResponse no_such_page();
/// 429.
HttpResponse too_many_requests(const HttpRequest& request);

/// Nobody on this host has that endpoint id: "V4 task metadata handler: unable to …".
HttpResponse unknown_endpoint(const Question& question);
/// Version 2 knows its callers by their address.
HttpResponse unknown_address(const std::string& address);
/// "V4 task stats handler: <why>".
HttpResponse failed(const Question& question, int status, const std::string& why);

}  // namespace berth::agent::inside

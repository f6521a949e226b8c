#pragma once
// InputPath and InputTransformer of a target: a part of the event, or a text made of parts of it.
// Paths are the JSONPath that EventBridge takes: "$.detail.containers[0].name", "$['detail-type']".

#include <map>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "base/result.hpp"

namespace berth::events {

/// validation for a text that is no such path.
Result<void> check_path(std::string_view path);

/// The JSON at the path, "{}" where there is none.
std::string at_path(const boost::json::value& event, std::string_view path);

/// The text at the path without quotes, JSON of what is no text; empty where there is none.
std::string text_at_path(const boost::json::value& event, std::string_view path);

/// Whose names a template may use: <aws.events.rule-arn>, <aws.events.rule-name>.
struct RuleNames {
  std::string arn, name;
};

/// validation where what the target is sent in place of an event would be no JSON.
Result<void> check_input(std::string_view target, std::string_view text);

/// validation where the template names what no path of the map gives, or makes no JSON.
Result<void> check_template(std::string_view target, std::string_view text,
                            const std::map<std::string, std::string>& paths);

/// `<name>` inside quotes takes the bare text of a value, elsewhere its JSON; what the event does
/// not have is empty or null.
std::string fill_template(std::string_view text, const std::map<std::string, std::string>& paths,
                          const RuleNames& rule, std::string_view event,
                          const boost::json::value& parsed);

}  // namespace berth::events

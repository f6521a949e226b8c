#pragma once
// Tags as every service keeps them: key to value, sorted by key.

#include <map>
#include <string>

namespace berth::model {

using Tags = std::map<std::string, std::string>;

}  // namespace berth::model

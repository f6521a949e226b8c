#pragma once
// Amazon Resource Names: arn:partition:service:region:account:resource, taken apart and put
// together. The resource part keeps its own colons and slashes.

#include <optional>
#include <string>
#include <string_view>

namespace berth {

struct Arn {
  std::string partition, service, region, account, resource;

  /// Nothing unless there are six parts and the first is "arn".
  static std::optional<Arn> parse(std::string_view text);
  std::string text() const;
  bool operator==(const Arn&) const = default;
};

/// aws-cn for China, aws-us-gov for GovCloud, aws for every other region.
std::string_view partition_of(std::string_view region);

/// Whether the text looks like a region: "us-east-1", "cn-north-1", "us-gov-west-1".
bool is_region(std::string_view text);

}  // namespace berth

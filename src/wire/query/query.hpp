#pragma once
// Requests of the awsQuery and ec2Query protocols: form parameters into described values
// (behaviour §5.4). Lists are "Name.member.1", flattened ones and all of EC2's "Name.1"; maps are
// "Name.entry.1.key"; an empty list is "Name=".
//
// A value that cannot be read as its type answers `serialization` and names the parameter. Unknown
// parameters, missing members and texts outside their enumeration are noted in the findings.

#include <vector>

#include "base/http.hpp"
#include "base/result.hpp"
#include "base/service_model.hpp"
#include "base/shape.hpp"
#include "wire/findings.hpp"

namespace berth::wire::query {

/// Decodes into `value`, which must be fresh. `protocol` is aws_query or ec2_query.
Result<void> decode(const Shape& shape, const std::vector<QueryPair>& parameters, Protocol protocol,
                    void* value, Findings& findings);

}  // namespace berth::wire::query

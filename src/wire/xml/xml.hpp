#pragma once
// Answers of the awsQuery and ec2Query protocols as XML (behaviour §5.4). Members are elements of
// their XML names, lists hold <member> or the name their model gives, flattened lists repeat the
// member's element, maps hold <entry>. What leaves is well-formed whatever bytes a text holds.

#include <string>
#include <string_view>

#include "base/service_model.hpp"
#include "base/shape.hpp"

namespace berth::wire::xml {

/// The whole document: <OpResponse> with the result wrapper and ResponseMetadata for aws_query, or
/// with requestId and bare members for ec2_query.
std::string encode_response(const ServiceModel& service, const OperationModel& operation,
                            Protocol protocol, const void* response, std::string_view request_id);

/// The members of a structure, without an element around them.
std::string encode_members(const Shape& shape, const void* value);

/// Text with what XML reserves escaped; characters that XML 1.0 cannot hold are replaced.
void append_text(std::string& out, std::string_view text);

}  // namespace berth::wire::xml

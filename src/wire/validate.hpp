#pragma once
// Checks a decoded request against the constraints of its model and words what is broken as AWS's
// generated validators do: "1 validation error detected: Value 'x' at 'count' failed to satisfy
// constraint: Member must …" (behaviour §5.3). Sensitive values are never echoed, long ones cut.

#include <string>

#include "base/result.hpp"
#include "base/shape.hpp"
#include "wire/findings.hpp"

namespace berth::wire {

/// Adds a violation for each length, range or pattern that the value breaks. What was missing or
/// outside an enumeration, the decoder has already noted.
void validate(const Shape& shape, const void* value, Findings& findings);

/// One violation as AWS says it.
std::string describe_violation(const Violation& violation);

/// Nothing to say, or the `validation` error that names every violation.
Result<void> refuse_violations(const Findings& findings);

}  // namespace berth::wire

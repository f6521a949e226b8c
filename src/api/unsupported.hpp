#pragma once
// Each service's unsupported.cpp defines the operations that the service's model declares and
// Berth refuses, one line each. An operation that stands neither there nor among the handlers does
// not link, so these files are the complete list of gaps.

#include "api/operation.hpp"

/// Defines `function` as a refusal that names the operation.
#define BERTH_REFUSE(function, operation, Request, Response)                     \
  Result<Change<Response>> function(const View&, const Request&, const Stamp&) { \
    return refuse<Response>(operation);                                          \
  }

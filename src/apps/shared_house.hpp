#pragma once
// What the agents of one process share to answer their tasks: one address of the host, one server,
// one audit trail in the data directory.

#include <string>

#include "adapters/files/audit_file.hpp"
#include "adapters/link_local_listener.hpp"
#include "agent/inside/house.hpp"
#include "apps/runtime.hpp"

namespace berth::apps {

class SharedHouse {
 public:
  SharedHouse(Runtime& runtime, const std::string& data)
      : listener_(runtime.owner(), runtime.threads()),
        audit_(data + "/audit.log"),
        house_(listener_, runtime.clock(), audit_, runtime.log()) {}

  agent::inside::House& house() { return house_; }

 private:
  adapters::LinkLocalListener listener_;
  adapters::AuditFile audit_;
  agent::inside::House house_;
};

}  // namespace berth::apps

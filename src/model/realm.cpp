#include "model/realm.hpp"

#include "base/arn.hpp"

namespace berth::model {

std::string Realm::arn(std::string_view service, std::string_view resource) const {
  return Arn{std::string(partition_of(region)), std::string(service), region, account,
             std::string(resource)}
      .text();
}

Realm realm_of(std::string_view arn) {
  const auto parsed = Arn::parse(arn);
  if (!parsed) return {};
  return {parsed->account, parsed->region};
}

}  // namespace berth::model

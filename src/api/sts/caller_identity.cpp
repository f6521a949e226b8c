// GetCallerIdentity, which every caller may ask.
#include "api/operation.hpp"
#include "base/arn.hpp"
#include "base/text.hpp"
#include "gen/sts/operations.hpp"

namespace berth::api::sts {

namespace {

/// The root of an account has the account's number as its id; other principals their name.
std::string user_id(const Stamp& stamp) {
  const auto arn = Arn::parse(stamp.principal_arn);
  if (!arn || arn->resource == "root") return stamp.realm.account;
  const auto name = cut_last(arn->resource, '/');
  return std::string(name ? name->after : arn->resource);
}

}  // namespace

Result<Change<gen::sts::GetCallerIdentityResponse>> get_caller_identity(
    const View&, const gen::sts::GetCallerIdentityRequest&, const Stamp& stamp) {
  Change<gen::sts::GetCallerIdentityResponse> change;
  change.response.user_id = user_id(stamp);
  change.response.account = stamp.realm.account;
  change.response.arn = stamp.principal_arn;
  return change;
}

}  // namespace berth::api::sts

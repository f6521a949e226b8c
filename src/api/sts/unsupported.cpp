// Operations of AWS STS that Berth knows and refuses.
#include "api/unsupported.hpp"

#include "gen/sts/operations.hpp"

#define REFUSE(function, Operation) \
  BERTH_REFUSE(function, #Operation, gen::sts::Operation##Request, gen::sts::Operation##Response)

namespace berth::api::sts {

REFUSE(assume_role, AssumeRole)
REFUSE(assume_role_with_saml, AssumeRoleWithSAML)
REFUSE(assume_role_with_web_identity, AssumeRoleWithWebIdentity)
REFUSE(assume_root, AssumeRoot)
REFUSE(decode_authorization_message, DecodeAuthorizationMessage)
REFUSE(get_access_key_info, GetAccessKeyInfo)
REFUSE(get_delegated_access_token, GetDelegatedAccessToken)
REFUSE(get_federation_token, GetFederationToken)
REFUSE(get_session_token, GetSessionToken)
REFUSE(get_web_identity_token, GetWebIdentityToken)

}  // namespace berth::api::sts

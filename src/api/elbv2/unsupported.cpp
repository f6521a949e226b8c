// Operations of Elastic Load Balancing that Berth knows and refuses.
#include "api/unsupported.hpp"

#include "gen/elbv2/operations.hpp"

#define REFUSE(function, Operation) \
  BERTH_REFUSE(function, #Operation, gen::elbv2::Operation##Input, gen::elbv2::Operation##Output)

namespace berth::api::elbv2 {

REFUSE(add_listener_certificates, AddListenerCertificates)
REFUSE(add_trust_store_revocations, AddTrustStoreRevocations)
REFUSE(create_rule, CreateRule)
REFUSE(create_trust_store, CreateTrustStore)
REFUSE(delete_rule, DeleteRule)
REFUSE(delete_shared_trust_store_association, DeleteSharedTrustStoreAssociation)
REFUSE(delete_trust_store, DeleteTrustStore)
REFUSE(describe_capacity_reservation, DescribeCapacityReservation)
REFUSE(describe_listener_certificates, DescribeListenerCertificates)
REFUSE(describe_ssl_policies, DescribeSSLPolicies)
REFUSE(describe_trust_store_associations, DescribeTrustStoreAssociations)
REFUSE(describe_trust_store_revocations, DescribeTrustStoreRevocations)
REFUSE(describe_trust_stores, DescribeTrustStores)
REFUSE(get_resource_policy, GetResourcePolicy)
REFUSE(get_trust_store_ca_certificates_bundle, GetTrustStoreCaCertificatesBundle)
REFUSE(get_trust_store_revocation_content, GetTrustStoreRevocationContent)
REFUSE(modify_capacity_reservation, ModifyCapacityReservation)
REFUSE(modify_ip_pools, ModifyIpPools)
REFUSE(modify_rule, ModifyRule)
REFUSE(modify_trust_store, ModifyTrustStore)
REFUSE(remove_listener_certificates, RemoveListenerCertificates)
REFUSE(remove_trust_store_revocations, RemoveTrustStoreRevocations)
REFUSE(set_rule_priorities, SetRulePriorities)

}  // namespace berth::api::elbv2

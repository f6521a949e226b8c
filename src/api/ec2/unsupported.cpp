// Operations of Amazon EC2 that Berth knows and refuses. Those that its model only names are
// refused by the front.
#include "api/unsupported.hpp"

#include "gen/ec2/operations.hpp"

#define REFUSE(function, Operation) \
  BERTH_REFUSE(function, #Operation, gen::ec2::Operation##Request, gen::ec2::Operation##Result)

namespace berth::api::ec2 {

REFUSE(describe_instances, DescribeInstances)
REFUSE(describe_internet_gateways, DescribeInternetGateways)
REFUSE(describe_network_interfaces, DescribeNetworkInterfaces)
REFUSE(describe_route_tables, DescribeRouteTables)

}  // namespace berth::api::ec2

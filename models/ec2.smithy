// The API of Amazon Elastic Compute Cloud: names, types, constraints and
// errors. Written by tools/import_model from the published botocore model; a change made
// here by hand is lost at the next import.
$version: "2.0"

namespace com.amazonaws.ec2

use aws.api#service
use aws.auth#sigv4
use aws.protocols#ec2Query
use berth.traits#namedOperations

@service(sdkId: "EC2", endpointPrefix: "ec2")
@sigv4(name: "ec2")
@ec2Query
@xmlNamespace(uri: "http://ec2.amazonaws.com/doc/2016-11-15/")
@namedOperations([
    "AcceptAddressTransfer", "AcceptCapacityReservationBillingOwnership",
    "AcceptReservedInstancesExchangeQuote", "AcceptTransitGatewayClientVpnAttachment",
    "AcceptTransitGatewayMulticastDomainAssociations", "AcceptTransitGatewayPeeringAttachment",
    "AcceptTransitGatewayVpcAttachment", "AcceptVpcEndpointConnections",
    "AcceptVpcPeeringConnection", "AdvertiseByoipCidr", "AllocateAddress", "AllocateHosts",
    "AllocateIpamPoolCidr", "ApplySecurityGroupsToClientVpnTargetNetwork", "AssignIpv6Addresses",
    "AssignPrivateIpAddresses", "AssignPrivateNatGatewayAddress", "AssociateAddress",
    "AssociateApplicationStatusCheck", "AssociateCapacityReservationBillingOwner",
    "AssociateClientVpnTargetNetwork", "AssociateDhcpOptions",
    "AssociateEnclaveCertificateIamRole", "AssociateIamInstanceProfile",
    "AssociateInstanceEventWindow", "AssociateIpamByoasn", "AssociateIpamResourceDiscovery",
    "AssociateNatGatewayAddress", "AssociateRouteServer", "AssociateRouteTable",
    "AssociateSecurityGroupVpc", "AssociateSubnetCidrBlock",
    "AssociateTransitGatewayMulticastDomain", "AssociateTransitGatewayPolicyTable",
    "AssociateTransitGatewayRouteTable", "AssociateTrunkInterface", "AssociateVpcCidrBlock",
    "AttachClassicLinkVpc", "AttachImageWatermark", "AttachInternetGateway",
    "AttachNetworkInterface", "AttachVerifiedAccessTrustProvider", "AttachVolume",
    "AttachVpnGateway", "AuthorizeClientVpnIngress", "AuthorizeSecurityGroupEgress",
    "AuthorizeSecurityGroupIngress", "BatchModifyIpamRoutingPolicyRegistrations", "BundleInstance",
    "CancelBundleTask", "CancelCapacityReservation", "CancelCapacityReservationFleets",
    "CancelConversionTask", "CancelDeclarativePoliciesReport", "CancelExportTask",
    "CancelImageLaunchPermission", "CancelImportTask", "CancelReservedInstancesListing",
    "CancelSpotFleetRequests", "CancelSpotInstanceRequests", "ConfirmProductInstance",
    "CopyFpgaImage", "CopyImage", "CopySnapshot", "CopyVolumes", "CreateApplicationStatusCheck",
    "CreateCapacityManagerDataExport", "CreateCapacityReservation",
    "CreateCapacityReservationBySplitting", "CreateCapacityReservationCancellationQuote",
    "CreateCapacityReservationFleet", "CreateCarrierGateway", "CreateClientVpnEndpoint",
    "CreateClientVpnRoute", "CreateCoipCidr", "CreateCoipPool", "CreateCustomerGateway",
    "CreateDefaultSubnet", "CreateDefaultVpc", "CreateDelegateMacVolumeOwnershipTask",
    "CreateDhcpOptions", "CreateEgressOnlyInternetGateway", "CreateFleet", "CreateFlowLogs",
    "CreateFpgaImage", "CreateImage", "CreateImageUsageReport", "CreateInstanceConnectEndpoint",
    "CreateInstanceEventWindow", "CreateInstanceExportTask", "CreateInternetGateway",
    "CreateInterruptibleCapacityReservationAllocation", "CreateIpam",
    "CreateIpamExternalResourceVerificationToken", "CreateIpamInternetRegistryAssociation",
    "CreateIpamPolicy", "CreateIpamPool", "CreateIpamPrefixListResolver",
    "CreateIpamPrefixListResolverTarget", "CreateIpamResourceDiscovery",
    "CreateIpamRoutingPolicyRegistration", "CreateIpamScope", "CreateKeyPair",
    "CreateLaunchTemplate", "CreateLaunchTemplateVersion", "CreateLocalGatewayRoute",
    "CreateLocalGatewayRouteTable", "CreateLocalGatewayRouteTableVirtualInterfaceGroupAssociation",
    "CreateLocalGatewayRouteTableVpcAssociation", "CreateLocalGatewayVirtualInterface",
    "CreateLocalGatewayVirtualInterfaceGroup",
    "CreateMacSystemIntegrityProtectionModificationTask", "CreateManagedPrefixList",
    "CreateNatGateway", "CreateNetworkAcl", "CreateNetworkAclEntry",
    "CreateNetworkInsightsAccessScope", "CreateNetworkInsightsPath", "CreateNetworkInterface",
    "CreateNetworkInterfacePermission", "CreatePlacementGroup", "CreatePublicIpv4Pool",
    "CreateReplaceRootVolumeTask", "CreateReservedInstancesListing", "CreateRestoreImageTask",
    "CreateRoute", "CreateRouteServer", "CreateRouteServerEndpoint", "CreateRouteServerPeer",
    "CreateRouteTable", "CreateSecondaryNetwork", "CreateSecondarySubnet", "CreateSecurityGroup",
    "CreateSnapshot", "CreateSnapshots", "CreateSpotDatafeedSubscription", "CreateStoreImageTask",
    "CreateSubnet", "CreateSubnetCidrReservation", "CreateTags", "CreateTrafficMirrorFilter",
    "CreateTrafficMirrorFilterRule", "CreateTrafficMirrorSession", "CreateTrafficMirrorTarget",
    "CreateTransitGateway", "CreateTransitGatewayConnect", "CreateTransitGatewayConnectPeer",
    "CreateTransitGatewayMeteringPolicy", "CreateTransitGatewayMeteringPolicyEntry",
    "CreateTransitGatewayMulticastDomain", "CreateTransitGatewayPeeringAttachment",
    "CreateTransitGatewayPolicyTable", "CreateTransitGatewayPolicyTableEntry",
    "CreateTransitGatewayPrefixListReference", "CreateTransitGatewayRoute",
    "CreateTransitGatewayRouteTable", "CreateTransitGatewayRouteTableAnnouncement",
    "CreateTransitGatewayVpcAttachment", "CreateVerifiedAccessEndpoint",
    "CreateVerifiedAccessGroup", "CreateVerifiedAccessInstance",
    "CreateVerifiedAccessTrustProvider", "CreateVolume", "CreateVpc",
    "CreateVpcBlockPublicAccessExclusion", "CreateVpcEncryptionControl", "CreateVpcEndpoint",
    "CreateVpcEndpointConnectionNotification", "CreateVpcEndpointServiceConfiguration",
    "CreateVpcPeeringConnection", "CreateVpnConcentrator", "CreateVpnConnection",
    "CreateVpnConnectionRoute", "CreateVpnGateway", "DeleteApplicationStatusCheck",
    "DeleteCapacityManagerDataExport", "DeleteCarrierGateway", "DeleteClientVpnEndpoint",
    "DeleteClientVpnRoute", "DeleteCoipCidr", "DeleteCoipPool", "DeleteCustomerGateway",
    "DeleteDhcpOptions", "DeleteEgressOnlyInternetGateway", "DeleteFleets", "DeleteFlowLogs",
    "DeleteFpgaImage", "DeleteImageUsageReport", "DeleteInstanceConnectEndpoint",
    "DeleteInstanceEventWindow", "DeleteInternetGateway", "DeleteIpam",
    "DeleteIpamExternalResourceVerificationToken", "DeleteIpamInternetRegistryAssociation",
    "DeleteIpamPolicy", "DeleteIpamPool", "DeleteIpamPrefixListResolver",
    "DeleteIpamPrefixListResolverTarget", "DeleteIpamResourceDiscovery",
    "DeleteIpamRoutingPolicyRegistration", "DeleteIpamScope", "DeleteKeyPair",
    "DeleteLaunchTemplate", "DeleteLaunchTemplateVersions", "DeleteLocalGatewayRoute",
    "DeleteLocalGatewayRouteTable", "DeleteLocalGatewayRouteTableVirtualInterfaceGroupAssociation",
    "DeleteLocalGatewayRouteTableVpcAssociation", "DeleteLocalGatewayVirtualInterface",
    "DeleteLocalGatewayVirtualInterfaceGroup", "DeleteManagedPrefixList", "DeleteNatGateway",
    "DeleteNetworkAcl", "DeleteNetworkAclEntry", "DeleteNetworkInsightsAccessScope",
    "DeleteNetworkInsightsAccessScopeAnalysis", "DeleteNetworkInsightsAnalysis",
    "DeleteNetworkInsightsPath", "DeleteNetworkInterface", "DeleteNetworkInterfacePermission",
    "DeletePlacementGroup", "DeletePublicIpv4Pool", "DeleteQueuedReservedInstances", "DeleteRoute",
    "DeleteRouteServer", "DeleteRouteServerEndpoint", "DeleteRouteServerPeer", "DeleteRouteTable",
    "DeleteSecondaryNetwork", "DeleteSecondarySubnet", "DeleteSecurityGroup", "DeleteSnapshot",
    "DeleteSpotDatafeedSubscription", "DeleteSubnet", "DeleteSubnetCidrReservation", "DeleteTags",
    "DeleteTrafficMirrorFilter", "DeleteTrafficMirrorFilterRule", "DeleteTrafficMirrorSession",
    "DeleteTrafficMirrorTarget", "DeleteTransitGateway", "DeleteTransitGatewayClientVpnAttachment",
    "DeleteTransitGatewayConnect", "DeleteTransitGatewayConnectPeer",
    "DeleteTransitGatewayMeteringPolicy", "DeleteTransitGatewayMeteringPolicyEntry",
    "DeleteTransitGatewayMulticastDomain", "DeleteTransitGatewayPeeringAttachment",
    "DeleteTransitGatewayPolicyTable", "DeleteTransitGatewayPolicyTableEntry",
    "DeleteTransitGatewayPrefixListReference", "DeleteTransitGatewayRoute",
    "DeleteTransitGatewayRouteTable", "DeleteTransitGatewayRouteTableAnnouncement",
    "DeleteTransitGatewayVpcAttachment", "DeleteVerifiedAccessEndpoint",
    "DeleteVerifiedAccessGroup", "DeleteVerifiedAccessInstance",
    "DeleteVerifiedAccessTrustProvider", "DeleteVolume", "DeleteVpc",
    "DeleteVpcBlockPublicAccessExclusion", "DeleteVpcEncryptionControl",
    "DeleteVpcEndpointConnectionNotifications", "DeleteVpcEndpointServiceConfigurations",
    "DeleteVpcEndpoints", "DeleteVpcPeeringConnection", "DeleteVpnConcentrator",
    "DeleteVpnConnection", "DeleteVpnConnectionRoute", "DeleteVpnGateway", "DeprovisionByoipCidr",
    "DeprovisionIpamByoasn", "DeprovisionIpamPoolCidr", "DeprovisionPublicIpv4PoolCidr",
    "DeregisterImage", "DeregisterInstanceEventNotificationAttributes",
    "DeregisterTransitGatewayMulticastGroupMembers",
    "DeregisterTransitGatewayMulticastGroupSources", "DescribeAccountVpcEncryptionControl",
    "DescribeAddressTransfers", "DescribeAddresses", "DescribeAddressesAttribute",
    "DescribeAggregateIdFormat", "DescribeApplicationStatus",
    "DescribeApplicationStatusCheckAssociations", "DescribeApplicationStatusChecks",
    "DescribeAwsNetworkPerformanceMetricSubscriptions", "DescribeBundleTasks",
    "DescribeByoipCidrs", "DescribeCapacityBlockExtensionHistory",
    "DescribeCapacityBlockExtensionOfferings", "DescribeCapacityBlockOfferings",
    "DescribeCapacityBlockStatus", "DescribeCapacityBlocks", "DescribeCapacityManagerDataExports",
    "DescribeCapacityReservationBillingRequests", "DescribeCapacityReservationCancellationQuotes",
    "DescribeCapacityReservationFleets", "DescribeCapacityReservationTopology",
    "DescribeCapacityReservations", "DescribeCarrierGateways", "DescribeClassicLinkInstances",
    "DescribeClientVpnAuthorizationRules", "DescribeClientVpnConnections",
    "DescribeClientVpnEndpoints", "DescribeClientVpnRoutes", "DescribeClientVpnTargetNetworks",
    "DescribeCoipPools", "DescribeConversionTasks", "DescribeCustomerGateways",
    "DescribeDeclarativePoliciesReports", "DescribeDhcpOptions",
    "DescribeEgressOnlyInternetGateways", "DescribeElasticGpus", "DescribeExportImageTasks",
    "DescribeExportTasks", "DescribeFastLaunchImages", "DescribeFastSnapshotRestores",
    "DescribeFleetHistory", "DescribeFleetInstances", "DescribeFleets", "DescribeFlowLogs",
    "DescribeFpgaImageAttribute", "DescribeFpgaImages", "DescribeHostReservationOfferings",
    "DescribeHostReservations", "DescribeHosts", "DescribeIamInstanceProfileAssociations",
    "DescribeIdFormat", "DescribeIdentityIdFormat", "DescribeImageAttribute",
    "DescribeImageReferences", "DescribeImageUsageReportEntries", "DescribeImageUsageReports",
    "DescribeImages", "DescribeImportImageTasks", "DescribeImportSnapshotTasks",
    "DescribeInstanceAttribute", "DescribeInstanceConnectEndpoints",
    "DescribeInstanceCreditSpecifications", "DescribeInstanceEventNotificationAttributes",
    "DescribeInstanceEventWindows", "DescribeInstanceImageMetadata",
    "DescribeInstanceSqlHaHistoryStates", "DescribeInstanceSqlHaStates", "DescribeInstanceStatus",
    "DescribeInstanceTopology", "DescribeInstanceTypeOfferings", "DescribeInstanceTypes",
    "DescribeIpamByoasn", "DescribeIpamExternalResourceVerificationTokens",
    "DescribeIpamInternetRegistryAssociations", "DescribeIpamPolicies",
    "DescribeIpamPoolAllocations", "DescribeIpamPools", "DescribeIpamPrefixListResolverTargets",
    "DescribeIpamPrefixListResolvers", "DescribeIpamResourceDiscoveries",
    "DescribeIpamResourceDiscoveryAssociations", "DescribeIpamScopes", "DescribeIpams",
    "DescribeIpv6Pools", "DescribeKeyPairs", "DescribeLaunchTemplateVersions",
    "DescribeLaunchTemplates", "DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations",
    "DescribeLocalGatewayRouteTableVpcAssociations", "DescribeLocalGatewayRouteTables",
    "DescribeLocalGatewayVirtualInterfaceGroups", "DescribeLocalGatewayVirtualInterfaces",
    "DescribeLocalGateways", "DescribeLockedSnapshots", "DescribeMacHosts",
    "DescribeMacModificationTasks", "DescribeManagedPrefixLists", "DescribeMovingAddresses",
    "DescribeNatGateways", "DescribeNetworkAcls", "DescribeNetworkInsightsAccessScopeAnalyses",
    "DescribeNetworkInsightsAccessScopes", "DescribeNetworkInsightsAnalyses",
    "DescribeNetworkInsightsPaths", "DescribeNetworkInterfaceAttribute",
    "DescribeNetworkInterfacePermissions", "DescribeOutpostLags", "DescribePlacementGroups",
    "DescribePrefixLists", "DescribePrincipalIdFormat", "DescribePublicIpv4Pools",
    "DescribeReplaceRootVolumeTasks", "DescribeReservedInstances",
    "DescribeReservedInstancesListings", "DescribeReservedInstancesModifications",
    "DescribeReservedInstancesOfferings", "DescribeRouteServerEndpoints",
    "DescribeRouteServerPeers", "DescribeRouteServers", "DescribeScheduledInstanceAvailability",
    "DescribeScheduledInstances", "DescribeSecondaryInterfaces", "DescribeSecondaryNetworks",
    "DescribeSecondarySubnets", "DescribeSecurityGroupReferences", "DescribeSecurityGroupRules",
    "DescribeSecurityGroupVpcAssociations", "DescribeServiceLinkVirtualInterfaces",
    "DescribeSnapshotAttribute", "DescribeSnapshotTierStatus", "DescribeSnapshots",
    "DescribeSpotDatafeedSubscription", "DescribeSpotFleetInstances",
    "DescribeSpotFleetRequestHistory", "DescribeSpotFleetRequests", "DescribeSpotInstanceRequests",
    "DescribeSpotPriceHistory", "DescribeStaleSecurityGroups", "DescribeStoreImageTasks",
    "DescribeTags", "DescribeTrafficMirrorFilterRules", "DescribeTrafficMirrorFilters",
    "DescribeTrafficMirrorSessions", "DescribeTrafficMirrorTargets",
    "DescribeTransitGatewayAttachments", "DescribeTransitGatewayConnectPeers",
    "DescribeTransitGatewayConnects", "DescribeTransitGatewayMeteringPolicies",
    "DescribeTransitGatewayMulticastDomains", "DescribeTransitGatewayPeeringAttachments",
    "DescribeTransitGatewayPolicyTables", "DescribeTransitGatewayRouteTableAnnouncements",
    "DescribeTransitGatewayRouteTables", "DescribeTransitGatewayVpcAttachments",
    "DescribeTransitGateways", "DescribeTrunkInterfaceAssociations",
    "DescribeVerifiedAccessEndpoints", "DescribeVerifiedAccessGroups",
    "DescribeVerifiedAccessInstanceLoggingConfigurations", "DescribeVerifiedAccessInstances",
    "DescribeVerifiedAccessTrustProviders", "DescribeVolumeAttribute", "DescribeVolumeStatus",
    "DescribeVolumes", "DescribeVolumesModifications", "DescribeVpcAttribute",
    "DescribeVpcBlockPublicAccessExclusions", "DescribeVpcBlockPublicAccessOptions",
    "DescribeVpcClassicLink", "DescribeVpcClassicLinkDnsSupport", "DescribeVpcEncryptionControls",
    "DescribeVpcEndpointAssociations", "DescribeVpcEndpointConnectionNotifications",
    "DescribeVpcEndpointConnections", "DescribeVpcEndpointServiceConfigurations",
    "DescribeVpcEndpointServicePermissions", "DescribeVpcEndpointServices", "DescribeVpcEndpoints",
    "DescribeVpcPeeringConnections", "DescribeVpnConcentrators", "DescribeVpnConnections",
    "DescribeVpnGateways", "DetachClassicLinkVpc", "DetachImageWatermark", "DetachInternetGateway",
    "DetachNetworkInterface", "DetachVerifiedAccessTrustProvider", "DetachVolume",
    "DetachVpnGateway", "DisableAddressTransfer", "DisableAllowedImagesSettings",
    "DisableApplicationStatusCheckSuppression", "DisableAwsNetworkPerformanceMetricSubscription",
    "DisableCapacityManager", "DisableEbsEncryptionByDefault", "DisableFastLaunch",
    "DisableFastSnapshotRestores", "DisableImage", "DisableImageBlockPublicAccess",
    "DisableImageDeprecation", "DisableImageDeregistrationProtection",
    "DisableInstanceSqlHaStandbyDetections", "DisableIpamOrganizationAdminAccount",
    "DisableIpamPolicy", "DisableRouteServerPropagation", "DisableSerialConsoleAccess",
    "DisableSnapshotBlockPublicAccess", "DisableTransitGatewayRouteTablePropagation",
    "DisableVgwRoutePropagation", "DisableVpcClassicLink", "DisableVpcClassicLinkDnsSupport",
    "DisassociateAddress", "DisassociateApplicationStatusCheck",
    "DisassociateCapacityReservationBillingOwner", "DisassociateClientVpnTargetNetwork",
    "DisassociateEnclaveCertificateIamRole", "DisassociateIamInstanceProfile",
    "DisassociateInstanceEventWindow", "DisassociateIpamByoasn",
    "DisassociateIpamResourceDiscovery", "DisassociateNatGatewayAddress",
    "DisassociateRouteServer", "DisassociateRouteTable", "DisassociateSecurityGroupVpc",
    "DisassociateSubnetCidrBlock", "DisassociateTransitGatewayMulticastDomain",
    "DisassociateTransitGatewayPolicyTable", "DisassociateTransitGatewayRouteTable",
    "DisassociateTrunkInterface", "DisassociateVpcCidrBlock", "EnableAddressTransfer",
    "EnableAllowedImagesSettings", "EnableApplicationStatusCheckSuppression",
    "EnableAwsNetworkPerformanceMetricSubscription", "EnableCapacityManager",
    "EnableEbsEncryptionByDefault", "EnableFastLaunch", "EnableFastSnapshotRestores",
    "EnableImage", "EnableImageBlockPublicAccess", "EnableImageDeprecation",
    "EnableImageDeregistrationProtection", "EnableInstanceSqlHaStandbyDetections",
    "EnableIpamInternetRegistryAssociation", "EnableIpamOrganizationAdminAccount",
    "EnableIpamPolicy", "EnableReachabilityAnalyzerOrganizationSharing",
    "EnableRouteServerPropagation", "EnableSerialConsoleAccess", "EnableSnapshotBlockPublicAccess",
    "EnableTransitGatewayRouteTablePropagation", "EnableVgwRoutePropagation", "EnableVolumeIO",
    "EnableVpcClassicLink", "EnableVpcClassicLinkDnsSupport",
    "ExportClientVpnClientCertificateRevocationList", "ExportClientVpnClientConfiguration",
    "ExportImage", "ExportTransitGatewayRoutes", "ExportVerifiedAccessInstanceClientConfiguration",
    "GetActiveVpnTunnelStatus", "GetAllowedImagesSettings",
    "GetAssociatedEnclaveCertificateIamRoles", "GetAssociatedIpv6PoolCidrs",
    "GetAwsNetworkPerformanceData", "GetCapacityManagerAttributes", "GetCapacityManagerMetricData",
    "GetCapacityManagerMetricDimensions", "GetCapacityManagerMonitoredTagKeys",
    "GetCapacityReservationUsage", "GetCoipPoolUsage", "GetConsoleOutput", "GetConsoleScreenshot",
    "GetDeclarativePoliciesReportSummary", "GetDefaultCreditSpecification",
    "GetEbsDefaultKmsKeyId", "GetEbsEncryptionByDefault", "GetEnabledIpamPolicy",
    "GetFlowLogsIntegrationTemplate", "GetGroupsForCapacityReservation",
    "GetHostReservationPurchasePreview", "GetImageAncestry", "GetImageBlockPublicAccessState",
    "GetInstanceMetadataDefaults", "GetInstanceTpmEkPub",
    "GetInstanceTypesFromInstanceRequirements", "GetInstanceUefiData", "GetIpamAddressHistory",
    "GetIpamDiscoveredAccounts", "GetIpamDiscoveredPublicAddresses",
    "GetIpamDiscoveredResourceCidrs", "GetIpamDiscoveredRoutes",
    "GetIpamInternetRegistryAssociationAsns", "GetIpamInternetRegistryAssociationCidrs",
    "GetIpamPolicyAllocationRules", "GetIpamPolicyOrganizationTargets", "GetIpamPoolAllocations",
    "GetIpamPoolCidrs", "GetIpamPrefixListResolverRules",
    "GetIpamPrefixListResolverVersionEntries", "GetIpamPrefixListResolverVersions",
    "GetIpamResourceCidrs", "GetIpamRouteOriginAuthorizations", "GetIpamRouteProtectionFindings",
    "GetIpamRoutingPolicyRegistrationDeltas", "GetIpamRoutingPolicyRegistrations",
    "GetLaunchTemplateData", "GetManagedPrefixListAssociations", "GetManagedPrefixListEntries",
    "GetManagedResourceVisibility", "GetNetworkInsightsAccessScopeAnalysisFindings",
    "GetNetworkInsightsAccessScopeContent", "GetPasswordData", "GetReservedInstancesExchangeQuote",
    "GetRouteServerAssociations", "GetRouteServerPropagations", "GetRouteServerRoutingDatabase",
    "GetSecurityGroupsForVpc", "GetSerialConsoleAccessStatus", "GetSnapshotBlockPublicAccessState",
    "GetSpotPlacementScores", "GetSubnetCidrReservations",
    "GetTransitGatewayAttachmentPropagations", "GetTransitGatewayMeteringPolicyEntries",
    "GetTransitGatewayMulticastDomainAssociations", "GetTransitGatewayPolicyTableAssociations",
    "GetTransitGatewayPolicyTableEntries", "GetTransitGatewayPrefixListReferences",
    "GetTransitGatewayRouteTableAssociations", "GetTransitGatewayRouteTablePropagations",
    "GetVerifiedAccessEndpointPolicy", "GetVerifiedAccessEndpointTargets",
    "GetVerifiedAccessGroupPolicy", "GetVpcResourcesBlockingEncryptionEnforcement",
    "GetVpnConnectionDeviceSampleConfiguration", "GetVpnConnectionDeviceTypes",
    "GetVpnTunnelReplacementStatus", "ImportClientVpnClientCertificateRevocationList",
    "ImportImage", "ImportInstance", "ImportKeyPair", "ImportSnapshot", "ImportVolume",
    "ListImagesInRecycleBin", "ListSnapshotsInRecycleBin", "ListVolumesInRecycleBin",
    "LockSnapshot", "ModifyAccountVpcEncryptionControl", "ModifyAddressAttribute",
    "ModifyApplicationStatusCheck", "ModifyAvailabilityZoneGroup", "ModifyCapacityReservation",
    "ModifyCapacityReservationFleet", "ModifyClientVpnEndpoint",
    "ModifyDefaultCreditSpecification", "ModifyEbsDefaultKmsKeyId", "ModifyFleet",
    "ModifyFpgaImageAttribute", "ModifyHosts", "ModifyIdFormat", "ModifyIdentityIdFormat",
    "ModifyImageAttribute", "ModifyInstanceAttribute",
    "ModifyInstanceCapacityReservationAttributes", "ModifyInstanceConnectEndpoint",
    "ModifyInstanceCpuOptions", "ModifyInstanceCreditSpecification",
    "ModifyInstanceEventStartTime", "ModifyInstanceEventWindow",
    "ModifyInstanceMaintenanceOptions", "ModifyInstanceMetadataDefaults",
    "ModifyInstanceMetadataOptions", "ModifyInstanceNetworkPerformanceOptions",
    "ModifyInstancePlacement", "ModifyIpam", "ModifyIpamPolicyAllocationRules", "ModifyIpamPool",
    "ModifyIpamPoolAllocation", "ModifyIpamPrefixListResolver",
    "ModifyIpamPrefixListResolverTarget", "ModifyIpamResourceCidr", "ModifyIpamResourceDiscovery",
    "ModifyIpamRoutingPolicyRegistration", "ModifyIpamScope", "ModifyLaunchTemplate",
    "ModifyLocalGatewayRoute", "ModifyManagedPrefixList", "ModifyManagedResourceVisibility",
    "ModifyNetworkInterfaceAttribute", "ModifyPrivateDnsNameOptions",
    "ModifyPublicIpDnsNameOptions", "ModifyReservedInstances", "ModifyRouteServer",
    "ModifySecurityGroupRules", "ModifySnapshotAttribute", "ModifySnapshotTier",
    "ModifySpotFleetRequest", "ModifySubnetAttribute", "ModifyTrafficMirrorFilterNetworkServices",
    "ModifyTrafficMirrorFilterRule", "ModifyTrafficMirrorSession", "ModifyTransitGateway",
    "ModifyTransitGatewayMeteringPolicy", "ModifyTransitGatewayPolicyTableEntry",
    "ModifyTransitGatewayPrefixListReference", "ModifyTransitGatewayVpcAttachment",
    "ModifyVerifiedAccessEndpoint", "ModifyVerifiedAccessEndpointPolicy",
    "ModifyVerifiedAccessGroup", "ModifyVerifiedAccessGroupPolicy", "ModifyVerifiedAccessInstance",
    "ModifyVerifiedAccessInstanceLoggingConfiguration", "ModifyVerifiedAccessTrustProvider",
    "ModifyVolume", "ModifyVolumeAttribute", "ModifyVpcAttribute",
    "ModifyVpcBlockPublicAccessExclusion", "ModifyVpcBlockPublicAccessOptions",
    "ModifyVpcEncryptionControl", "ModifyVpcEndpoint", "ModifyVpcEndpointConnectionNotification",
    "ModifyVpcEndpointPayerResponsibility", "ModifyVpcEndpointServiceConfiguration",
    "ModifyVpcEndpointServicePayerResponsibility", "ModifyVpcEndpointServicePermissions",
    "ModifyVpcPeeringConnectionOptions", "ModifyVpcTenancy", "ModifyVpnConnection",
    "ModifyVpnConnectionOptions", "ModifyVpnTunnelCertificate", "ModifyVpnTunnelOptions",
    "MonitorInstances", "MoveAddressToVpc", "MoveByoipCidrToIpam",
    "MoveCapacityReservationInstances", "ProvisionByoipCidr", "ProvisionIpamByoasn",
    "ProvisionIpamPoolCidr", "ProvisionPublicIpv4PoolCidr", "PurchaseCapacityBlock",
    "PurchaseCapacityBlockExtension", "PurchaseHostReservation",
    "PurchaseReservedInstancesOffering", "PurchaseScheduledInstances", "RebootInstances",
    "RegisterImage", "RegisterInstanceEventNotificationAttributes",
    "RegisterTransitGatewayMulticastGroupMembers", "RegisterTransitGatewayMulticastGroupSources",
    "RejectCapacityReservationBillingOwnership", "RejectTransitGatewayClientVpnAttachment",
    "RejectTransitGatewayMulticastDomainAssociations", "RejectTransitGatewayPeeringAttachment",
    "RejectTransitGatewayVpcAttachment", "RejectVpcEndpointConnections",
    "RejectVpcPeeringConnection", "ReleaseAddress", "ReleaseHosts", "ReleaseIpamPoolAllocation",
    "ReplaceIamInstanceProfileAssociation", "ReplaceImageCriteriaInAllowedImagesSettings",
    "ReplaceNetworkAclAssociation", "ReplaceNetworkAclEntry", "ReplaceRoute",
    "ReplaceRouteTableAssociation", "ReplaceTransitGatewayRoute", "ReplaceVpnTunnel",
    "ReportInstanceStatus", "RequestSpotFleet", "RequestSpotInstances", "ResetAddressAttribute",
    "ResetEbsDefaultKmsKeyId", "ResetFpgaImageAttribute", "ResetImageAttribute",
    "ResetInstanceAttribute", "ResetNetworkInterfaceAttribute", "ResetSnapshotAttribute",
    "RestoreAddressToClassic", "RestoreImageFromRecycleBin", "RestoreManagedPrefixListVersion",
    "RestoreSnapshotFromRecycleBin", "RestoreSnapshotTier", "RestoreVolumeFromRecycleBin",
    "RevokeClientVpnIngress", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress",
    "RunInstances", "RunScheduledInstances", "SearchLocalGatewayRoutes",
    "SearchTransitGatewayMulticastGroups", "SearchTransitGatewayRoutes", "SendDiagnosticInterrupt",
    "StartDeclarativePoliciesReport", "StartInstances", "StartNetworkInsightsAccessScopeAnalysis",
    "StartNetworkInsightsAnalysis", "StartVpcEndpointServicePrivateDnsVerification",
    "StopInstances", "TerminateClientVpnConnections", "TerminateInstances",
    "UnassignIpv6Addresses", "UnassignPrivateIpAddresses", "UnassignPrivateNatGatewayAddress",
    "UnlockSnapshot", "UnmonitorInstances", "UpdateCapacityManagerMonitoredTagKeys",
    "UpdateCapacityManagerOrganizationsAccess", "UpdateInterruptibleCapacityReservationAllocation",
    "UpdateSecurityGroupRuleDescriptionsEgress", "UpdateSecurityGroupRuleDescriptionsIngress",
    "WithdrawByoipCidr"
])
service EC2 {
    version: "2016-11-15"
    operations: [
        DescribeAccountAttributes
        DescribeAvailabilityZones
        DescribeInstances
        DescribeInternetGateways
        DescribeNetworkInterfaces
        DescribeRegions
        DescribeRouteTables
        DescribeSecurityGroups
        DescribeSubnets
        DescribeVpcs
    ]
}

operation DescribeAccountAttributes {
    input: DescribeAccountAttributesRequest
    output: DescribeAccountAttributesResult
}

operation DescribeAvailabilityZones {
    input: DescribeAvailabilityZonesRequest
    output: DescribeAvailabilityZonesResult
}

@paginated(
    inputToken: "NextToken"
    outputToken: "NextToken"
    items: "Reservations"
    pageSize: "MaxResults"
)
operation DescribeInstances {
    input: DescribeInstancesRequest
    output: DescribeInstancesResult
}

@paginated(
    inputToken: "NextToken"
    outputToken: "NextToken"
    items: "InternetGateways"
    pageSize: "MaxResults"
)
operation DescribeInternetGateways {
    input: DescribeInternetGatewaysRequest
    output: DescribeInternetGatewaysResult
}

@paginated(
    inputToken: "NextToken"
    outputToken: "NextToken"
    items: "NetworkInterfaces"
    pageSize: "MaxResults"
)
operation DescribeNetworkInterfaces {
    input: DescribeNetworkInterfacesRequest
    output: DescribeNetworkInterfacesResult
}

operation DescribeRegions {
    input: DescribeRegionsRequest
    output: DescribeRegionsResult
}

@paginated(
    inputToken: "NextToken"
    outputToken: "NextToken"
    items: "RouteTables"
    pageSize: "MaxResults"
)
operation DescribeRouteTables {
    input: DescribeRouteTablesRequest
    output: DescribeRouteTablesResult
}

@paginated(
    inputToken: "NextToken"
    outputToken: "NextToken"
    items: "SecurityGroups"
    pageSize: "MaxResults"
)
operation DescribeSecurityGroups {
    input: DescribeSecurityGroupsRequest
    output: DescribeSecurityGroupsResult
}

@paginated(
    inputToken: "NextToken"
    outputToken: "NextToken"
    items: "Subnets"
    pageSize: "MaxResults"
)
operation DescribeSubnets {
    input: DescribeSubnetsRequest
    output: DescribeSubnetsResult
}

@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Vpcs", pageSize: "MaxResults")
operation DescribeVpcs {
    input: DescribeVpcsRequest
    output: DescribeVpcsResult
}

structure AccountAttribute {
    @xmlName("attributeName")
    AttributeName: String
    @xmlName("attributeValueSet")
    AttributeValues: AccountAttributeValueList
}

list AccountAttributeList {
    @xmlName("item")
    member: AccountAttribute
}

enum AccountAttributeName {
    SUPPORTED_PLATFORMS = "supported-platforms"
    DEFAULT_VPC = "default-vpc"
}

list AccountAttributeNameStringList {
    @xmlName("attributeName")
    member: AccountAttributeName
}

structure AccountAttributeValue {
    @xmlName("attributeValue")
    AttributeValue: String
}

list AccountAttributeValueList {
    @xmlName("item")
    member: AccountAttributeValue
}

enum AmdSevSnpSpecification {
    ENABLED = "enabled"
    DISABLED = "disabled"
}

enum ArchitectureValues {
    I386 = "i386"
    X86_64 = "x86_64"
    ARM64 = "arm64"
    X86_64_MAC = "x86_64_mac"
    ARM64_MAC = "arm64_mac"
}

list AssociatedSubnetList {
    @xmlName("item")
    member: String
}

structure AttachmentEnaSrdSpecification {
    @xmlName("enaSrdEnabled")
    EnaSrdEnabled: Boolean
    @xmlName("enaSrdUdpSpecification")
    EnaSrdUdpSpecification: AttachmentEnaSrdUdpSpecification
}

structure AttachmentEnaSrdUdpSpecification {
    @xmlName("enaSrdUdpEnabled")
    EnaSrdUdpEnabled: Boolean
}

enum AttachmentStatus {
    ATTACHING = "attaching"
    ATTACHED = "attached"
    DETACHING = "detaching"
    DETACHED = "detached"
}

structure AvailabilityZone {
    @xmlName("optInStatus")
    OptInStatus: AvailabilityZoneOptInStatus
    @xmlName("messageSet")
    Messages: AvailabilityZoneMessageList
    @xmlName("regionName")
    RegionName: String
    @xmlName("zoneName")
    ZoneName: String
    @xmlName("zoneId")
    ZoneId: String
    @xmlName("groupName")
    GroupName: String
    @xmlName("networkBorderGroup")
    NetworkBorderGroup: String
    @xmlName("zoneType")
    ZoneType: String
    @xmlName("parentZoneName")
    ParentZoneName: String
    @xmlName("parentZoneId")
    ParentZoneId: String
    @xmlName("groupLongName")
    GroupLongName: String
    @xmlName("geographySet")
    Geography: AvailabilityZoneGeographyList
    @xmlName("subGeographySet")
    SubGeography: AvailabilityZoneSubGeographyList
    @xmlName("zoneState")
    State: AvailabilityZoneState
}

structure AvailabilityZoneGeography {
    @xmlName("name")
    Name: String
}

list AvailabilityZoneGeographyList {
    @xmlName("item")
    member: AvailabilityZoneGeography
}

list AvailabilityZoneList {
    @xmlName("item")
    member: AvailabilityZone
}

structure AvailabilityZoneMessage {
    @xmlName("message")
    Message: String
}

list AvailabilityZoneMessageList {
    @xmlName("item")
    member: AvailabilityZoneMessage
}

enum AvailabilityZoneOptInStatus {
    OPT_IN_NOT_REQUIRED = "opt-in-not-required"
    OPTED_IN = "opted-in"
    NOT_OPTED_IN = "not-opted-in"
}

enum AvailabilityZoneState {
    AVAILABLE = "available"
    INFORMATION = "information"
    IMPAIRED = "impaired"
    UNAVAILABLE = "unavailable"
    CONSTRAINED = "constrained"
}

structure AvailabilityZoneSubGeography {
    @xmlName("name")
    Name: String
}

list AvailabilityZoneSubGeographyList {
    @xmlName("item")
    member: AvailabilityZoneSubGeography
}

enum BlockPublicAccessMode {
    OFF = "off"
    BLOCK_BIDIRECTIONAL = "block-bidirectional"
    BLOCK_INGRESS = "block-ingress"
}

structure BlockPublicAccessStates {
    @xmlName("internetGatewayBlockMode")
    InternetGatewayBlockMode: BlockPublicAccessMode
}

enum BootModeValues {
    LEGACY_BIOS = "legacy-bios"
    UEFI = "uefi"
    UEFI_PREFERRED = "uefi-preferred"
}

enum CapacityReservationPreference {
    CAPACITY_RESERVATIONS_ONLY = "capacity-reservations-only"
    OPEN = "open"
    NONE = "none"
}

structure CapacityReservationSpecificationResponse {
    @xmlName("capacityReservationPreference")
    CapacityReservationPreference: CapacityReservationPreference
    @xmlName("capacityReservationTarget")
    CapacityReservationTarget: CapacityReservationTargetResponse
}

structure CapacityReservationTargetResponse {
    @xmlName("capacityReservationId")
    CapacityReservationId: String
    @xmlName("capacityReservationResourceGroupArn")
    CapacityReservationResourceGroupArn: String
}

structure ConnectionTrackingConfiguration {
    @xmlName("tcpEstablishedTimeout")
    TcpEstablishedTimeout: Integer
    @xmlName("udpStreamTimeout")
    UdpStreamTimeout: Integer
    @xmlName("udpTimeout")
    UdpTimeout: Integer
}

structure ConnectionTrackingSpecificationResponse {
    @xmlName("tcpEstablishedTimeout")
    TcpEstablishedTimeout: Integer
    @xmlName("udpStreamTimeout")
    UdpStreamTimeout: Integer
    @xmlName("udpTimeout")
    UdpTimeout: Integer
}

structure CpuOptions {
    @xmlName("coreCount")
    CoreCount: Integer
    @xmlName("threadsPerCore")
    ThreadsPerCore: Integer
    @xmlName("amdSevSnp")
    AmdSevSnp: AmdSevSnpSpecification
    @xmlName("nestedVirtualization")
    NestedVirtualization: NestedVirtualizationSpecification
}

structure DescribeAccountAttributesRequest {
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("attributeName")
    AttributeNames: AccountAttributeNameStringList
}

structure DescribeAccountAttributesResult {
    @xmlName("accountAttributeSet")
    AccountAttributes: AccountAttributeList
}

structure DescribeAvailabilityZonesRequest {
    @xmlName("ZoneName")
    ZoneNames: ZoneNameStringList
    @xmlName("ZoneId")
    ZoneIds: ZoneIdStringList
    AllAvailabilityZones: Boolean
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("Filter")
    Filters: FilterList
}

structure DescribeAvailabilityZonesResult {
    @xmlName("availabilityZoneInfo")
    AvailabilityZones: AvailabilityZoneList
}

structure DescribeInstancesRequest {
    @xmlName("InstanceId")
    InstanceIds: InstanceIdStringList
    IncludeManagedResources: Boolean
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("Filter")
    Filters: FilterList
    @xmlName("nextToken")
    NextToken: String
    @xmlName("maxResults")
    MaxResults: Integer
}

structure DescribeInstancesResult {
    @xmlName("nextToken")
    NextToken: String
    @xmlName("reservationSet")
    Reservations: ReservationList
}

@range(min: 5, max: 1000)
integer DescribeInternetGatewaysMaxResults

structure DescribeInternetGatewaysRequest {
    NextToken: String
    MaxResults: DescribeInternetGatewaysMaxResults
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("internetGatewayId")
    InternetGatewayIds: InternetGatewayIdList
    @xmlName("Filter")
    Filters: FilterList
}

structure DescribeInternetGatewaysResult {
    @xmlName("internetGatewaySet")
    InternetGateways: InternetGatewayList
    @xmlName("nextToken")
    NextToken: String
}

@range(min: 5, max: 1000)
integer DescribeNetworkInterfacesMaxResults

structure DescribeNetworkInterfacesRequest {
    NextToken: String
    MaxResults: DescribeNetworkInterfacesMaxResults
    IncludeManagedResources: Boolean
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("NetworkInterfaceId")
    NetworkInterfaceIds: NetworkInterfaceIdList
    @xmlName("filter")
    Filters: FilterList
}

structure DescribeNetworkInterfacesResult {
    @xmlName("networkInterfaceSet")
    NetworkInterfaces: NetworkInterfaceList
    @xmlName("nextToken")
    NextToken: String
}

structure DescribeRegionsRequest {
    @xmlName("RegionName")
    RegionNames: RegionNameStringList
    AllRegions: Boolean
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("Filter")
    Filters: FilterList
}

structure DescribeRegionsResult {
    @xmlName("regionInfo")
    Regions: RegionList
}

@range(min: 5, max: 100)
integer DescribeRouteTablesMaxResults

structure DescribeRouteTablesRequest {
    NextToken: String
    MaxResults: DescribeRouteTablesMaxResults
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("RouteTableId")
    RouteTableIds: RouteTableIdStringList
    @xmlName("Filter")
    Filters: FilterList
}

structure DescribeRouteTablesResult {
    @xmlName("routeTableSet")
    RouteTables: RouteTableList
    @xmlName("nextToken")
    NextToken: String
}

@range(min: 5, max: 1000)
integer DescribeSecurityGroupsMaxResults

structure DescribeSecurityGroupsRequest {
    @xmlName("GroupId")
    GroupIds: GroupIdStringList
    @xmlName("GroupName")
    GroupNames: GroupNameStringList
    NextToken: String
    MaxResults: DescribeSecurityGroupsMaxResults
    @xmlName("dryRun")
    DryRun: Boolean
    @xmlName("Filter")
    Filters: FilterList
}

structure DescribeSecurityGroupsResult {
    @xmlName("nextToken")
    NextToken: String
    @xmlName("securityGroupInfo")
    SecurityGroups: SecurityGroupList
}

@range(min: 5, max: 1000)
integer DescribeSubnetsMaxResults

structure DescribeSubnetsRequest {
    @xmlName("Filter")
    Filters: FilterList
    @xmlName("SubnetId")
    SubnetIds: SubnetIdStringList
    NextToken: String
    MaxResults: DescribeSubnetsMaxResults
    @xmlName("dryRun")
    DryRun: Boolean
}

structure DescribeSubnetsResult {
    @xmlName("nextToken")
    NextToken: String
    @xmlName("subnetSet")
    Subnets: SubnetList
}

@range(min: 5, max: 1000)
integer DescribeVpcsMaxResults

structure DescribeVpcsRequest {
    @xmlName("Filter")
    Filters: FilterList
    @xmlName("VpcId")
    VpcIds: VpcIdStringList
    NextToken: String
    MaxResults: DescribeVpcsMaxResults
    @xmlName("dryRun")
    DryRun: Boolean
}

structure DescribeVpcsResult {
    @xmlName("nextToken")
    NextToken: String
    @xmlName("vpcSet")
    Vpcs: VpcList
}

enum DeviceType {
    EBS = "ebs"
    INSTANCE_STORE = "instance-store"
}

structure EbsInstanceBlockDevice {
    @xmlName("attachTime")
    AttachTime: Timestamp
    @xmlName("deleteOnTermination")
    DeleteOnTermination: Boolean
    @xmlName("status")
    Status: AttachmentStatus
    @xmlName("volumeId")
    VolumeId: String
    @xmlName("associatedResource")
    AssociatedResource: String
    @xmlName("volumeOwnerId")
    VolumeOwnerId: String
    @xmlName("operator")
    Operator: OperatorResponse
    @xmlName("ebsCardIndex")
    EbsCardIndex: Integer
}

structure ElasticGpuAssociation {
    @xmlName("elasticGpuId")
    ElasticGpuId: String
    @xmlName("elasticGpuAssociationId")
    ElasticGpuAssociationId: String
    @xmlName("elasticGpuAssociationState")
    ElasticGpuAssociationState: String
    @xmlName("elasticGpuAssociationTime")
    ElasticGpuAssociationTime: String
}

list ElasticGpuAssociationList {
    @xmlName("item")
    member: ElasticGpuAssociation
}

structure ElasticInferenceAcceleratorAssociation {
    @xmlName("elasticInferenceAcceleratorArn")
    ElasticInferenceAcceleratorArn: String
    @xmlName("elasticInferenceAcceleratorAssociationId")
    ElasticInferenceAcceleratorAssociationId: String
    @xmlName("elasticInferenceAcceleratorAssociationState")
    ElasticInferenceAcceleratorAssociationState: String
    @xmlName("elasticInferenceAcceleratorAssociationTime")
    ElasticInferenceAcceleratorAssociationTime: Timestamp
}

list ElasticInferenceAcceleratorAssociationList {
    @xmlName("item")
    member: ElasticInferenceAcceleratorAssociation
}

structure EnclaveOptions {
    @xmlName("enabled")
    Enabled: Boolean
}

structure Filter {
    Name: String
    @xmlName("Value")
    Values: ValueStringList
}

list FilterList {
    @xmlName("Filter")
    member: Filter
}

list GroupIdStringList {
    @xmlName("groupId")
    member: String
}

structure GroupIdentifier {
    @xmlName("groupId")
    GroupId: String
    @xmlName("groupName")
    GroupName: String
}

list GroupIdentifierList {
    @xmlName("item")
    member: GroupIdentifier
}

list GroupNameStringList {
    @xmlName("GroupName")
    member: String
}

structure HibernationOptions {
    @xmlName("configured")
    Configured: Boolean
}

enum HostnameType {
    IP_NAME = "ip-name"
    RESOURCE_NAME = "resource-name"
}

enum HttpTokensState {
    OPTIONAL = "optional"
    REQUIRED = "required"
}

enum HypervisorType {
    OVM = "ovm"
    XEN = "xen"
}

structure IamInstanceProfile {
    @xmlName("arn")
    Arn: String
    @xmlName("id")
    Id: String
}

structure Instance {
    @xmlName("architecture")
    Architecture: ArchitectureValues
    @xmlName("blockDeviceMapping")
    BlockDeviceMappings: InstanceBlockDeviceMappingList
    @xmlName("clientToken")
    ClientToken: String
    @xmlName("ebsOptimized")
    EbsOptimized: Boolean
    @xmlName("enaSupport")
    EnaSupport: Boolean
    @xmlName("hypervisor")
    Hypervisor: HypervisorType
    @xmlName("iamInstanceProfile")
    IamInstanceProfile: IamInstanceProfile
    @xmlName("instanceLifecycle")
    InstanceLifecycle: InstanceLifecycleType
    @xmlName("elasticGpuAssociationSet")
    ElasticGpuAssociations: ElasticGpuAssociationList
    @xmlName("elasticInferenceAcceleratorAssociationSet")
    ElasticInferenceAcceleratorAssociations: ElasticInferenceAcceleratorAssociationList
    @xmlName("networkInterfaceSet")
    NetworkInterfaces: InstanceNetworkInterfaceList
    @xmlName("outpostArn")
    OutpostArn: String
    @xmlName("rootDeviceName")
    RootDeviceName: String
    @xmlName("rootDeviceType")
    RootDeviceType: DeviceType
    @xmlName("groupSet")
    SecurityGroups: GroupIdentifierList
    @xmlName("sourceDestCheck")
    SourceDestCheck: Boolean
    @xmlName("spotInstanceRequestId")
    SpotInstanceRequestId: String
    @xmlName("sriovNetSupport")
    SriovNetSupport: String
    @xmlName("stateReason")
    StateReason: StateReason
    @xmlName("tagSet")
    Tags: TagList
    @xmlName("virtualizationType")
    VirtualizationType: VirtualizationType
    @xmlName("cpuOptions")
    CpuOptions: CpuOptions
    @xmlName("capacityBlockId")
    CapacityBlockId: String
    @xmlName("capacityReservationId")
    CapacityReservationId: String
    @xmlName("capacityReservationSpecification")
    CapacityReservationSpecification: CapacityReservationSpecificationResponse
    @xmlName("hibernationOptions")
    HibernationOptions: HibernationOptions
    @xmlName("licenseSet")
    Licenses: LicenseList
    @xmlName("metadataOptions")
    MetadataOptions: InstanceMetadataOptionsResponse
    @xmlName("enclaveOptions")
    EnclaveOptions: EnclaveOptions
    @xmlName("bootMode")
    BootMode: BootModeValues
    @xmlName("platformDetails")
    PlatformDetails: String
    @xmlName("usageOperation")
    UsageOperation: String
    @xmlName("usageOperationUpdateTime")
    UsageOperationUpdateTime: Timestamp
    @xmlName("privateDnsNameOptions")
    PrivateDnsNameOptions: PrivateDnsNameOptionsResponse
    @xmlName("ipv6Address")
    Ipv6Address: String
    @xmlName("tpmSupport")
    TpmSupport: String
    @xmlName("maintenanceOptions")
    MaintenanceOptions: InstanceMaintenanceOptions
    @xmlName("currentInstanceBootMode")
    CurrentInstanceBootMode: InstanceBootModeValues
    @xmlName("networkPerformanceOptions")
    NetworkPerformanceOptions: InstanceNetworkPerformanceOptions
    @xmlName("operator")
    Operator: OperatorResponse
    @xmlName("secondaryInterfaceSet")
    SecondaryInterfaces: InstanceSecondaryInterfaceList
    @xmlName("instanceId")
    InstanceId: String
    @xmlName("imageId")
    ImageId: String
    @xmlName("instanceState")
    State: InstanceState
    @xmlName("privateDnsName")
    PrivateDnsName: String
    @xmlName("dnsName")
    PublicDnsName: String
    @xmlName("reason")
    StateTransitionReason: String
    @xmlName("keyName")
    KeyName: String
    @xmlName("amiLaunchIndex")
    AmiLaunchIndex: Integer
    @xmlName("productCodes")
    ProductCodes: ProductCodeList
    @xmlName("instanceType")
    InstanceType: String
    @xmlName("launchTime")
    LaunchTime: Timestamp
    @xmlName("placement")
    Placement: Placement
    @xmlName("kernelId")
    KernelId: String
    @xmlName("ramdiskId")
    RamdiskId: String
    @xmlName("platform")
    Platform: PlatformValues
    @xmlName("monitoring")
    Monitoring: Monitoring
    @xmlName("subnetId")
    SubnetId: String
    @xmlName("vpcId")
    VpcId: String
    @xmlName("privateIpAddress")
    PrivateIpAddress: String
    @xmlName("ipAddress")
    PublicIpAddress: String
}

structure InstanceAttachmentEnaSrdSpecification {
    @xmlName("enaSrdEnabled")
    EnaSrdEnabled: Boolean
    @xmlName("enaSrdUdpSpecification")
    EnaSrdUdpSpecification: InstanceAttachmentEnaSrdUdpSpecification
}

structure InstanceAttachmentEnaSrdUdpSpecification {
    @xmlName("enaSrdUdpEnabled")
    EnaSrdUdpEnabled: Boolean
}

enum InstanceAutoRecoveryState {
    DISABLED = "disabled"
    DEFAULT = "default"
}

enum InstanceBandwidthWeighting {
    DEFAULT = "default"
    VPC_1 = "vpc-1"
    EBS_1 = "ebs-1"
}

structure InstanceBlockDeviceMapping {
    @xmlName("deviceName")
    DeviceName: String
    @xmlName("ebs")
    Ebs: EbsInstanceBlockDevice
}

list InstanceBlockDeviceMappingList {
    @xmlName("item")
    member: InstanceBlockDeviceMapping
}

enum InstanceBootModeValues {
    LEGACY_BIOS = "legacy-bios"
    UEFI = "uefi"
}

list InstanceIdStringList {
    @xmlName("InstanceId")
    member: String
}

structure InstanceIpv4Prefix {
    @xmlName("ipv4Prefix")
    Ipv4Prefix: String
}

list InstanceIpv4PrefixList {
    @xmlName("item")
    member: InstanceIpv4Prefix
}

structure InstanceIpv6Address {
    @xmlName("ipv6Address")
    Ipv6Address: String
    @xmlName("isPrimaryIpv6")
    IsPrimaryIpv6: Boolean
}

list InstanceIpv6AddressList {
    @xmlName("item")
    member: InstanceIpv6Address
}

structure InstanceIpv6Prefix {
    @xmlName("ipv6Prefix")
    Ipv6Prefix: String
}

list InstanceIpv6PrefixList {
    @xmlName("item")
    member: InstanceIpv6Prefix
}

enum InstanceLifecycleType {
    SPOT = "spot"
    SCHEDULED = "scheduled"
    CAPACITY_BLOCK = "capacity-block"
    INTERRUPTIBLE_CAPACITY_RESERVATION = "interruptible-capacity-reservation"
}

list InstanceList {
    @xmlName("item")
    member: Instance
}

structure InstanceMaintenanceOptions {
    @xmlName("autoRecovery")
    AutoRecovery: InstanceAutoRecoveryState
    @xmlName("rebootMigration")
    RebootMigration: InstanceRebootMigrationState
}

enum InstanceMetadataEndpointState {
    DISABLED = "disabled"
    ENABLED = "enabled"
}

structure InstanceMetadataOptionsResponse {
    @xmlName("state")
    State: InstanceMetadataOptionsState
    @xmlName("httpTokens")
    HttpTokens: HttpTokensState
    @xmlName("httpPutResponseHopLimit")
    HttpPutResponseHopLimit: Integer
    @xmlName("httpEndpoint")
    HttpEndpoint: InstanceMetadataEndpointState
    @xmlName("httpProtocolIpv6")
    HttpProtocolIpv6: InstanceMetadataProtocolState
    @xmlName("instanceMetadataTags")
    InstanceMetadataTags: InstanceMetadataTagsState
}

enum InstanceMetadataOptionsState {
    PENDING = "pending"
    APPLIED = "applied"
}

enum InstanceMetadataProtocolState {
    DISABLED = "disabled"
    ENABLED = "enabled"
}

enum InstanceMetadataTagsState {
    DISABLED = "disabled"
    ENABLED = "enabled"
}

structure InstanceNetworkInterface {
    @xmlName("association")
    Association: InstanceNetworkInterfaceAssociation
    @xmlName("attachment")
    Attachment: InstanceNetworkInterfaceAttachment
    @xmlName("description")
    Description: String
    @xmlName("groupSet")
    Groups: GroupIdentifierList
    @xmlName("ipv6AddressesSet")
    Ipv6Addresses: InstanceIpv6AddressList
    @xmlName("macAddress")
    MacAddress: String
    @xmlName("networkInterfaceId")
    NetworkInterfaceId: String
    @xmlName("ownerId")
    OwnerId: String
    @xmlName("privateDnsName")
    PrivateDnsName: String
    @xmlName("privateIpAddress")
    PrivateIpAddress: String
    @xmlName("privateIpAddressesSet")
    PrivateIpAddresses: InstancePrivateIpAddressList
    @xmlName("sourceDestCheck")
    SourceDestCheck: Boolean
    @xmlName("status")
    Status: NetworkInterfaceStatus
    @xmlName("subnetId")
    SubnetId: String
    @xmlName("vpcId")
    VpcId: String
    @xmlName("interfaceType")
    InterfaceType: String
    @xmlName("ipv4PrefixSet")
    Ipv4Prefixes: InstanceIpv4PrefixList
    @xmlName("ipv6PrefixSet")
    Ipv6Prefixes: InstanceIpv6PrefixList
    @xmlName("connectionTrackingConfiguration")
    ConnectionTrackingConfiguration: ConnectionTrackingSpecificationResponse
    @xmlName("operator")
    Operator: OperatorResponse
}

structure InstanceNetworkInterfaceAssociation {
    @xmlName("carrierIp")
    CarrierIp: String
    @xmlName("customerOwnedIp")
    CustomerOwnedIp: String
    @xmlName("ipOwnerId")
    IpOwnerId: String
    @xmlName("publicDnsName")
    PublicDnsName: String
    @xmlName("publicIp")
    PublicIp: String
}

structure InstanceNetworkInterfaceAttachment {
    @xmlName("attachTime")
    AttachTime: Timestamp
    @xmlName("attachmentId")
    AttachmentId: String
    @xmlName("deleteOnTermination")
    DeleteOnTermination: Boolean
    @xmlName("deviceIndex")
    DeviceIndex: Integer
    @xmlName("status")
    Status: AttachmentStatus
    @xmlName("networkCardIndex")
    NetworkCardIndex: Integer
    @xmlName("enaSrdSpecification")
    EnaSrdSpecification: InstanceAttachmentEnaSrdSpecification
    @xmlName("enaQueueCount")
    EnaQueueCount: Integer
}

list InstanceNetworkInterfaceList {
    @xmlName("item")
    member: InstanceNetworkInterface
}

structure InstanceNetworkPerformanceOptions {
    @xmlName("bandwidthWeighting")
    BandwidthWeighting: InstanceBandwidthWeighting
}

structure InstancePrivateIpAddress {
    @xmlName("association")
    Association: InstanceNetworkInterfaceAssociation
    @xmlName("primary")
    Primary: Boolean
    @xmlName("privateDnsName")
    PrivateDnsName: String
    @xmlName("privateIpAddress")
    PrivateIpAddress: String
}

list InstancePrivateIpAddressList {
    @xmlName("item")
    member: InstancePrivateIpAddress
}

enum InstanceRebootMigrationState {
    DISABLED = "disabled"
    DEFAULT = "default"
}

structure InstanceSecondaryInterface {
    @xmlName("attachment")
    Attachment: InstanceSecondaryInterfaceAttachment
    @xmlName("macAddress")
    MacAddress: String
    @xmlName("secondaryInterfaceId")
    SecondaryInterfaceId: String
    @xmlName("ownerId")
    OwnerId: String
    @xmlName("privateIpAddressSet")
    PrivateIpAddresses: InstanceSecondaryInterfacePrivateIpAddressList
    @xmlName("sourceDestCheck")
    SourceDestCheck: Boolean
    @xmlName("status")
    Status: SecondaryInterfaceStatus
    @xmlName("secondarySubnetId")
    SecondarySubnetId: String
    @xmlName("secondaryNetworkId")
    SecondaryNetworkId: String
    @xmlName("interfaceType")
    InterfaceType: SecondaryInterfaceType
}

structure InstanceSecondaryInterfaceAttachment {
    @xmlName("attachTime")
    AttachTime: Timestamp
    @xmlName("attachmentId")
    AttachmentId: String
    @xmlName("deleteOnTermination")
    DeleteOnTermination: Boolean
    @xmlName("deviceIndex")
    DeviceIndex: Integer
    @xmlName("status")
    Status: AttachmentStatus
    @xmlName("networkCardIndex")
    NetworkCardIndex: Integer
}

list InstanceSecondaryInterfaceList {
    @xmlName("item")
    member: InstanceSecondaryInterface
}

structure InstanceSecondaryInterfacePrivateIpAddress {
    @xmlName("privateIpAddress")
    PrivateIpAddress: String
}

list InstanceSecondaryInterfacePrivateIpAddressList {
    @xmlName("item")
    member: InstanceSecondaryInterfacePrivateIpAddress
}

structure InstanceState {
    @xmlName("code")
    Code: Integer
    @xmlName("name")
    Name: InstanceStateName
}

enum InstanceStateName {
    PENDING = "pending"
    RUNNING = "running"
    SHUTTING_DOWN = "shutting-down"
    TERMINATED = "terminated"
    STOPPING = "stopping"
    STOPPED = "stopped"
}

structure InternetGateway {
    @xmlName("attachmentSet")
    Attachments: InternetGatewayAttachmentList
    @xmlName("internetGatewayId")
    InternetGatewayId: String
    @xmlName("ownerId")
    OwnerId: String
    @xmlName("tagSet")
    Tags: TagList
}

structure InternetGatewayAttachment {
    @xmlName("state")
    State: AttachmentStatus
    @xmlName("vpcId")
    VpcId: String
}

list InternetGatewayAttachmentList {
    @xmlName("item")
    member: InternetGatewayAttachment
}

list InternetGatewayIdList {
    @xmlName("item")
    member: String
}

list InternetGatewayList {
    @xmlName("item")
    member: InternetGateway
}

structure IpPermission {
    @xmlName("ipProtocol")
    IpProtocol: String
    @xmlName("fromPort")
    FromPort: Integer
    @xmlName("toPort")
    ToPort: Integer
    @xmlName("groups")
    UserIdGroupPairs: UserIdGroupPairList
    @xmlName("ipRanges")
    IpRanges: IpRangeList
    @xmlName("ipv6Ranges")
    Ipv6Ranges: Ipv6RangeList
    @xmlName("prefixListIds")
    PrefixListIds: PrefixListIdList
}

list IpPermissionList {
    @xmlName("item")
    member: IpPermission
}

structure IpRange {
    @xmlName("description")
    Description: String
    @xmlName("cidrIp")
    CidrIp: String
}

list IpRangeList {
    @xmlName("item")
    member: IpRange
}

enum IpSource {
    AMAZON = "amazon"
    BYOIP = "byoip"
    NONE = "none"
}

structure Ipv4PrefixSpecification {
    @xmlName("ipv4Prefix")
    Ipv4Prefix: String
}

list Ipv4PrefixesList {
    @xmlName("item")
    member: Ipv4PrefixSpecification
}

enum Ipv6AddressAttribute {
    PUBLIC = "public"
    PRIVATE = "private"
}

structure Ipv6PrefixSpecification {
    @xmlName("ipv6Prefix")
    Ipv6Prefix: String
}

list Ipv6PrefixesList {
    @xmlName("item")
    member: Ipv6PrefixSpecification
}

structure Ipv6Range {
    @xmlName("description")
    Description: String
    @xmlName("cidrIpv6")
    CidrIpv6: String
}

list Ipv6RangeList {
    @xmlName("item")
    member: Ipv6Range
}

structure LicenseConfiguration {
    @xmlName("licenseConfigurationArn")
    LicenseConfigurationArn: String
}

list LicenseList {
    @xmlName("item")
    member: LicenseConfiguration
}

structure Monitoring {
    @xmlName("state")
    State: MonitoringState
}

enum MonitoringState {
    DISABLED = "disabled"
    DISABLING = "disabling"
    ENABLED = "enabled"
    PENDING = "pending"
}

enum NestedVirtualizationSpecification {
    ENABLED = "enabled"
    DISABLED = "disabled"
}

structure NetworkInterface {
    @xmlName("association")
    Association: NetworkInterfaceAssociation
    @xmlName("attachment")
    Attachment: NetworkInterfaceAttachment
    @xmlName("availabilityZone")
    AvailabilityZone: String
    @xmlName("connectionTrackingConfiguration")
    ConnectionTrackingConfiguration: ConnectionTrackingConfiguration
    @xmlName("description")
    Description: String
    @xmlName("groupSet")
    Groups: GroupIdentifierList
    @xmlName("interfaceType")
    InterfaceType: NetworkInterfaceType
    @xmlName("ipv6AddressesSet")
    Ipv6Addresses: NetworkInterfaceIpv6AddressesList
    @xmlName("macAddress")
    MacAddress: String
    @xmlName("networkInterfaceId")
    NetworkInterfaceId: String
    @xmlName("outpostArn")
    OutpostArn: String
    @xmlName("ownerId")
    OwnerId: String
    @xmlName("privateDnsName")
    PrivateDnsName: String
    @xmlName("publicDnsName")
    PublicDnsName: String
    @xmlName("publicIpDnsNameOptions")
    PublicIpDnsNameOptions: PublicIpDnsNameOptions
    @xmlName("privateIpAddress")
    PrivateIpAddress: String
    @xmlName("privateIpAddressesSet")
    PrivateIpAddresses: NetworkInterfacePrivateIpAddressList
    @xmlName("ipv4PrefixSet")
    Ipv4Prefixes: Ipv4PrefixesList
    @xmlName("ipv6PrefixSet")
    Ipv6Prefixes: Ipv6PrefixesList
    @xmlName("requesterId")
    RequesterId: String
    @xmlName("requesterManaged")
    RequesterManaged: Boolean
    @xmlName("sourceDestCheck")
    SourceDestCheck: Boolean
    @xmlName("status")
    Status: NetworkInterfaceStatus
    @xmlName("subnetId")
    SubnetId: String
    @xmlName("tagSet")
    TagSet: TagList
    @xmlName("vpcId")
    VpcId: String
    @xmlName("denyAllIgwTraffic")
    DenyAllIgwTraffic: Boolean
    @xmlName("ipv6Native")
    Ipv6Native: Boolean
    @xmlName("ipv6Address")
    Ipv6Address: String
    @xmlName("operator")
    Operator: OperatorResponse
    @xmlName("associatedSubnetSet")
    AssociatedSubnets: AssociatedSubnetList
    @xmlName("availabilityZoneId")
    AvailabilityZoneId: String
}

structure NetworkInterfaceAssociation {
    @xmlName("allocationId")
    AllocationId: String
    @xmlName("associationId")
    AssociationId: String
    @xmlName("ipOwnerId")
    IpOwnerId: String
    @xmlName("publicDnsName")
    PublicDnsName: String
    @xmlName("publicIp")
    PublicIp: String
    @xmlName("customerOwnedIp")
    CustomerOwnedIp: String
    @xmlName("carrierIp")
    CarrierIp: String
}

structure NetworkInterfaceAttachment {
    @xmlName("attachTime")
    AttachTime: Timestamp
    @xmlName("attachmentId")
    AttachmentId: String
    @xmlName("deleteOnTermination")
    DeleteOnTermination: Boolean
    @xmlName("deviceIndex")
    DeviceIndex: Integer
    @xmlName("networkCardIndex")
    NetworkCardIndex: Integer
    @xmlName("instanceId")
    InstanceId: String
    @xmlName("instanceOwnerId")
    InstanceOwnerId: String
    @xmlName("status")
    Status: AttachmentStatus
    @xmlName("enaSrdSpecification")
    EnaSrdSpecification: AttachmentEnaSrdSpecification
    @xmlName("enaQueueCount")
    EnaQueueCount: Integer
}

list NetworkInterfaceIdList {
    @xmlName("item")
    member: String
}

structure NetworkInterfaceIpv6Address {
    @xmlName("ipv6Address")
    Ipv6Address: String
    @xmlName("publicIpv6DnsName")
    PublicIpv6DnsName: String
    @xmlName("isPrimaryIpv6")
    IsPrimaryIpv6: Boolean
}

list NetworkInterfaceIpv6AddressesList {
    @xmlName("item")
    member: NetworkInterfaceIpv6Address
}

list NetworkInterfaceList {
    @xmlName("item")
    member: NetworkInterface
}

structure NetworkInterfacePrivateIpAddress {
    @xmlName("association")
    Association: NetworkInterfaceAssociation
    @xmlName("primary")
    Primary: Boolean
    @xmlName("privateDnsName")
    PrivateDnsName: String
    @xmlName("privateIpAddress")
    PrivateIpAddress: String
}

list NetworkInterfacePrivateIpAddressList {
    @xmlName("item")
    member: NetworkInterfacePrivateIpAddress
}

enum NetworkInterfaceStatus {
    AVAILABLE = "available"
    ASSOCIATED = "associated"
    ATTACHING = "attaching"
    IN_USE = "in-use"
    DETACHING = "detaching"
}

enum NetworkInterfaceType {
    INTERFACE = "interface"
    NAT_GATEWAY = "natGateway"
    EFA = "efa"
    EFA_ONLY = "efa-only"
    TRUNK = "trunk"
    LOAD_BALANCER = "load_balancer"
    NETWORK_LOAD_BALANCER = "network_load_balancer"
    VPC_ENDPOINT = "vpc_endpoint"
    BRANCH = "branch"
    TRANSIT_GATEWAY = "transit_gateway"
    LAMBDA = "lambda"
    QUICKSIGHT = "quicksight"
    GLOBAL_ACCELERATOR_MANAGED = "global_accelerator_managed"
    API_GATEWAY_MANAGED = "api_gateway_managed"
    GATEWAY_LOAD_BALANCER = "gateway_load_balancer"
    GATEWAY_LOAD_BALANCER_ENDPOINT = "gateway_load_balancer_endpoint"
    IOT_RULES_MANAGED = "iot_rules_managed"
    AWS_CODESTAR_CONNECTIONS_MANAGED = "aws_codestar_connections_managed"
}

structure OperatorResponse {
    @xmlName("managed")
    Managed: Boolean
    @xmlName("principal")
    Principal: String
    @xmlName("hiddenByDefault")
    HiddenByDefault: Boolean
}

structure Placement {
    @xmlName("availabilityZoneId")
    AvailabilityZoneId: String
    @xmlName("affinity")
    Affinity: String
    @xmlName("groupName")
    GroupName: String
    @xmlName("partitionNumber")
    PartitionNumber: Integer
    @xmlName("hostId")
    HostId: String
    @xmlName("tenancy")
    Tenancy: Tenancy
    @xmlName("spreadDomain")
    SpreadDomain: String
    @xmlName("hostResourceGroupArn")
    HostResourceGroupArn: String
    @xmlName("groupId")
    GroupId: String
    @xmlName("availabilityZone")
    AvailabilityZone: String
}

enum PlatformValues {
    WINDOWS = "Windows"
}

structure PrefixListId {
    @xmlName("description")
    Description: String
    @xmlName("prefixListId")
    PrefixListId: String
}

list PrefixListIdList {
    @xmlName("item")
    member: PrefixListId
}

structure PrivateDnsNameOptionsOnLaunch {
    @xmlName("hostnameType")
    HostnameType: HostnameType
    @xmlName("enableResourceNameDnsARecord")
    EnableResourceNameDnsARecord: Boolean
    @xmlName("enableResourceNameDnsAAAARecord")
    EnableResourceNameDnsAAAARecord: Boolean
}

structure PrivateDnsNameOptionsResponse {
    @xmlName("hostnameType")
    HostnameType: HostnameType
    @xmlName("enableResourceNameDnsARecord")
    EnableResourceNameDnsARecord: Boolean
    @xmlName("enableResourceNameDnsAAAARecord")
    EnableResourceNameDnsAAAARecord: Boolean
}

structure ProductCode {
    @xmlName("productCode")
    ProductCodeId: String
    @xmlName("type")
    ProductCodeType: ProductCodeValues
}

list ProductCodeList {
    @xmlName("item")
    member: ProductCode
}

enum ProductCodeValues {
    DEVPAY = "devpay"
    MARKETPLACE = "marketplace"
}

structure PropagatingVgw {
    @xmlName("gatewayId")
    GatewayId: String
}

list PropagatingVgwList {
    @xmlName("item")
    member: PropagatingVgw
}

structure PublicIpDnsNameOptions {
    @xmlName("dnsHostnameType")
    DnsHostnameType: String
    @xmlName("publicIpv4DnsName")
    PublicIpv4DnsName: String
    @xmlName("publicIpv6DnsName")
    PublicIpv6DnsName: String
    @xmlName("publicDualStackDnsName")
    PublicDualStackDnsName: String
}

structure Region {
    @xmlName("optInStatus")
    OptInStatus: String
    @xmlName("geographySet")
    Geography: RegionGeographyList
    @xmlName("regionName")
    RegionName: String
    @xmlName("regionEndpoint")
    Endpoint: String
}

structure RegionGeography {
    @xmlName("name")
    Name: String
}

list RegionGeographyList {
    @xmlName("item")
    member: RegionGeography
}

list RegionList {
    @xmlName("item")
    member: Region
}

list RegionNameStringList {
    @xmlName("RegionName")
    member: String
}

structure Reservation {
    @xmlName("reservationId")
    ReservationId: String
    @xmlName("ownerId")
    OwnerId: String
    @xmlName("requesterId")
    RequesterId: String
    @xmlName("groupSet")
    Groups: GroupIdentifierList
    @xmlName("instancesSet")
    Instances: InstanceList
}

list ReservationList {
    @xmlName("item")
    member: Reservation
}

structure Route {
    @xmlName("destinationCidrBlock")
    DestinationCidrBlock: String
    @xmlName("destinationIpv6CidrBlock")
    DestinationIpv6CidrBlock: String
    @xmlName("destinationPrefixListId")
    DestinationPrefixListId: String
    @xmlName("egressOnlyInternetGatewayId")
    EgressOnlyInternetGatewayId: String
    @xmlName("gatewayId")
    GatewayId: String
    @xmlName("instanceId")
    InstanceId: String
    @xmlName("instanceOwnerId")
    InstanceOwnerId: String
    @xmlName("natGatewayId")
    NatGatewayId: String
    @xmlName("transitGatewayId")
    TransitGatewayId: String
    @xmlName("localGatewayId")
    LocalGatewayId: String
    @xmlName("carrierGatewayId")
    CarrierGatewayId: String
    @xmlName("networkInterfaceId")
    NetworkInterfaceId: String
    @xmlName("origin")
    Origin: RouteOrigin
    @xmlName("state")
    State: RouteState
    @xmlName("vpcPeeringConnectionId")
    VpcPeeringConnectionId: String
    @xmlName("coreNetworkArn")
    CoreNetworkArn: String
    @xmlName("odbNetworkArn")
    OdbNetworkArn: String
    @xmlName("ipAddress")
    IpAddress: String
}

list RouteList {
    @xmlName("item")
    member: Route
}

enum RouteOrigin {
    CREATE_ROUTE_TABLE = "CreateRouteTable"
    CREATE_ROUTE = "CreateRoute"
    ENABLE_VGW_ROUTE_PROPAGATION = "EnableVgwRoutePropagation"
    ADVERTISEMENT = "Advertisement"
}

enum RouteState {
    ACTIVE = "active"
    BLACKHOLE = "blackhole"
    FILTERED = "filtered"
}

structure RouteTable {
    @xmlName("associationSet")
    Associations: RouteTableAssociationList
    @xmlName("propagatingVgwSet")
    PropagatingVgws: PropagatingVgwList
    @xmlName("routeTableId")
    RouteTableId: String
    @xmlName("routeSet")
    Routes: RouteList
    @xmlName("tagSet")
    Tags: TagList
    @xmlName("vpcId")
    VpcId: String
    @xmlName("ownerId")
    OwnerId: String
}

structure RouteTableAssociation {
    @xmlName("main")
    Main: Boolean
    @xmlName("routeTableAssociationId")
    RouteTableAssociationId: String
    @xmlName("routeTableId")
    RouteTableId: String
    @xmlName("subnetId")
    SubnetId: String
    @xmlName("gatewayId")
    GatewayId: String
    @xmlName("publicIpv4Pool")
    PublicIpv4Pool: String
    @xmlName("associationState")
    AssociationState: RouteTableAssociationState
}

list RouteTableAssociationList {
    @xmlName("item")
    member: RouteTableAssociation
}

structure RouteTableAssociationState {
    @xmlName("state")
    State: RouteTableAssociationStateCode
    @xmlName("statusMessage")
    StatusMessage: String
}

enum RouteTableAssociationStateCode {
    ASSOCIATING = "associating"
    ASSOCIATED = "associated"
    DISASSOCIATING = "disassociating"
    DISASSOCIATED = "disassociated"
    FAILED = "failed"
}

list RouteTableIdStringList {
    @xmlName("item")
    member: String
}

list RouteTableList {
    @xmlName("item")
    member: RouteTable
}

enum SecondaryInterfaceStatus {
    AVAILABLE = "available"
    IN_USE = "in-use"
}

enum SecondaryInterfaceType {
    SECONDARY = "secondary"
}

structure SecurityGroup {
    @xmlName("groupId")
    GroupId: String
    @xmlName("ipPermissionsEgress")
    IpPermissionsEgress: IpPermissionList
    @xmlName("tagSet")
    Tags: TagList
    @xmlName("vpcId")
    VpcId: String
    @xmlName("securityGroupArn")
    SecurityGroupArn: String
    @xmlName("ownerId")
    OwnerId: String
    @xmlName("groupName")
    GroupName: String
    @xmlName("groupDescription")
    Description: String
    @xmlName("ipPermissions")
    IpPermissions: IpPermissionList
}

list SecurityGroupList {
    @xmlName("item")
    member: SecurityGroup
}

structure StateReason {
    @xmlName("code")
    Code: String
    @xmlName("message")
    Message: String
}

structure Subnet {
    @xmlName("availabilityZoneId")
    AvailabilityZoneId: String
    @xmlName("enableLniAtDeviceIndex")
    EnableLniAtDeviceIndex: Integer
    @xmlName("mapCustomerOwnedIpOnLaunch")
    MapCustomerOwnedIpOnLaunch: Boolean
    @xmlName("customerOwnedIpv4Pool")
    CustomerOwnedIpv4Pool: String
    @xmlName("ownerId")
    OwnerId: String
    @xmlName("assignIpv6AddressOnCreation")
    AssignIpv6AddressOnCreation: Boolean
    @xmlName("ipv6CidrBlockAssociationSet")
    Ipv6CidrBlockAssociationSet: SubnetIpv6CidrBlockAssociationSet
    @xmlName("tagSet")
    Tags: TagList
    @xmlName("subnetArn")
    SubnetArn: String
    @xmlName("outpostArn")
    OutpostArn: String
    @xmlName("enableDns64")
    EnableDns64: Boolean
    @xmlName("ipv6Native")
    Ipv6Native: Boolean
    @xmlName("privateDnsNameOptionsOnLaunch")
    PrivateDnsNameOptionsOnLaunch: PrivateDnsNameOptionsOnLaunch
    @xmlName("blockPublicAccessStates")
    BlockPublicAccessStates: BlockPublicAccessStates
    @xmlName("type")
    Type: String
    @xmlName("subnetId")
    SubnetId: String
    @xmlName("state")
    State: SubnetState
    @xmlName("vpcId")
    VpcId: String
    @xmlName("cidrBlock")
    CidrBlock: String
    @xmlName("availableIpAddressCount")
    AvailableIpAddressCount: Integer
    @xmlName("availabilityZone")
    AvailabilityZone: String
    @xmlName("defaultForAz")
    DefaultForAz: Boolean
    @xmlName("mapPublicIpOnLaunch")
    MapPublicIpOnLaunch: Boolean
}

structure SubnetCidrBlockState {
    @xmlName("state")
    State: SubnetCidrBlockStateCode
    @xmlName("statusMessage")
    StatusMessage: String
}

enum SubnetCidrBlockStateCode {
    ASSOCIATING = "associating"
    ASSOCIATED = "associated"
    DISASSOCIATING = "disassociating"
    DISASSOCIATED = "disassociated"
    FAILING = "failing"
    FAILED = "failed"
}

list SubnetIdStringList {
    @xmlName("SubnetId")
    member: String
}

structure SubnetIpv6CidrBlockAssociation {
    @xmlName("associationId")
    AssociationId: String
    @xmlName("ipv6CidrBlock")
    Ipv6CidrBlock: String
    @xmlName("ipv6CidrBlockState")
    Ipv6CidrBlockState: SubnetCidrBlockState
    @xmlName("ipv6AddressAttribute")
    Ipv6AddressAttribute: Ipv6AddressAttribute
    @xmlName("ipSource")
    IpSource: IpSource
}

list SubnetIpv6CidrBlockAssociationSet {
    @xmlName("item")
    member: SubnetIpv6CidrBlockAssociation
}

list SubnetList {
    @xmlName("item")
    member: Subnet
}

enum SubnetState {
    PENDING = "pending"
    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"
    FAILED = "failed"
    FAILED_INSUFFICIENT_CAPACITY = "failed-insufficient-capacity"
}

structure Tag {
    @xmlName("key")
    Key: String
    @xmlName("value")
    Value: String
}

list TagList {
    @xmlName("item")
    member: Tag
}

enum Tenancy {
    DEFAULT = "default"
    DEDICATED = "dedicated"
    HOST = "host"
}

structure UserIdGroupPair {
    @xmlName("description")
    Description: String
    @xmlName("userId")
    UserId: String
    @xmlName("groupName")
    GroupName: String
    @xmlName("groupId")
    GroupId: String
    @xmlName("vpcId")
    VpcId: String
    @xmlName("vpcPeeringConnectionId")
    VpcPeeringConnectionId: String
    @xmlName("peeringStatus")
    PeeringStatus: String
}

list UserIdGroupPairList {
    @xmlName("item")
    member: UserIdGroupPair
}

list ValueStringList {
    @xmlName("item")
    member: String
}

enum VirtualizationType {
    HVM = "hvm"
    PARAVIRTUAL = "paravirtual"
}

structure Vpc {
    @xmlName("ownerId")
    OwnerId: String
    @xmlName("instanceTenancy")
    InstanceTenancy: Tenancy
    @xmlName("ipv6CidrBlockAssociationSet")
    Ipv6CidrBlockAssociationSet: VpcIpv6CidrBlockAssociationSet
    @xmlName("cidrBlockAssociationSet")
    CidrBlockAssociationSet: VpcCidrBlockAssociationSet
    @xmlName("isDefault")
    IsDefault: Boolean
    @xmlName("encryptionControl")
    EncryptionControl: VpcEncryptionControl
    @xmlName("tagSet")
    Tags: TagList
    @xmlName("blockPublicAccessStates")
    BlockPublicAccessStates: BlockPublicAccessStates
    @xmlName("vpcId")
    VpcId: String
    @xmlName("state")
    State: VpcState
    @xmlName("cidrBlock")
    CidrBlock: String
    @xmlName("dhcpOptionsId")
    DhcpOptionsId: String
}

structure VpcCidrBlockAssociation {
    @xmlName("associationId")
    AssociationId: String
    @xmlName("cidrBlock")
    CidrBlock: String
    @xmlName("cidrBlockState")
    CidrBlockState: VpcCidrBlockState
}

list VpcCidrBlockAssociationSet {
    @xmlName("item")
    member: VpcCidrBlockAssociation
}

structure VpcCidrBlockState {
    @xmlName("state")
    State: VpcCidrBlockStateCode
    @xmlName("statusMessage")
    StatusMessage: String
}

enum VpcCidrBlockStateCode {
    ASSOCIATING = "associating"
    ASSOCIATED = "associated"
    DISASSOCIATING = "disassociating"
    DISASSOCIATED = "disassociated"
    FAILING = "failing"
    FAILED = "failed"
}

structure VpcEncryptionControl {
    @xmlName("vpcId")
    VpcId: String
    @xmlName("vpcEncryptionControlId")
    VpcEncryptionControlId: String
    @xmlName("mode")
    Mode: VpcEncryptionControlMode
    @xmlName("state")
    State: VpcEncryptionControlState
    @xmlName("stateMessage")
    StateMessage: String
    @xmlName("resourceExclusions")
    ResourceExclusions: VpcEncryptionControlExclusions
    @xmlName("tagSet")
    Tags: TagList
}

structure VpcEncryptionControlExclusion {
    @xmlName("state")
    State: VpcEncryptionControlExclusionState
    @xmlName("stateMessage")
    StateMessage: String
}

enum VpcEncryptionControlExclusionState {
    ENABLING = "enabling"
    ENABLED = "enabled"
    DISABLING = "disabling"
    DISABLED = "disabled"
}

structure VpcEncryptionControlExclusions {
    @xmlName("internetGateway")
    InternetGateway: VpcEncryptionControlExclusion
    @xmlName("egressOnlyInternetGateway")
    EgressOnlyInternetGateway: VpcEncryptionControlExclusion
    @xmlName("natGateway")
    NatGateway: VpcEncryptionControlExclusion
    @xmlName("virtualPrivateGateway")
    VirtualPrivateGateway: VpcEncryptionControlExclusion
    @xmlName("vpcPeering")
    VpcPeering: VpcEncryptionControlExclusion
    @xmlName("lambda")
    Lambda: VpcEncryptionControlExclusion
    @xmlName("vpcLattice")
    VpcLattice: VpcEncryptionControlExclusion
    @xmlName("elasticFileSystem")
    ElasticFileSystem: VpcEncryptionControlExclusion
}

enum VpcEncryptionControlMode {
    MONITOR = "monitor"
    ENFORCE = "enforce"
}

enum VpcEncryptionControlState {
    ENFORCE_IN_PROGRESS = "enforce-in-progress"
    MONITOR_IN_PROGRESS = "monitor-in-progress"
    ENFORCE_FAILED = "enforce-failed"
    MONITOR_FAILED = "monitor-failed"
    DELETING = "deleting"
    DELETED = "deleted"
    AVAILABLE = "available"
    CREATING = "creating"
    DELETE_FAILED = "delete-failed"
}

list VpcIdStringList {
    @xmlName("VpcId")
    member: String
}

structure VpcIpv6CidrBlockAssociation {
    @xmlName("associationId")
    AssociationId: String
    @xmlName("ipv6CidrBlock")
    Ipv6CidrBlock: String
    @xmlName("ipv6CidrBlockState")
    Ipv6CidrBlockState: VpcCidrBlockState
    @xmlName("networkBorderGroup")
    NetworkBorderGroup: String
    @xmlName("ipv6Pool")
    Ipv6Pool: String
    @xmlName("ipv6AddressAttribute")
    Ipv6AddressAttribute: Ipv6AddressAttribute
    @xmlName("ipSource")
    IpSource: IpSource
}

list VpcIpv6CidrBlockAssociationSet {
    @xmlName("item")
    member: VpcIpv6CidrBlockAssociation
}

list VpcList {
    @xmlName("item")
    member: Vpc
}

enum VpcState {
    PENDING = "pending"
    AVAILABLE = "available"
}

list ZoneIdStringList {
    @xmlName("ZoneId")
    member: String
}

list ZoneNameStringList {
    @xmlName("ZoneName")
    member: String
}

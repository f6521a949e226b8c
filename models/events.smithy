// The API of Amazon EventBridge: names, types, constraints and
// errors. Written by tools/import_model from the published botocore model; a change made
// here by hand is lost at the next import.
$version: "2.0"

namespace com.amazonaws.events

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1
use berth.traits#namedOperations

@service(sdkId: "EventBridge", endpointPrefix: "events")
@sigv4(name: "events")
@awsJson1_1
@namedOperations([
    "ActivateEventSource", "CancelReplay", "CreateArchive", "CreateEndpoint", "CreateEventBus",
    "CreatePartnerEventSource", "DeactivateEventSource", "DeauthorizeConnection", "DeleteArchive",
    "DeleteEndpoint", "DeleteEventBus", "DeletePartnerEventSource", "DescribeArchive",
    "DescribeEndpoint", "DescribeEventBus", "DescribeEventSource", "DescribePartnerEventSource",
    "DescribeReplay", "ListArchives", "ListEndpoints", "ListEventBuses", "ListEventSources",
    "ListPartnerEventSourceAccounts", "ListPartnerEventSources", "ListReplays", "PutEvents",
    "PutPartnerEvents", "PutPermission", "RemovePermission", "StartReplay", "UpdateArchive",
    "UpdateEndpoint", "UpdateEventBus"
])
service AWSEvents {
    version: "2015-10-07"
    operations: [
        CreateApiDestination
        CreateConnection
        DeleteApiDestination
        DeleteConnection
        DeleteRule
        DescribeApiDestination
        DescribeConnection
        DescribeRule
        DisableRule
        EnableRule
        ListApiDestinations
        ListConnections
        ListRuleNamesByTarget
        ListRules
        ListTagsForResource
        ListTargetsByRule
        PutRule
        PutTargets
        RemoveTargets
        TagResource
        TestEventPattern
        UntagResource
        UpdateApiDestination
        UpdateConnection
    ]
}

operation CreateApiDestination {
    input: CreateApiDestinationRequest
    output: CreateApiDestinationResponse
    errors: [
        InternalException
        LimitExceededException
        ResourceAlreadyExistsException
        ResourceNotFoundException
    ]
}

operation CreateConnection {
    input: CreateConnectionRequest
    output: CreateConnectionResponse
    errors: [
        AccessDeniedException
        InternalException
        LimitExceededException
        ResourceAlreadyExistsException
        ResourceNotFoundException
        ThrottlingException
    ]
}

operation DeleteApiDestination {
    input: DeleteApiDestinationRequest
    output: DeleteApiDestinationResponse
    errors: [
        ConcurrentModificationException
        InternalException
        ResourceNotFoundException
    ]
}

operation DeleteConnection {
    input: DeleteConnectionRequest
    output: DeleteConnectionResponse
    errors: [
        ConcurrentModificationException
        InternalException
        ResourceNotFoundException
    ]
}

operation DeleteRule {
    input: DeleteRuleRequest
    output: Unit
    errors: [
        ConcurrentModificationException
        InternalException
        ManagedRuleException
        ResourceNotFoundException
    ]
}

operation DescribeApiDestination {
    input: DescribeApiDestinationRequest
    output: DescribeApiDestinationResponse
    errors: [
        InternalException
        ResourceNotFoundException
    ]
}

operation DescribeConnection {
    input: DescribeConnectionRequest
    output: DescribeConnectionResponse
    errors: [
        InternalException
        ResourceNotFoundException
    ]
}

operation DescribeRule {
    input: DescribeRuleRequest
    output: DescribeRuleResponse
    errors: [
        InternalException
        ResourceNotFoundException
    ]
}

operation DisableRule {
    input: DisableRuleRequest
    output: Unit
    errors: [
        ConcurrentModificationException
        InternalException
        ManagedRuleException
        ResourceNotFoundException
    ]
}

operation EnableRule {
    input: EnableRuleRequest
    output: Unit
    errors: [
        ConcurrentModificationException
        InternalException
        ManagedRuleException
        ResourceNotFoundException
    ]
}

operation ListApiDestinations {
    input: ListApiDestinationsRequest
    output: ListApiDestinationsResponse
    errors: [
        InternalException
    ]
}

operation ListConnections {
    input: ListConnectionsRequest
    output: ListConnectionsResponse
    errors: [
        InternalException
    ]
}

@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "RuleNames", pageSize: "Limit")
operation ListRuleNamesByTarget {
    input: ListRuleNamesByTargetRequest
    output: ListRuleNamesByTargetResponse
    errors: [
        InternalException
        ResourceNotFoundException
    ]
}

@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Rules", pageSize: "Limit")
operation ListRules {
    input: ListRulesRequest
    output: ListRulesResponse
    errors: [
        InternalException
        ResourceNotFoundException
    ]
}

operation ListTagsForResource {
    input: ListTagsForResourceRequest
    output: ListTagsForResourceResponse
    errors: [
        InternalException
        ResourceNotFoundException
    ]
}

@paginated(inputToken: "NextToken", outputToken: "NextToken", items: "Targets", pageSize: "Limit")
operation ListTargetsByRule {
    input: ListTargetsByRuleRequest
    output: ListTargetsByRuleResponse
    errors: [
        InternalException
        ResourceNotFoundException
    ]
}

operation PutRule {
    input: PutRuleRequest
    output: PutRuleResponse
    errors: [
        ConcurrentModificationException
        InternalException
        InvalidEventPatternException
        LimitExceededException
        ManagedRuleException
        ResourceNotFoundException
    ]
}

operation PutTargets {
    input: PutTargetsRequest
    output: PutTargetsResponse
    errors: [
        ConcurrentModificationException
        InternalException
        LimitExceededException
        ManagedRuleException
        ResourceNotFoundException
    ]
}

operation RemoveTargets {
    input: RemoveTargetsRequest
    output: RemoveTargetsResponse
    errors: [
        ConcurrentModificationException
        InternalException
        ManagedRuleException
        ResourceNotFoundException
    ]
}

operation TagResource {
    input: TagResourceRequest
    output: TagResourceResponse
    errors: [
        ConcurrentModificationException
        InternalException
        ManagedRuleException
        ResourceNotFoundException
    ]
}

operation TestEventPattern {
    input: TestEventPatternRequest
    output: TestEventPatternResponse
    errors: [
        InternalException
        InvalidEventPatternException
    ]
}

operation UntagResource {
    input: UntagResourceRequest
    output: UntagResourceResponse
    errors: [
        ConcurrentModificationException
        InternalException
        ManagedRuleException
        ResourceNotFoundException
    ]
}

operation UpdateApiDestination {
    input: UpdateApiDestinationRequest
    output: UpdateApiDestinationResponse
    errors: [
        ConcurrentModificationException
        InternalException
        LimitExceededException
        ResourceNotFoundException
    ]
}

operation UpdateConnection {
    input: UpdateConnectionRequest
    output: UpdateConnectionResponse
    errors: [
        AccessDeniedException
        ConcurrentModificationException
        InternalException
        LimitExceededException
        ResourceNotFoundException
        ThrottlingException
    ]
}

@error("client")
structure AccessDeniedException {}

structure ApiDestination {
    ApiDestinationArn: ApiDestinationArn
    Name: ApiDestinationName
    ApiDestinationState: ApiDestinationState
    ConnectionArn: ConnectionArn
    InvocationEndpoint: HttpsEndpoint
    HttpMethod: ApiDestinationHttpMethod
    InvocationRateLimitPerSecond: ApiDestinationInvocationRateLimitPerSecond
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
}

@length(min: 1, max: 1600)
@pattern("^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:api-destination\\/[\\.\
\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$")
string ApiDestinationArn

@length(max: 512)
@pattern(".*")
string ApiDestinationDescription

enum ApiDestinationHttpMethod {
    POST
    GET
    HEAD
    OPTIONS
    PUT
    PATCH
    DELETE
}

@range(min: 1)
integer ApiDestinationInvocationRateLimitPerSecond

@length(min: 1, max: 64)
@pattern("[\\.\\-_A-Za-z0-9]+")
string ApiDestinationName

list ApiDestinationResponseList {
    member: ApiDestination
}

enum ApiDestinationState {
    ACTIVE
    INACTIVE
}

structure AppSyncParameters {
    GraphQLOperation: GraphQLOperation
}

@length(min: 1, max: 1600)
string Arn

enum AssignPublicIp {
    ENABLED
    DISABLED
}

@length(min: 1, max: 512)
@pattern("^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$")
string AuthHeaderParameters

@sensitive
@length(min: 1, max: 512)
@pattern("^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$")
string AuthHeaderParametersSensitive

structure AwsVpcConfiguration {
    @required
    Subnets: StringList
    SecurityGroups: StringList
    AssignPublicIp: AssignPublicIp
}

structure BatchArrayProperties {
    Size: Integer
}

structure BatchParameters {
    @required
    JobDefinition: String
    @required
    JobName: String
    ArrayProperties: BatchArrayProperties
    RetryStrategy: BatchRetryStrategy
}

structure BatchRetryStrategy {
    Attempts: Integer
}

@length(min: 1, max: 255)
string CapacityProvider

@length(max: 6)
list CapacityProviderStrategy {
    member: CapacityProviderStrategyItem
}

structure CapacityProviderStrategyItem {
    @required
    capacityProvider: CapacityProvider
    weight: CapacityProviderStrategyItemWeight
    base: CapacityProviderStrategyItemBase
}

@range(min: 0, max: 100000)
integer CapacityProviderStrategyItemBase

@range(min: 0, max: 1000)
integer CapacityProviderStrategyItemWeight

@error("client")
structure ConcurrentModificationException {}

structure Connection {
    ConnectionArn: ConnectionArn
    Name: ConnectionName
    ConnectionState: ConnectionState
    StateReason: ConnectionStateReason
    AuthorizationType: ConnectionAuthorizationType
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
    LastAuthorizedTime: Timestamp
}

structure ConnectionApiKeyAuthResponseParameters {
    ApiKeyName: AuthHeaderParameters
}

@length(min: 1, max: 1600)
@pattern("^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:connection\\/[\\.\\-_A\
-Za-z0-9]+\\/[\\-A-Za-z0-9]+$")
string ConnectionArn

structure ConnectionAuthResponseParameters {
    BasicAuthParameters: ConnectionBasicAuthResponseParameters
    OAuthParameters: ConnectionOAuthResponseParameters
    ApiKeyAuthParameters: ConnectionApiKeyAuthResponseParameters
    InvocationHttpParameters: ConnectionHttpParameters
    ConnectivityParameters: DescribeConnectionConnectivityParameters
}

enum ConnectionAuthorizationType {
    BASIC
    OAUTH_CLIENT_CREDENTIALS
    API_KEY
}

structure ConnectionBasicAuthResponseParameters {
    Username: AuthHeaderParameters
}

structure ConnectionBodyParameter {
    Key: String
    Value: SensitiveString
    IsValueSecret: Boolean
}

@length(min: 0, max: 100)
list ConnectionBodyParametersList {
    member: ConnectionBodyParameter
}

@length(max: 512)
@pattern(".*")
string ConnectionDescription

structure ConnectionHeaderParameter {
    Key: HeaderKey
    Value: HeaderValueSensitive
    IsValueSecret: Boolean
}

@length(min: 0, max: 100)
list ConnectionHeaderParametersList {
    member: ConnectionHeaderParameter
}

structure ConnectionHttpParameters {
    HeaderParameters: ConnectionHeaderParametersList
    QueryStringParameters: ConnectionQueryStringParametersList
    BodyParameters: ConnectionBodyParametersList
}

@length(min: 1, max: 64)
@pattern("[\\.\\-_A-Za-z0-9]+")
string ConnectionName

structure ConnectionOAuthClientResponseParameters {
    ClientID: AuthHeaderParameters
}

enum ConnectionOAuthHttpMethod {
    GET
    POST
    PUT
}

structure ConnectionOAuthResponseParameters {
    ClientParameters: ConnectionOAuthClientResponseParameters
    AuthorizationEndpoint: HttpsEndpoint
    HttpMethod: ConnectionOAuthHttpMethod
    OAuthHttpParameters: ConnectionHttpParameters
}

structure ConnectionQueryStringParameter {
    Key: QueryStringKey
    Value: QueryStringValueSensitive
    IsValueSecret: Boolean
}

@length(min: 0, max: 100)
list ConnectionQueryStringParametersList {
    member: ConnectionQueryStringParameter
}

list ConnectionResponseList {
    member: Connection
}

enum ConnectionState {
    CREATING
    UPDATING
    DELETING
    AUTHORIZED
    DEAUTHORIZED
    AUTHORIZING
    DEAUTHORIZING
    ACTIVE
    FAILED_CONNECTIVITY
}

@length(max: 512)
@pattern(".*")
string ConnectionStateReason

structure ConnectivityResourceConfigurationArn {
    @required
    ResourceConfigurationArn: ResourceConfigurationArn
}

structure ConnectivityResourceParameters {
    @required
    ResourceParameters: ConnectivityResourceConfigurationArn
}

structure CreateApiDestinationRequest {
    @required
    Name: ApiDestinationName
    Description: ApiDestinationDescription
    @required
    ConnectionArn: ConnectionArn
    @required
    InvocationEndpoint: HttpsEndpoint
    @required
    HttpMethod: ApiDestinationHttpMethod
    InvocationRateLimitPerSecond: ApiDestinationInvocationRateLimitPerSecond
}

structure CreateApiDestinationResponse {
    ApiDestinationArn: ApiDestinationArn
    ApiDestinationState: ApiDestinationState
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
}

structure CreateConnectionApiKeyAuthRequestParameters {
    @required
    ApiKeyName: AuthHeaderParameters
    @required
    ApiKeyValue: AuthHeaderParametersSensitive
}

structure CreateConnectionAuthRequestParameters {
    BasicAuthParameters: CreateConnectionBasicAuthRequestParameters
    OAuthParameters: CreateConnectionOAuthRequestParameters
    ApiKeyAuthParameters: CreateConnectionApiKeyAuthRequestParameters
    InvocationHttpParameters: ConnectionHttpParameters
    ConnectivityParameters: ConnectivityResourceParameters
}

structure CreateConnectionBasicAuthRequestParameters {
    @required
    Username: AuthHeaderParameters
    @required
    Password: AuthHeaderParametersSensitive
}

structure CreateConnectionOAuthClientRequestParameters {
    @required
    ClientID: AuthHeaderParameters
    @required
    ClientSecret: AuthHeaderParametersSensitive
}

structure CreateConnectionOAuthRequestParameters {
    @required
    ClientParameters: CreateConnectionOAuthClientRequestParameters
    @required
    AuthorizationEndpoint: HttpsEndpoint
    @required
    HttpMethod: ConnectionOAuthHttpMethod
    OAuthHttpParameters: ConnectionHttpParameters
}

structure CreateConnectionRequest {
    @required
    Name: ConnectionName
    Description: ConnectionDescription
    @required
    AuthorizationType: ConnectionAuthorizationType
    @required
    AuthParameters: CreateConnectionAuthRequestParameters
    InvocationConnectivityParameters: ConnectivityResourceParameters
    KmsKeyIdentifier: KmsKeyIdentifier
}

structure CreateConnectionResponse {
    ConnectionArn: ConnectionArn
    ConnectionState: ConnectionState
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
}

@length(min: 1, max: 128)
string CreatedBy

@length(min: 1, max: 64)
string Database

@length(min: 1, max: 128)
string DbUser

structure DeadLetterConfig {
    Arn: ResourceArn
}

structure DeleteApiDestinationRequest {
    @required
    Name: ApiDestinationName
}

structure DeleteApiDestinationResponse {}

structure DeleteConnectionRequest {
    @required
    Name: ConnectionName
}

structure DeleteConnectionResponse {
    ConnectionArn: ConnectionArn
    ConnectionState: ConnectionState
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
    LastAuthorizedTime: Timestamp
}

structure DeleteRuleRequest {
    @required
    Name: RuleName
    EventBusName: EventBusNameOrArn
    Force: Boolean
}

structure DescribeApiDestinationRequest {
    @required
    Name: ApiDestinationName
}

structure DescribeApiDestinationResponse {
    ApiDestinationArn: ApiDestinationArn
    Name: ApiDestinationName
    Description: ApiDestinationDescription
    ApiDestinationState: ApiDestinationState
    ConnectionArn: ConnectionArn
    InvocationEndpoint: HttpsEndpoint
    HttpMethod: ApiDestinationHttpMethod
    InvocationRateLimitPerSecond: ApiDestinationInvocationRateLimitPerSecond
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
}

structure DescribeConnectionConnectivityParameters {
    @required
    ResourceParameters: DescribeConnectionResourceParameters
}

structure DescribeConnectionRequest {
    @required
    Name: ConnectionName
}

structure DescribeConnectionResourceParameters {
    @required
    ResourceConfigurationArn: ResourceConfigurationArn
    @required
    ResourceAssociationArn: ResourceAssociationArn
}

structure DescribeConnectionResponse {
    ConnectionArn: ConnectionArn
    Name: ConnectionName
    Description: ConnectionDescription
    InvocationConnectivityParameters: DescribeConnectionConnectivityParameters
    ConnectionState: ConnectionState
    StateReason: ConnectionStateReason
    AuthorizationType: ConnectionAuthorizationType
    SecretArn: SecretsManagerSecretArn
    KmsKeyIdentifier: KmsKeyIdentifier
    AuthParameters: ConnectionAuthResponseParameters
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
    LastAuthorizedTime: Timestamp
}

structure DescribeRuleRequest {
    @required
    Name: RuleName
    EventBusName: EventBusNameOrArn
}

structure DescribeRuleResponse {
    Name: RuleName
    Arn: RuleArn
    EventPattern: EventPattern
    ScheduleExpression: ScheduleExpression
    State: RuleState
    Description: RuleDescription
    RoleArn: RoleArn
    ManagedBy: ManagedBy
    EventBusName: EventBusName
    CreatedBy: CreatedBy
}

structure DisableRuleRequest {
    @required
    Name: RuleName
    EventBusName: EventBusNameOrArn
}

structure EcsParameters {
    @required
    TaskDefinitionArn: Arn
    TaskCount: LimitMin1
    LaunchType: LaunchType
    NetworkConfiguration: NetworkConfiguration
    PlatformVersion: String
    Group: String
    CapacityProviderStrategy: CapacityProviderStrategy
    EnableECSManagedTags: Boolean
    EnableExecuteCommand: Boolean
    PlacementConstraints: PlacementConstraints
    PlacementStrategy: PlacementStrategies
    PropagateTags: PropagateTags
    ReferenceId: ReferenceId
    Tags: TagList
}

structure EnableRuleRequest {
    @required
    Name: RuleName
    EventBusName: EventBusNameOrArn
}

@length(min: 1, max: 256)
@pattern("[/\\.\\-_A-Za-z0-9]+")
string EventBusName

@length(min: 1, max: 1600)
@pattern("(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-\
Za-z0-9]+")
string EventBusNameOrArn

@length(max: 4096)
string EventPattern

@sensitive
@length(min: 1, max: 1048576)
string GraphQLOperation

@length(max: 512)
@pattern("^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$")
string HeaderKey

map HeaderParametersMap {
    key: HeaderKey
    value: HeaderValue
}

@length(max: 512)
@pattern("^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$")
string HeaderValue

@sensitive
@length(max: 512)
@pattern("^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$")
string HeaderValueSensitive

structure HttpParameters {
    PathParameterValues: PathParameterList
    HeaderParameters: HeaderParametersMap
    QueryStringParameters: QueryStringParametersMap
}

@length(min: 1, max: 2048)
@pattern("^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$")
string HttpsEndpoint

structure InputTransformer {
    InputPathsMap: TransformerPaths
    @required
    InputTemplate: TransformerInput
}

@length(min: 1, max: 256)
@pattern("[A-Za-z0-9\\_\\-]+")
string InputTransformerPathKey

@error("server")
structure InternalException {}

@error("client")
structure InvalidEventPatternException {}

structure KinesisParameters {
    @required
    PartitionKeyPath: TargetPartitionKeyPath
}

@length(max: 2048)
@pattern("^[a-zA-Z0-9_\\-/:]*$")
string KmsKeyIdentifier

enum LaunchType {
    EC2
    FARGATE
    EXTERNAL
}

@error("client")
structure LimitExceededException {}

@range(min: 1, max: 100)
integer LimitMax100

@range(min: 1)
integer LimitMin1

structure ListApiDestinationsRequest {
    NamePrefix: ApiDestinationName
    ConnectionArn: ConnectionArn
    NextToken: NextToken
    Limit: LimitMax100
}

structure ListApiDestinationsResponse {
    ApiDestinations: ApiDestinationResponseList
    NextToken: NextToken
}

structure ListConnectionsRequest {
    NamePrefix: ConnectionName
    ConnectionState: ConnectionState
    NextToken: NextToken
    Limit: LimitMax100
}

structure ListConnectionsResponse {
    Connections: ConnectionResponseList
    NextToken: NextToken
}

structure ListRuleNamesByTargetRequest {
    @required
    TargetArn: TargetArn
    EventBusName: EventBusNameOrArn
    NextToken: NextToken
    Limit: LimitMax100
}

structure ListRuleNamesByTargetResponse {
    RuleNames: RuleNameList
    NextToken: NextToken
}

structure ListRulesRequest {
    NamePrefix: RuleName
    EventBusName: EventBusNameOrArn
    NextToken: NextToken
    Limit: LimitMax100
}

structure ListRulesResponse {
    Rules: RuleResponseList
    NextToken: NextToken
}

structure ListTagsForResourceRequest {
    @required
    ResourceARN: Arn
}

structure ListTagsForResourceResponse {
    Tags: TagList
}

structure ListTargetsByRuleRequest {
    @required
    Rule: RuleName
    EventBusName: EventBusNameOrArn
    NextToken: NextToken
    Limit: LimitMax100
}

structure ListTargetsByRuleResponse {
    Targets: TargetList
    NextToken: NextToken
}

@length(min: 1, max: 128)
string ManagedBy

@error("client")
structure ManagedRuleException {}

@range(min: 60, max: 86400)
integer MaximumEventAgeInSeconds

@range(min: 0, max: 185)
integer MaximumRetryAttempts

@length(max: 100)
string MessageGroupId

structure NetworkConfiguration {
    awsvpcConfiguration: AwsVpcConfiguration
}

@length(min: 1, max: 2048)
string NextToken

@pattern("^(?!\\s*$).+")
string PathParameter

list PathParameterList {
    member: PathParameter
}

structure PlacementConstraint {
    type: PlacementConstraintType
    expression: PlacementConstraintExpression
}

@length(max: 2000)
string PlacementConstraintExpression

enum PlacementConstraintType {
    DISTINCT_INSTANCE = "distinctInstance"
    MEMBER_OF = "memberOf"
}

@length(max: 10)
list PlacementConstraints {
    member: PlacementConstraint
}

@length(max: 5)
list PlacementStrategies {
    member: PlacementStrategy
}

structure PlacementStrategy {
    type: PlacementStrategyType
    field: PlacementStrategyField
}

@length(max: 255)
string PlacementStrategyField

enum PlacementStrategyType {
    RANDOM = "random"
    SPREAD = "spread"
    BINPACK = "binpack"
}

enum PropagateTags {
    TASK_DEFINITION
}

structure PutRuleRequest {
    @required
    Name: RuleName
    ScheduleExpression: ScheduleExpression
    EventPattern: EventPattern
    State: RuleState
    Description: RuleDescription
    RoleArn: RoleArn
    Tags: TagList
    EventBusName: EventBusNameOrArn
}

structure PutRuleResponse {
    RuleArn: RuleArn
}

structure PutTargetsRequest {
    @required
    Rule: RuleName
    EventBusName: EventBusNameOrArn
    @required
    Targets: TargetList
}

structure PutTargetsResponse {
    FailedEntryCount: Integer
    FailedEntries: PutTargetsResultEntryList
}

structure PutTargetsResultEntry {
    TargetId: TargetId
    ErrorCode: String
    ErrorMessage: String
}

list PutTargetsResultEntryList {
    member: PutTargetsResultEntry
}

@length(max: 512)
@pattern("[^\\x00-\\x1F\\x7F]+")
string QueryStringKey

map QueryStringParametersMap {
    key: QueryStringKey
    value: QueryStringValue
}

@length(max: 512)
@pattern("[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]+")
string QueryStringValue

@sensitive
@length(max: 512)
@pattern("[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]+")
string QueryStringValueSensitive

structure RedshiftDataParameters {
    SecretManagerArn: RedshiftSecretManagerArn
    @required
    Database: Database
    DbUser: DbUser
    Sql: Sql
    StatementName: StatementName
    WithEvent: Boolean
    Sqls: Sqls
}

@length(min: 1, max: 1600)
@pattern("(^arn:aws([a-z]|\\-)*:secretsmanager:[a-z0-9-.]+:.*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\
\\*)\\])*)*)")
string RedshiftSecretManagerArn

@length(max: 1024)
string ReferenceId

structure RemoveTargetsRequest {
    @required
    Rule: RuleName
    EventBusName: EventBusNameOrArn
    @required
    Ids: TargetIdList
    Force: Boolean
}

structure RemoveTargetsResponse {
    FailedEntryCount: Integer
    FailedEntries: RemoveTargetsResultEntryList
}

structure RemoveTargetsResultEntry {
    TargetId: TargetId
    ErrorCode: String
    ErrorMessage: String
}

list RemoveTargetsResultEntryList {
    member: RemoveTargetsResultEntry
}

@error("client")
structure ResourceAlreadyExistsException {}

@length(min: 1, max: 1600)
string ResourceArn

@length(min: 17, max: 2048)
@pattern("^arn:[a-z0-9\\\\-]+:vpc-lattice:[a-zA-Z0-9\\\\-]+:\\\\d{12}:servicenetworkresour\
ceassociation/snra-[0-9a-z]{17}$")
string ResourceAssociationArn

@length(min: 0, max: 2048)
@pattern("^(?:^arn:[a-z0-9\\-]+:vpc-lattice:[a-zA-Z0-9\\-]+:\\d{12}:resourceconfiguration/\
rcfg-[0-9a-z]{17}$|^$)")
string ResourceConfigurationArn

@error("client")
structure ResourceNotFoundException {}

structure RetryPolicy {
    MaximumRetryAttempts: MaximumRetryAttempts
    MaximumEventAgeInSeconds: MaximumEventAgeInSeconds
}

@length(min: 1, max: 1600)
string RoleArn

structure Rule {
    Name: RuleName
    Arn: RuleArn
    EventPattern: EventPattern
    State: RuleState
    Description: RuleDescription
    ScheduleExpression: ScheduleExpression
    RoleArn: RoleArn
    ManagedBy: ManagedBy
    EventBusName: EventBusName
}

@length(min: 1, max: 1600)
string RuleArn

@length(max: 512)
string RuleDescription

@length(min: 1, max: 64)
@pattern("[\\.\\-_A-Za-z0-9]+")
string RuleName

list RuleNameList {
    member: RuleName
}

list RuleResponseList {
    member: Rule
}

enum RuleState {
    ENABLED
    DISABLED
    ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
}

structure RunCommandParameters {
    @required
    RunCommandTargets: RunCommandTargets
}

structure RunCommandTarget {
    @required
    Key: RunCommandTargetKey
    @required
    Values: RunCommandTargetValues
}

@length(min: 1, max: 128)
@pattern("^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$")
string RunCommandTargetKey

@length(min: 1, max: 256)
string RunCommandTargetValue

@length(min: 1, max: 50)
list RunCommandTargetValues {
    member: RunCommandTargetValue
}

@length(min: 1, max: 5)
list RunCommandTargets {
    member: RunCommandTarget
}

structure SageMakerPipelineParameter {
    @required
    Name: SageMakerPipelineParameterName
    @required
    Value: SageMakerPipelineParameterValue
}

@length(min: 0, max: 200)
list SageMakerPipelineParameterList {
    member: SageMakerPipelineParameter
}

@length(min: 1, max: 256)
@pattern("^[a-zA-Z0-9](-*[a-zA-Z0-9])*$")
string SageMakerPipelineParameterName

@length(max: 1024)
string SageMakerPipelineParameterValue

structure SageMakerPipelineParameters {
    PipelineParameterList: SageMakerPipelineParameterList
}

@length(max: 256)
string ScheduleExpression

@length(min: 20, max: 2048)
@pattern("^arn:aws([a-z]|\\-)*:secretsmanager:([a-z]|\\d|\\-)*:([0-9]{12})?:secret:[\\/_+=\
\\.@\\-A-Za-z0-9]+$")
string SecretsManagerSecretArn

@sensitive
string SensitiveString

@sensitive
@length(min: 1, max: 100000)
string Sql

@sensitive
@length(min: 0, max: 40)
list Sqls {
    member: Sql
}

structure SqsParameters {
    MessageGroupId: MessageGroupId
}

@length(min: 1, max: 500)
string StatementName

list StringList {
    member: String
}

structure Tag {
    @required
    Key: TagKey
    @required
    Value: TagValue
}

@length(min: 1, max: 128)
string TagKey

list TagKeyList {
    member: TagKey
}

list TagList {
    member: Tag
}

structure TagResourceRequest {
    @required
    ResourceARN: Arn
    @required
    Tags: TagList
}

structure TagResourceResponse {}

@length(min: 0, max: 256)
string TagValue

structure Target {
    @required
    Id: TargetId
    @required
    Arn: TargetArn
    RoleArn: RoleArn
    Input: TargetInput
    InputPath: TargetInputPath
    InputTransformer: InputTransformer
    KinesisParameters: KinesisParameters
    RunCommandParameters: RunCommandParameters
    EcsParameters: EcsParameters
    BatchParameters: BatchParameters
    SqsParameters: SqsParameters
    HttpParameters: HttpParameters
    RedshiftDataParameters: RedshiftDataParameters
    SageMakerPipelineParameters: SageMakerPipelineParameters
    DeadLetterConfig: DeadLetterConfig
    RetryPolicy: RetryPolicy
    AppSyncParameters: AppSyncParameters
}

@length(min: 1, max: 1600)
string TargetArn

@length(min: 1, max: 64)
@pattern("[\\.\\-_A-Za-z0-9]+")
string TargetId

@length(min: 1, max: 100)
list TargetIdList {
    member: TargetId
}

@length(max: 8192)
string TargetInput

@length(max: 256)
string TargetInputPath

@length(min: 1, max: 100)
list TargetList {
    member: Target
}

@length(max: 256)
string TargetPartitionKeyPath

structure TestEventPatternRequest {
    @required
    EventPattern: EventPattern
    @required
    Event: String
}

structure TestEventPatternResponse {
    Result: Boolean
}

@error("client")
structure ThrottlingException {}

@length(min: 1, max: 8192)
string TransformerInput

@length(max: 100)
map TransformerPaths {
    key: InputTransformerPathKey
    value: TargetInputPath
}

structure UntagResourceRequest {
    @required
    ResourceARN: Arn
    @required
    TagKeys: TagKeyList
}

structure UntagResourceResponse {}

structure UpdateApiDestinationRequest {
    @required
    Name: ApiDestinationName
    Description: ApiDestinationDescription
    ConnectionArn: ConnectionArn
    InvocationEndpoint: HttpsEndpoint
    HttpMethod: ApiDestinationHttpMethod
    InvocationRateLimitPerSecond: ApiDestinationInvocationRateLimitPerSecond
}

structure UpdateApiDestinationResponse {
    ApiDestinationArn: ApiDestinationArn
    ApiDestinationState: ApiDestinationState
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
}

structure UpdateConnectionApiKeyAuthRequestParameters {
    ApiKeyName: AuthHeaderParameters
    ApiKeyValue: AuthHeaderParametersSensitive
}

structure UpdateConnectionAuthRequestParameters {
    BasicAuthParameters: UpdateConnectionBasicAuthRequestParameters
    OAuthParameters: UpdateConnectionOAuthRequestParameters
    ApiKeyAuthParameters: UpdateConnectionApiKeyAuthRequestParameters
    InvocationHttpParameters: ConnectionHttpParameters
    ConnectivityParameters: ConnectivityResourceParameters
}

structure UpdateConnectionBasicAuthRequestParameters {
    Username: AuthHeaderParameters
    Password: AuthHeaderParametersSensitive
}

structure UpdateConnectionOAuthClientRequestParameters {
    ClientID: AuthHeaderParameters
    ClientSecret: AuthHeaderParametersSensitive
}

structure UpdateConnectionOAuthRequestParameters {
    ClientParameters: UpdateConnectionOAuthClientRequestParameters
    AuthorizationEndpoint: HttpsEndpoint
    HttpMethod: ConnectionOAuthHttpMethod
    OAuthHttpParameters: ConnectionHttpParameters
}

structure UpdateConnectionRequest {
    @required
    Name: ConnectionName
    Description: ConnectionDescription
    AuthorizationType: ConnectionAuthorizationType
    AuthParameters: UpdateConnectionAuthRequestParameters
    InvocationConnectivityParameters: ConnectivityResourceParameters
    KmsKeyIdentifier: KmsKeyIdentifier
}

structure UpdateConnectionResponse {
    ConnectionArn: ConnectionArn
    ConnectionState: ConnectionState
    CreationTime: Timestamp
    LastModifiedTime: Timestamp
    LastAuthorizedTime: Timestamp
}

// The messages of the ECS agent's two websockets, ACS (orders and acknowledgements) and TCS
// (telemetry). Written by hand from the behaviour of the public agent; names are the wire's own.
// A member is required only where its sender always fills it in. Status texts are strings: either
// side may be older than the other.
$version: "2.0"

namespace berth.agent_protocol

// ---- Both sockets

// One frame. `message` is decoded by what `type` names.
structure Envelope {
    @required
    type: String
    @required
    message: Document
}

// Sent as HeartbeatMessage on ACS and on TCS.
structure HeartbeatMessage {
    healthy: Boolean
    messageId: String
    clusterArn: String
    containerInstanceArn: String
    generatedAt: Long
}

// The body of every error type and of CloseMessage and StopTelemetrySessionMessage.
structure ErrorMessage {
    message: String
}

list StringList {
    member: String
}

map StringMap {
    key: String
    value: String
}

// ---- ACS, server to agent. generatedAt counts milliseconds since the epoch.

structure PayloadMessage {
    @required
    messageId: String
    @required
    clusterArn: String
    @required
    containerInstanceArn: String
    generatedAt: Long
    seqNum: Long
    timeline: Long
    @required
    tasks: TaskList
}

list TaskList {
    member: Task
}

// `cpu` counts vCPUs, `memory` MiB; `overrides` is the JSON text of an object.
structure Task {
    @required
    arn: String
    taskClusterArn: String
    @required
    desiredStatus: String
    family: String
    version: String
    serviceName: String
    group: String
    launchType: String
    taskDefinitionAccountId: String
    zone: String
    overrides: String
    cpu: Double
    memory: Long
    networkMode: String
    pidMode: String
    ipcMode: String
    @required
    containers: ContainerList
    volumes: VolumeList
    roleCredentials: IAMRoleCredentials
    executionRoleCredentials: IAMRoleCredentials
    elasticNetworkInterfaces: ElasticNetworkInterfaceList
    attachments: AttachmentList
    associations: AssociationList
    proxyConfiguration: ProxyConfiguration
    enableFaultInjection: Boolean
    trustedExecutionConfiguration: TrustedExecutionConfiguration
}

structure IAMRoleCredentials {
    @required
    credentialsId: String
    roleArn: String
    accessKeyId: String
    secretAccessKey: String
    sessionToken: String
    expiration: String
    credentialScope: String
}

list ContainerList {
    member: Container
}

// `cpu` counts CPU units, `memory` MiB, the two timeouts seconds.
structure Container {
    @required
    name: String
    image: String
    command: StringList
    entryPoint: StringList
    environment: StringMap
    environmentFiles: EnvironmentFileList
    essential: Boolean
    cpu: Integer
    memory: Integer
    links: StringList
    containerArn: String
    portMappings: PortMappingList
    mountPoints: MountPointList
    volumesFrom: VolumeFromList
    overrides: String
    dockerConfig: DockerConfig
    healthCheckType: String
    dependsOn: ContainerDependencyList
    startTimeout: Integer
    stopTimeout: Integer
    restartPolicy: RestartPolicy
    secrets: SecretList
    registryAuthentication: RegistryAuthentication
    logsAuthStrategy: String
    firelensConfiguration: FirelensConfiguration
    credentialSpecs: StringList
    managedAgents: ManagedAgentList
}

structure EnvironmentFile {
    value: String
    type: String
}

list EnvironmentFileList {
    member: EnvironmentFile
}

structure PortMapping {
    containerPort: Integer
    hostPort: Integer
    containerPortRange: String
    protocol: String
}

list PortMappingList {
    member: PortMapping
}

structure MountPoint {
    sourceVolume: String
    containerPath: String
    readOnly: Boolean
}

list MountPointList {
    member: MountPoint
}

structure VolumeFrom {
    sourceContainer: String
    readOnly: Boolean
}

list VolumeFromList {
    member: VolumeFrom
}

// `config` and `hostConfig` are JSON texts of Docker's own objects.
structure DockerConfig {
    version: String
    config: String
    hostConfig: String
}

structure ContainerDependency {
    containerName: String
    condition: String
}

list ContainerDependencyList {
    member: ContainerDependency
}

structure RestartPolicy {
    enabled: Boolean
    ignoredExitCodes: ExitCodeList
    restartAttemptPeriod: Integer
}

list ExitCodeList {
    member: Integer
}

structure Secret {
    name: String
    valueFrom: String
    region: String
    provider: String
    type: String
    target: String
    containerPath: String
}

list SecretList {
    member: Secret
}

structure RegistryAuthentication {
    type: String
    ecrAuthData: EcrAuthData
    asmAuthData: AsmAuthData
}

structure EcrAuthData {
    registryId: String
    region: String
    endpointOverride: String
    useExecutionRole: Boolean
}

structure AsmAuthData {
    credentialsParameter: String
    region: String
}

structure FirelensConfiguration {
    type: String
    options: StringMap
}

structure ManagedAgent {
    name: String
    properties: StringMap
}

list ManagedAgentList {
    member: ManagedAgent
}

// Exactly one body goes with `type`; without a type it is `host`.
structure Volume {
    @required
    name: String
    type: String
    host: HostVolume
    dockerVolumeConfiguration: DockerVolumeConfiguration
    efsVolumeConfiguration: EfsVolumeConfiguration
}

list VolumeList {
    member: Volume
}

structure HostVolume {
    sourcePath: String
}

structure DockerVolumeConfiguration {
    scope: String
    autoprovision: Boolean
    driver: String
    driverOpts: StringMap
    labels: StringMap
}

structure EfsVolumeConfiguration {
    fileSystemId: String
    rootDirectory: String
    transitEncryption: String
    transitEncryptionPort: Integer
    authorizationConfig: EfsAuthorizationConfig
}

structure EfsAuthorizationConfig {
    accessPointId: String
    iam: String
}

structure ElasticNetworkInterface {
    name: String
    ec2Id: String
    macAddress: String
    attachmentArn: String
    index: Long
    interfaceAssociationProtocol: String
    interfaceVlanProperties: InterfaceVlanProperties
    ipv4Addresses: Ipv4AddressList
    ipv6Addresses: Ipv6AddressList
    subnetGatewayIpv4Address: String
    subnetGatewayIpv6Address: String
    domainName: StringList
    domainNameServers: StringList
    privateDnsName: String
}

list ElasticNetworkInterfaceList {
    member: ElasticNetworkInterface
}

structure InterfaceVlanProperties {
    vlanId: String
    trunkInterfaceMacAddress: String
}

structure Ipv4Address {
    primary: Boolean
    privateAddress: String
}

list Ipv4AddressList {
    member: Ipv4Address
}

structure Ipv6Address {
    primary: Boolean
    address: String
}

list Ipv6AddressList {
    member: Ipv6Address
}

structure Attachment {
    attachmentArn: String
    attachmentType: String
    attachmentProperties: AttachmentPropertyList
}

list AttachmentList {
    member: Attachment
}

structure AttachmentProperty {
    name: String
    value: String
}

list AttachmentPropertyList {
    member: AttachmentProperty
}

structure Association {
    containers: StringList
    content: AssociationContent
    name: String
    type: String
}

list AssociationList {
    member: Association
}

structure AssociationContent {
    encoding: String
    value: String
}

structure ProxyConfiguration {
    type: String
    containerName: String
    properties: StringMap
}

structure TrustedExecutionConfiguration {
    isolationMode: String
}

structure IAMRoleCredentialsMessage {
    @required
    messageId: String
    clusterArn: String
    containerInstanceArn: String
    generatedAt: Long
    @required
    taskArn: String
    taskClusterArn: String
    roleType: String
    @required
    roleCredentials: IAMRoleCredentials
}

structure TaskManifestMessage {
    @required
    messageId: String
    @required
    clusterArn: String
    @required
    containerInstanceArn: String
    generatedAt: Long
    @required
    timeline: Long
    @required
    tasks: TaskIdentifierList
}

structure TaskIdentifier {
    @required
    taskArn: String
    taskClusterArn: String
    desiredStatus: String
}

list TaskIdentifierList {
    member: TaskIdentifier
}

structure TaskStopVerificationAck {
    @required
    messageId: String
    generatedAt: Long
    @required
    stopTasks: TaskIdentifierList
}

structure AttachTaskNetworkInterfacesMessage {
    @required
    messageId: String
    @required
    clusterArn: String
    @required
    containerInstanceArn: String
    generatedAt: Long
    taskArn: String
    taskClusterArn: String
    waitTimeoutMs: Long
    elasticNetworkInterfaces: ElasticNetworkInterfaceList
}

structure AttachInstanceNetworkInterfacesMessage {
    @required
    messageId: String
    @required
    clusterArn: String
    @required
    containerInstanceArn: String
    generatedAt: Long
    waitTimeoutMs: Long
    elasticNetworkInterfaces: ElasticNetworkInterfaceList
}

structure ConfirmAttachmentMessage {
    @required
    messageId: String
    @required
    clusterArn: String
    @required
    containerInstanceArn: String
    generatedAt: Long
    taskArn: String
    taskClusterArn: String
    waitTimeoutMs: Long
    attachment: Attachment
}

// Sent as StageUpdateMessage and as PerformUpdateMessage.
structure UpdateMessage {
    @required
    messageId: String
    clusterArn: String
    containerInstanceArn: String
    generatedAt: Long
    updateInfo: UpdateInfo
}

structure UpdateInfo {
    location: String
    signature: String
}

// ---- ACS, agent to server

structure AckRequest {
    cluster: String
    containerInstance: String
    @required
    messageId: String
}

structure NackRequest {
    cluster: String
    containerInstance: String
    @required
    messageId: String
    reason: String
}

structure HeartbeatAckRequest {
    @required
    messageId: String
}

structure IAMRoleCredentialsAckRequest {
    @required
    messageId: String
    expiration: String
    @required
    credentialsId: String
}

structure TaskStopVerificationMessage {
    @required
    messageId: String
    @required
    stopCandidates: TaskIdentifierList
}

// ---- TCS, agent to server

structure PublishMetricsRequest {
    @required
    metadata: MetricsMetadata
    timestamp: Timestamp
    taskMetrics: TaskMetricList
    instanceMetrics: InstanceMetrics
}

structure MetricsMetadata {
    cluster: String
    containerInstance: String
    messageId: String
    idle: Boolean
    fin: Boolean
}

structure TaskMetric {
    clusterArn: String
    @required
    taskArn: String
    taskDefinitionFamily: String
    taskDefinitionVersion: String
    containerMetrics: ContainerMetricList
    volumeMetrics: VolumeMetricList
    ephemeralStorageMetrics: Document
    serviceConnectMetricsWrapper: DocumentList
}

list TaskMetricList {
    member: TaskMetric
}

list DocumentList {
    member: Document
}

structure ContainerMetric {
    @required
    containerName: String
    containerArn: String
    cpuStatsSet: StatsSet
    memoryStatsSet: StatsSet
    networkStatsSet: NetworkStatsSet
    storageStatsSet: StorageStatsSet
    restartStatsSet: RestartStatsSet
}

list ContainerMetricList {
    member: ContainerMetric
}

// CPU in percent of the whole host, memory in MiB.
structure StatsSet {
    @required
    min: Double
    @required
    max: Double
    @required
    sampleCount: Integer
    @required
    sum: Double
}

// Counters beyond 63 bits go on in the overflow members.
structure ULongStatsSet {
    @required
    min: Long
    @required
    max: Long
    @required
    sampleCount: Integer
    @required
    sum: Long
    overflowMin: Long
    overflowMax: Long
    overflowSum: Long
}

structure NetworkStatsSet {
    rxBytes: ULongStatsSet
    rxBytesPerSecond: StatsSet
    rxDropped: ULongStatsSet
    rxErrors: ULongStatsSet
    rxPackets: ULongStatsSet
    txBytes: ULongStatsSet
    txBytesPerSecond: StatsSet
    txDropped: ULongStatsSet
    txErrors: ULongStatsSet
    txPackets: ULongStatsSet
}

structure StorageStatsSet {
    readSizeBytes: ULongStatsSet
    writeSizeBytes: ULongStatsSet
}

structure RestartStatsSet {
    restartCount: Long
}

structure VolumeMetric {
    volumeId: String
    volumeName: String
    utilized: StatsSet
    size: StatsSet
}

list VolumeMetricList {
    member: VolumeMetric
}

structure InstanceMetrics {
    storage: InstanceStorageMetrics
    generalMetricsPayload: DocumentList
}

structure InstanceStorageMetrics {
    rootFilesystem: Double
    dataFilesystem: Double
}

structure PublishHealthRequest {
    @required
    metadata: HealthMetadata
    timestamp: Timestamp
    tasks: TaskHealthList
}

structure HealthMetadata {
    cluster: String
    containerInstance: String
    messageId: String
    fin: Boolean
}

structure TaskHealth {
    @required
    taskArn: String
    taskDefinitionFamily: String
    taskDefinitionVersion: String
    @required
    containers: ContainerHealthList
}

list TaskHealthList {
    member: TaskHealth
}

structure ContainerHealth {
    @required
    containerName: String
    @required
    healthStatus: String
    statusSince: Timestamp
    statusMessage: String
}

list ContainerHealthList {
    member: ContainerHealth
}

structure PublishInstanceStatusRequest {
    @required
    metadata: InstanceStatusMetadata
    timestamp: Timestamp
    @required
    statuses: InstanceStatusList
}

structure InstanceStatusMetadata {
    cluster: String
    containerInstance: String
    requestId: String
}

structure InstanceStatus {
    @required
    type: String
    @required
    status: String
    statusReason: String
    lastUpdated: Timestamp
    lastStatusChange: Timestamp
}

list InstanceStatusList {
    member: InstanceStatus
}

// ---- TCS, server to agent

// Sent as AckPublishMetric, AckPublishHealth and AckPublishInstanceStatus.
structure AckPublish {
    message: String
}

// ---- The instance identity document of RegisterContainerInstance, as far as it is read.

structure InstanceIdentityDocument {
    instanceId: String
    privateIp: String
}

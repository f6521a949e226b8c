// What Berth says to Docker Engine and hears from it: the subset of the Engine API 1.41 (JSON over
// its unix socket) that running ECS tasks needs. Written by hand. A member is required only where
// Docker always sends it; texts that Docker may extend are strings, not enumerations.
$version: "2.0"

namespace berth.docker

list StringList {
    member: String
}

list LongList {
    member: Long
}

map StringMap {
    key: String
    value: String
}

map LongMap {
    key: String
    value: Long
}

structure EmptyObject {}

map EmptyObjectMap {
    key: String
    value: EmptyObject
}

// ---- Containers: what is asked for

// POST /containers/create: the container's Config with two more members.
structure ContainerCreateBody {
    Hostname: String
    Domainname: String
    User: String
    AttachStdin: Boolean
    AttachStdout: Boolean
    AttachStderr: Boolean
    ExposedPorts: EmptyObjectMap
    Tty: Boolean
    OpenStdin: Boolean
    StdinOnce: Boolean
    Env: StringList
    Cmd: StringList
    Healthcheck: HealthConfig
    Image: String
    Volumes: EmptyObjectMap
    WorkingDir: String
    Entrypoint: StringList
    NetworkDisabled: Boolean
    MacAddress: String
    OnBuild: StringList
    Labels: StringMap
    StopSignal: String
    StopTimeout: Integer
    Shell: StringList
    HostConfig: HostConfig
    NetworkingConfig: NetworkingConfig
}

structure ContainerConfig {
    Hostname: String
    Domainname: String
    User: String
    AttachStdin: Boolean
    AttachStdout: Boolean
    AttachStderr: Boolean
    ExposedPorts: EmptyObjectMap
    Tty: Boolean
    OpenStdin: Boolean
    StdinOnce: Boolean
    Env: StringList
    Cmd: StringList
    Healthcheck: HealthConfig
    Image: String
    Volumes: EmptyObjectMap
    WorkingDir: String
    Entrypoint: StringList
    NetworkDisabled: Boolean
    MacAddress: String
    OnBuild: StringList
    Labels: StringMap
    StopSignal: String
    StopTimeout: Integer
    Shell: StringList
}

// Durations are nanoseconds.
structure HealthConfig {
    Test: StringList
    Interval: Long
    Timeout: Long
    StartPeriod: Long
    Retries: Integer
}

structure HostConfig {
    Binds: StringList
    ContainerIDFile: String
    LogConfig: LogConfig
    NetworkMode: String
    PortBindings: PortMap
    RestartPolicy: RestartPolicy
    AutoRemove: Boolean
    VolumeDriver: String
    VolumesFrom: StringList
    Mounts: MountList
    CapAdd: StringList
    CapDrop: StringList
    CgroupnsMode: String
    Dns: StringList
    DnsOptions: StringList
    DnsSearch: StringList
    ExtraHosts: StringList
    GroupAdd: StringList
    IpcMode: String
    Cgroup: String
    Links: StringList
    OomScoreAdj: Integer
    PidMode: String
    Privileged: Boolean
    PublishAllPorts: Boolean
    ReadonlyRootfs: Boolean
    SecurityOpt: StringList
    StorageOpt: StringMap
    Tmpfs: StringMap
    UTSMode: String
    UsernsMode: String
    ShmSize: Long
    Sysctls: StringMap
    Runtime: String
    MaskedPaths: StringList
    ReadonlyPaths: StringList
    CpuShares: Long
    Memory: Long
    NanoCpus: Long
    CgroupParent: String
    BlkioWeight: Integer
    CpuPeriod: Long
    CpuQuota: Long
    CpuRealtimePeriod: Long
    CpuRealtimeRuntime: Long
    CpusetCpus: String
    CpusetMems: String
    Devices: DeviceMappingList
    DeviceCgroupRules: StringList
    DeviceRequests: DeviceRequestList
    KernelMemory: Long
    MemoryReservation: Long
    MemorySwap: Long
    MemorySwappiness: Long
    OomKillDisable: Boolean
    Init: Boolean
    PidsLimit: Long
    Ulimits: UlimitList
}

structure LogConfig {
    Type: String
    Config: StringMap
}

structure RestartPolicy {
    Name: String
    MaximumRetryCount: Integer
}

structure PortBinding {
    HostIp: String
    HostPort: String
}

list PortBindingList {
    member: PortBinding
}

// Keys are "80/tcp". A port without bindings has null.
map PortMap {
    key: String
    value: PortBindingList
}

structure Mount {
    Target: String
    Source: String
    Type: String
    ReadOnly: Boolean
    Consistency: String
    BindOptions: BindOptions
    VolumeOptions: VolumeOptions
    TmpfsOptions: TmpfsOptions
}

list MountList {
    member: Mount
}

structure BindOptions {
    Propagation: String
    NonRecursive: Boolean
}

structure VolumeOptions {
    NoCopy: Boolean
    Labels: StringMap
    DriverConfig: VolumeDriverConfig
}

structure VolumeDriverConfig {
    Name: String
    Options: StringMap
}

structure TmpfsOptions {
    SizeBytes: Long
    Mode: Integer
}

structure DeviceMapping {
    PathOnHost: String
    PathInContainer: String
    CgroupPermissions: String
}

list DeviceMappingList {
    member: DeviceMapping
}

list StringListList {
    member: StringList
}

structure DeviceRequest {
    Driver: String
    Count: Integer
    DeviceIDs: StringList
    Capabilities: StringListList
    Options: StringMap
}

list DeviceRequestList {
    member: DeviceRequest
}

structure Ulimit {
    Name: String
    Soft: Long
    Hard: Long
}

list UlimitList {
    member: Ulimit
}

structure NetworkingConfig {
    EndpointsConfig: EndpointMap
}

map EndpointMap {
    key: String
    value: EndpointSettings
}

structure EndpointSettings {
    IPAMConfig: EndpointIpamConfig
    Links: StringList
    Aliases: StringList
    NetworkID: String
    EndpointID: String
    Gateway: String
    IPAddress: String
    IPPrefixLen: Integer
    IPv6Gateway: String
    GlobalIPv6Address: String
    GlobalIPv6PrefixLen: Integer
    MacAddress: String
    DriverOpts: StringMap
}

structure EndpointIpamConfig {
    IPv4Address: String
    IPv6Address: String
    LinkLocalIPs: StringList
}

structure ContainerCreateAnswer {
    @required
    Id: String
    Warnings: StringList
}

// ---- Containers: what there is

structure ContainerInspect {
    @required
    Id: String
    @required
    @timestampFormat("date-time")
    Created: Timestamp
    Path: String
    Args: StringList
    @required
    State: ContainerState
    @required
    Image: String
    ResolvConfPath: String
    HostnamePath: String
    HostsPath: String
    LogPath: String
    @required
    Name: String
    RestartCount: Integer
    Driver: String
    Platform: String
    MountLabel: String
    ProcessLabel: String
    AppArmorProfile: String
    ExecIDs: StringList
    @required
    HostConfig: HostConfig
    Mounts: MountPointList
    @required
    Config: ContainerConfig
    NetworkSettings: NetworkSettings
}

// Docker says the year 1 for an instant that has not come.
structure ContainerState {
    @required
    Status: String
    @required
    Running: Boolean
    Paused: Boolean
    Restarting: Boolean
    @required
    OOMKilled: Boolean
    @required
    Dead: Boolean
    @required
    Pid: Long
    @required
    ExitCode: Integer
    @required
    Error: String
    @required
    @timestampFormat("date-time")
    StartedAt: Timestamp
    @required
    @timestampFormat("date-time")
    FinishedAt: Timestamp
    Health: Health
}

structure Health {
    @required
    Status: String
    FailingStreak: Integer
    Log: HealthProbeList
}

structure HealthProbe {
    @timestampFormat("date-time")
    Start: Timestamp
    @timestampFormat("date-time")
    End: Timestamp
    ExitCode: Integer
    Output: String
}

list HealthProbeList {
    member: HealthProbe
}

structure MountPoint {
    Type: String
    Name: String
    Source: String
    Destination: String
    Driver: String
    Mode: String
    RW: Boolean
    Propagation: String
}

list MountPointList {
    member: MountPoint
}

structure NetworkSettings {
    Bridge: String
    SandboxID: String
    SandboxKey: String
    Ports: PortMap
    EndpointID: String
    Gateway: String
    IPAddress: String
    IPPrefixLen: Integer
    MacAddress: String
    Networks: EndpointMap
}

// One item of GET /containers/json.
structure ContainerSummary {
    @required
    Id: String
    @required
    Names: StringList
    Image: String
    ImageID: String
    Command: String
    Created: Long
    Ports: PublishedPortList
    Labels: StringMap
    @required
    State: String
    Status: String
    HostConfig: SummaryHostConfig
    NetworkSettings: SummaryNetworkSettings
    Mounts: MountPointList
}

structure PublishedPort {
    IP: String
    PrivatePort: Integer
    PublicPort: Integer
    Type: String
}

list PublishedPortList {
    member: PublishedPort
}

structure SummaryHostConfig {
    NetworkMode: String
}

structure SummaryNetworkSettings {
    Networks: EndpointMap
}

structure ContainerWaitAnswer {
    @required
    StatusCode: Integer
    Error: ContainerWaitError
}

structure ContainerWaitError {
    Message: String
}

// ---- Statistics: one sample of GET /containers/ID/stats

structure ContainerStats {
    @timestampFormat("date-time")
    read: Timestamp
    @timestampFormat("date-time")
    preread: Timestamp
    id: String
    name: String
    num_procs: Long
    pids_stats: PidsStats
    cpu_stats: CpuStats
    precpu_stats: CpuStats
    memory_stats: MemoryStats
    blkio_stats: BlkioStats
    networks: NetworkStatsMap
}

structure PidsStats {
    current: Long
    limit: Long
}

structure CpuStats {
    cpu_usage: CpuUsage
    system_cpu_usage: Long
    online_cpus: Long
    throttling_data: ThrottlingStats
}

// Nanoseconds.
structure CpuUsage {
    total_usage: Long
    percpu_usage: LongList
    usage_in_kernelmode: Long
    usage_in_usermode: Long
}

structure ThrottlingStats {
    periods: Long
    throttled_periods: Long
    throttled_time: Long
}

structure MemoryStats {
    usage: Long
    max_usage: Long
    failcnt: Long
    limit: Long
    stats: LongMap
}

structure BlkioStats {
    io_service_bytes_recursive: BlkioEntryList
    io_serviced_recursive: BlkioEntryList
}

structure BlkioEntry {
    major: Long
    minor: Long
    op: String
    value: Long
}

list BlkioEntryList {
    member: BlkioEntry
}

structure NetworkStats {
    rx_bytes: Long
    rx_packets: Long
    rx_errors: Long
    rx_dropped: Long
    tx_bytes: Long
    tx_packets: Long
    tx_errors: Long
    tx_dropped: Long
}

map NetworkStatsMap {
    key: String
    value: NetworkStats
}

// ---- Images

structure ImageInspect {
    @required
    Id: String
    RepoTags: StringList
    RepoDigests: StringList
    Parent: String
    Comment: String
    Created: String
    DockerVersion: String
    Author: String
    Config: ContainerConfig
    Architecture: String
    Os: String
    Size: Long
    VirtualSize: Long
    RootFS: RootFs
}

structure RootFs {
    Type: String
    Layers: StringList
}

// One line of the answer to POST /images/create and /images/load.
structure ProgressLine {
    status: String
    id: String
    progress: String
    stream: String
    error: String
    errorDetail: ErrorDetail
}

structure ErrorDetail {
    code: Integer
    message: String
}

// ---- Networks and volumes

structure NetworkCreateBody {
    @required
    Name: String
    CheckDuplicate: Boolean
    Driver: String
    Internal: Boolean
    Attachable: Boolean
    IPAM: Ipam
    EnableIPv6: Boolean
    Options: StringMap
    Labels: StringMap
}

structure Ipam {
    Driver: String
    Config: IpamConfigList
    Options: StringMap
}

structure IpamConfig {
    Subnet: String
    IPRange: String
    Gateway: String
    AuxiliaryAddresses: StringMap
}

list IpamConfigList {
    member: IpamConfig
}

structure NetworkCreateAnswer {
    @required
    Id: String
    Warning: String
}

structure NetworkInspect {
    @required
    Name: String
    @required
    Id: String
    Scope: String
    Driver: String
    EnableIPv6: Boolean
    IPAM: Ipam
    Internal: Boolean
    Attachable: Boolean
    Containers: NetworkContainerMap
    Options: StringMap
    Labels: StringMap
}

structure NetworkContainer {
    Name: String
    EndpointID: String
    MacAddress: String
    IPv4Address: String
    IPv6Address: String
}

map NetworkContainerMap {
    key: String
    value: NetworkContainer
}

structure VolumeCreateBody {
    Name: String
    Driver: String
    DriverOpts: StringMap
    Labels: StringMap
}

structure Volume {
    @required
    Name: String
    @required
    Driver: String
    @required
    Mountpoint: String
    CreatedAt: String
    Labels: StringMap
    Scope: String
    Options: StringMap
}

// ---- The engine

structure Event {
    @required
    Type: String
    @required
    Action: String
    @required
    Actor: EventActor
    scope: String
    time: Long
    timeNano: Long
}

structure EventActor {
    ID: String
    Attributes: StringMap
}

structure ErrorBody {
    @required
    message: String
}

structure Version {
    @required
    Version: String
    @required
    ApiVersion: String
    MinAPIVersion: String
    GitCommit: String
    GoVersion: String
    Os: String
    Arch: String
    KernelVersion: String
    BuildTime: String
}

structure Info {
    ID: String
    Name: String
    Containers: Integer
    Images: Integer
    Driver: String
    LoggingDriver: String
    CgroupDriver: String
    CgroupVersion: String
    NCPU: Integer
    MemTotal: Long
    MemoryLimit: Boolean
    KernelVersion: String
    OperatingSystem: String
    OSType: String
    Architecture: String
    DockerRootDir: String
    ServerVersion: String
    Labels: StringList
    SecurityOptions: StringList
    Plugins: Plugins
}

structure Plugins {
    Volume: StringList
    Network: StringList
    Authorization: StringList
    Log: StringList
}

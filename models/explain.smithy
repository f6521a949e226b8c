// Berth's own API beside those of AWS: why things are as they are, what happened, and a service's way
// back. Written by hand.
$version: "2.0"

namespace com.amazonaws.explain

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1

@service(sdkId: "Berth Explain", endpointPrefix: "explain")
@sigv4(name: "explain")
@awsJson1_1
service BerthExplainV20261129 {
    version: "2026-11-29"
    operations: [
        ExplainService
        ExplainTask
        ReadEvents
        RollBackService
    ]
}

operation ExplainService {
    input: ExplainServiceRequest
    output: ExplainServiceResponse
    errors: [
        ClusterNotFoundException
        InvalidParameterException
        ServiceNotFoundException
    ]
}

operation ExplainTask {
    input: ExplainTaskRequest
    output: ExplainTaskResponse
    errors: [
        ClusterNotFoundException
        InvalidParameterException
    ]
}

/// What EventBridge would be told, oldest first: at most 4096 events are kept. `last` is where the
/// next page begins. `known`, of a page from the beginning, is false where nothing has or had the
/// names of the service and the task that were asked for.
operation ReadEvents {
    input: ReadEventsRequest
    output: ReadEventsResponse
    errors: [
        ClusterNotFoundException
        InvalidParameterException
    ]
}

/// Undoes the deployment under way, as StopServiceDeployment does, unless that has been asked for
/// already: the answer has the ARN of that service deployment alone. Else the service revision that
/// was deployed before the present one is deployed again as it was, with the digests of its images:
/// the answer has the new service deployment, its revision and its task definition.
operation RollBackService {
    input: RollBackServiceRequest
    output: RollBackServiceResponse
    errors: [
        ClusterNotFoundException
        ConflictException
        InvalidParameterException
        ServiceNotActiveException
        ServiceNotFoundException
    ]
}

@error("client")
structure ClusterNotFoundException {
    message: String
}

@error("client")
structure ConflictException {
    message: String
}

structure ExplainServiceRequest {
    cluster: String
    @required
    service: String
}

structure ExplainServiceResponse {
    service: ServiceStanding
    targets: TargetStandings
    nextTask: InstanceVerdicts
}

structure ExplainTaskRequest {
    cluster: String
    @required
    task: String
}

structure ExplainTaskResponse {
    task: TaskStanding
    anotherTask: InstanceVerdicts
}

structure InstanceVerdict {
    containerInstanceArn: String
    ec2InstanceId: String
    availabilityZone: String
    verdict: String
    detail: String
    chosen: Boolean
}

list InstanceVerdicts {
    member: InstanceVerdict
}

@error("client")
structure InvalidParameterException {
    message: String
}

structure EventRecord {
    sequence: Long
    event: String
}

list EventRecords {
    member: EventRecord
}

structure ReadEventsRequest {
    after: Long
    since: Timestamp
    cluster: String
    service: String
    task: String
    maxResults: Integer
}

structure ReadEventsResponse {
    events: EventRecords
    last: Long
    known: Boolean
}

structure RollBackServiceRequest {
    cluster: String
    @required
    service: String
}

structure RollBackServiceResponse {
    serviceDeploymentArn: String
    serviceRevisionArn: String
    taskDefinition: String
}

@error("client")
structure ServiceNotActiveException {
    message: String
}

@error("client")
structure ServiceNotFoundException {
    message: String
}

structure ServiceStanding {
    serviceArn: String
    desiredCount: Integer
    runningCount: Integer
    deploymentId: String
    rolloutStateReason: String
    startsAgainAt: Timestamp
    standingEvents: StringList
}

list StringList {
    member: String
}

structure TargetStanding {
    taskArn: String
    targetGroupArn: String
    id: String
    port: Integer
    state: String
    reason: String
}

list TargetStandings {
    member: TargetStanding
}

structure TaskStanding {
    taskArn: String
    serviceArn: String
    lastStatus: String
    containerInstanceArn: String
    availabilityZone: String
    placementReason: String
    stopCode: String
    stoppedReason: String
}

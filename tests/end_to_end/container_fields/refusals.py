"""Members that Berth does not honour: refused by name, never dropped."""
from container_fields.checks import Refusal, container

NOT_SUPPORTED = "Berth does not support '"


def log(**configuration):
    return {"logConfiguration": configuration}


def port(**mapping):
    return {"portMappings": [mapping]}


ROWS = [
    Refusal("a restartAttemptPeriod below a minute",
            "Invalid 'restartAttemptPeriod' setting for container 'app'. Valid values are between "
            "60 and 1800 seconds.",
            {"restartPolicy": {"enabled": True, "restartAttemptPeriod": 59}}),
    Refusal("more than 50 ignoredExitCodes",
            "Invalid 'ignoredExitCodes' setting for container 'app'. At most 50 exit codes can be "
            "specified.", {"restartPolicy": {"enabled": True, "ignoredExitCodes": [1] * 51}}),
    Refusal("repositoryCredentials", NOT_SUPPORTED + "repositoryCredentials'",
            {"repositoryCredentials": {"credentialsParameter": "arn:aws:ssm:x"}}),
    Refusal("environmentFiles of S3", NOT_SUPPORTED + "environmentFiles of type s3'",
            {"environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::b/a.env"}]}),
    Refusal("secrets", NOT_SUPPORTED + "secrets'",
            {"secrets": [{"name": "ONE", "valueFrom": "one"}]}),
    Refusal("resourceRequirements", NOT_SUPPORTED + "resourceRequirements'",
            {"resourceRequirements": [{"type": "GPU", "value": "1"}]}),
    Refusal("credentialSpecs", NOT_SUPPORTED + "credentialSpecs'",
            {"credentialSpecs": ["credentialspec:file://a.json"]}),
    Refusal("taskRoleArn", NOT_SUPPORTED + "taskRoleArn'",
            task={"taskRoleArn": "arn:aws:iam::000000000000:role/one"}),
    Refusal("placementConstraints with a malformed expression",
            "Invalid expression 'attribute:a = b': an operator is expected at character 13.",
            task={"placementConstraints": [
                {"type": "memberOf", "expression": "attribute:a = b"}]}),
    Refusal("proxyConfiguration", NOT_SUPPORTED + "proxyConfiguration'",
            task={"proxyConfiguration": {"type": "APPMESH", "containerName": "app"}}),
    Refusal("inferenceAccelerators", NOT_SUPPORTED + "inferenceAccelerators'",
            task={"inferenceAccelerators": [{"deviceName": "a", "deviceType": "b"}]}),
    Refusal("ephemeralStorage", NOT_SUPPORTED + "ephemeralStorage'",
            task={"ephemeralStorage": {"sizeInGiB": 30}}),
    Refusal("enableFaultInjection", NOT_SUPPORTED + "enableFaultInjection'",
            task={"enableFaultInjection": True}),
    Refusal("runtimePlatform of Windows",
            NOT_SUPPORTED + "runtimePlatform.operatingSystemFamily other than LINUX'",
            task={"runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}}),
    Refusal("containerPortRange with networkMode host",
            "Invalid 'containerPortRange' setting for container 'app'. It needs networkMode bridge "
            "or awsvpc.", port(containerPortRange="8000-8009"), task={"networkMode": "host"}),
    Refusal("a port mapping without a port", "Invalid 'containerPort' setting for container 'app'.",
            port(hostPort=8000)),
    Refusal("portMappings.name", NOT_SUPPORTED + "portMappings.name'",
            port(containerPort=80, name="web")),
    Refusal("links need networkMode bridge",
            "Links are not supported when networkMode=host.", {"links": ["db"]},
            [container("db")], {"networkMode": "host"}),
    Refusal("efsVolumeConfiguration", NOT_SUPPORTED + "efsVolumeConfiguration'",
            task={"volumes": [{"name": "data", "efsVolumeConfiguration": {
                "fileSystemId": "fs-1"}}]}),
    Refusal("fsxWindowsFileServerVolumeConfiguration",
            NOT_SUPPORTED + "fsxWindowsFileServerVolumeConfiguration'",
            task={"volumes": [{"name": "data", "fsxWindowsFileServerVolumeConfiguration": {
                "fileSystemId": "fs-1", "rootDirectory": "/", "authorizationConfig": {
                    "credentialsParameter": "a", "domain": "b"}}}]}),
    Refusal("configuredAtLaunch", NOT_SUPPORTED + "configuredAtLaunch'",
            task={"volumes": [{"name": "data", "configuredAtLaunch": True}]}),
    Refusal("s3filesVolumeConfiguration", NOT_SUPPORTED + "s3filesVolumeConfiguration'",
            task={"volumes": [{"name": "data", "s3filesVolumeConfiguration": {
                "fileSystemArn": "arn:aws:s3files:us-east-1:000000000000:file-system/fs-1"}}]}),
    Refusal("portMappings.appProtocol", NOT_SUPPORTED + "portMappings.appProtocol'",
            port(containerPort=80, appProtocol="http")),
    Refusal("firelensConfiguration", NOT_SUPPORTED + "firelensConfiguration'",
            {"firelensConfiguration": {"type": "fluentbit"}}),
    Refusal("logConfiguration awslogs", NOT_SUPPORTED + "logConfiguration.logDriver awslogs'",
            log(logDriver="awslogs", options={"awslogs-group": "a"})),
    Refusal("logConfiguration splunk", NOT_SUPPORTED + "logConfiguration.logDriver splunk'",
            log(logDriver="splunk")),
    Refusal("logConfiguration awsfirelens",
            NOT_SUPPORTED + "logConfiguration.logDriver awsfirelens'",
            log(logDriver="awsfirelens")),
    Refusal("logConfiguration.secretOptions", NOT_SUPPORTED + "logConfiguration.secretOptions'",
            log(logDriver="json-file", secretOptions=[{"name": "a", "valueFrom": "b"}])),
    Refusal("the logDriver none, which ECS does not have", "logConfiguration.logDriver",
            log(logDriver="none")),
    Refusal("the logDriver local, which ECS does not have", "logConfiguration.logDriver",
            log(logDriver="local")),
    Refusal("requiresCompatibilities MANAGED_INSTANCES",
            NOT_SUPPORTED + "requiresCompatibilities MANAGED_INSTANCES'",
            task={"requiresCompatibilities": ["MANAGED_INSTANCES"]}),
    Refusal("requiresCompatibilities EXTERNAL with networkMode awsvpc",
            "Tasks using the External launch type do not support networkMode 'awsvpc'.",
            task={"requiresCompatibilities": ["EXTERNAL"], "networkMode": "awsvpc"}),
    Refusal("an executionRoleArn that is no role", "Role is not valid",
            task={"executionRoleArn": "arn:aws:iam::012345678910:user/me"}),
    Refusal("maxSwap without memory",
            "linuxParameters.maxSwap of container 'app' needs 'memory'.",
            {"memory": None, "memoryReservation": 16, "linuxParameters": {"maxSwap": 16}}),
    Refusal("swappiness beyond 100",
            "linuxParameters.swappiness of container 'app' must be between 0 and 100.",
            {"linuxParameters": {"maxSwap": 16, "swappiness": 101}}),
]

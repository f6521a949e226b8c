"""Health checks, dependencies and the order of start and stop."""
from container_fields.checks import (
    Row, aside, container, created_after, died_in_order, docker_says, shell, task_told,
    told, told_like)

SECOND = 1_000_000_000


def checked(command, **members):
    return {"healthCheck": {"command": ["CMD-SHELL", command], "interval": 5, "timeout": 2,
                            "retries": 1, **members}}


def needs(name, condition):
    return {"dependsOn": [{"containerName": name, "condition": condition}]}


ROWS = [
    Row("healthCheck HEALTHY", checked("true", startPeriod=3),
        [docker_says("Config.Healthcheck", {
            "Test": ["CMD-SHELL", "true"], "Interval": 5 * SECOND, "Timeout": 2 * SECOND,
            "Retries": 1, "StartPeriod": 3 * SECOND}), told("healthStatus", "HEALTHY")],
        health="HEALTHY"),
    Row("healthCheck UNHEALTHY", checked("false"), [told("healthStatus", "UNHEALTHY")],
        health="UNHEALTHY"),
    Row("an essential container without a health check keeps the task UNKNOWN", checked("true"),
        [told("healthStatus", "HEALTHY"), told("healthStatus", "UNKNOWN", "other"),
         task_told("healthStatus", "UNKNOWN")], others=[container("other")], health="HEALTHY"),
    Row("without a healthCheck the image's own is off", {},
        [docker_says("Config.Healthcheck.Test", ["NONE"])]),
    Row("a healthCheck NONE is none", {"healthCheck": {"command": ["NONE"]}},
        [docker_says("Config.Healthcheck.Test", ["NONE"]), told("healthStatus", "UNKNOWN")]),
    Row("dependsOn START, and the reverse order at the stop", needs("first", "START"),
        after=[created_after("first", "start"), died_in_order("app", "first")],
        others=[container("first")]),
    Row("dependsOn COMPLETE", needs("first", "COMPLETE"),
        after=[created_after("first", "die")],
        others=[aside("first", command=shell("sleep 1; exit 3"))]),
    Row("dependsOn SUCCESS", needs("first", "SUCCESS"),
        after=[created_after("first", "die")],
        others=[aside("first", command=shell("sleep 1"))]),
    Row("dependsOn HEALTHY", needs("first", "HEALTHY"),
        after=[created_after("first", "health_status: healthy")],
        others=[aside("first", **checked("true"))]),
    Row("dependsOn SUCCESS of a container that fails", needs("first", "SUCCESS"),
        [told("exitCode", 143), told("exitCode", 7, "first"),
         told_like("reason", r"^CannotStartContainerError: dependency graph: failed to resolve "
                             r"container ordering dependency \[first\(.*\] for target \[app\(.*\] "
                             r"as dependency did not exit successfully\.$"),
         task_told("stopCode", "TaskFailedToStart")],
        others=[aside("first", command=shell("exit 7"))], status="STOPPED"),
    Row("startTimeout of a container that does not become HEALTHY", needs("first", "HEALTHY"),
        [told("exitCode", 143),
         told_like("reason", r"^CannotStartContainerError: dependency graph: .*\[first\(.*\] for "
                             r"target \[app\(.*\] has timed out\.$"),
         task_told("stopCode", "TaskFailedToStart")],
        others=[aside("first", startTimeout=2, **checked("false"))], status="STOPPED"),
]

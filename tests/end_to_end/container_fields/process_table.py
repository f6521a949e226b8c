"""What runs in a container, with what it is told, and what it may use."""
import pathlib

from container_fields.checks import (
    MEBIBYTE, Row, aside, docker_lists, docker_maps, docker_matches, docker_says,
    idle, inside, prints, shell, task_told, told, told_like)

DATA = {"mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}


def ended_within(least, most):
    """So many seconds went by between the order to stop and the end."""
    def check(seen):
        spent = (seen.task["stoppedAt"] - seen.task["stoppingAt"]).total_seconds()
        if not least <= spent <= most:
            raise AssertionError(f"it took {spent} s, not {least} to {most}")
    return check


ROWS = [
    Row("entryPoint and command come before the image's",
        {"entryPoint": ["sh", "-c"], "command": [idle("echo one two")]},
        [docker_says("Config.Entrypoint", ["sh", "-c"]),
         docker_says("Config.Cmd", [idle("echo one two")]), prints("^one two$")],
        [told("exitCode", 0)]),
    Row("the image's command runs where there is none; interactive, pseudoTerminal",
        {"command": None, "interactive": True, "pseudoTerminal": True},
        [docker_says("Config.Cmd", ["sh"]), docker_says("Config.OpenStdin", True),
         docker_says("Config.Tty", True), inside("test -t 0 </proc/1/fd/0", "exit 0")]),
    Row("environment, and what ECS adds",
        {"environment": [{"name": "ONE", "value": "a b=c"}, {"name": "EMPTY", "value": ""}]},
        [docker_lists("Config.Env", "ONE=a b=c", "EMPTY=", "AWS_EXECUTION_ENV=AWS_ECS_EC2",
                      "AWS_REGION=us-east-1")]),
    Row("overrides of RunTask come before the definition",
        {"environment": [{"name": "ONE", "value": "old"}, {"name": "TWO", "value": "kept"}],
         "memoryReservation": 8},
        [docker_lists("Config.Env", "ONE=new", "TWO=kept"),
         docker_says("Config.Cmd", shell(idle("echo over"))),
         docker_says("HostConfig.CpuShares", 10),
         docker_says("HostConfig.Memory", 24 * MEBIBYTE),
         docker_says("HostConfig.MemoryReservation", 12 * MEBIBYTE), told("cpu", "10"),
         told("memory", "24")],
        run={"overrides": {"containerOverrides": [
            {"name": "app", "environment": [{"name": "ONE", "value": "new"}], "cpu": 10,
             "memory": 24, "memoryReservation": 12,
             "command": shell(idle("echo over"))}]}}),
    Row("user", {"user": "1000:50"}, [inside("id -u; id -g", "^1000\n50\n")]),
    Row("a user that the image does not have", {"user": "stranger"},
        [told_like("reason", "^Cannot(Create|Start)ContainerError: Error response from daemon: "
                   "unable to find user stranger: "),
         task_told("stopCode", "TaskFailedToStart")], status="STOPPED"),
    Row("workingDirectory", {"workingDirectory": "/tmp"}, [inside("pwd", "^/tmp\n")]),
    Row("dockerLabels beside those of ECS",
        {"dockerLabels": {"colour": "blue", "com.amazonaws.ecs.container-name": "mine"}},
        [docker_maps("Config.Labels", {"colour": "blue",
                                       "com.amazonaws.ecs.container-name": "app"})]),
    Row("essential: the end of another container does not end the task", {},
        [told("exitCode", 4, "aside"), told("lastStatus", "STOPPED", "aside"),
         told("lastStatus", "RUNNING")], others=[aside("aside", command=shell("exit 4"))]),
    Row("essential: the end of an essential container ends the task",
        {"command": shell("until test -e /data/ready; do sleep 0.1; done; exit 5"), **DATA},
        [told("exitCode", 5), told("exitCode", 0, "aside"),
         task_told("stopCode", "EssentialContainerExited"),
         task_told("stoppedReason", "Essential container in task exited")],
        others=[aside("aside", command=shell(idle("touch /data/ready")), **DATA)],
        task={"volumes": [{"name": "data"}]}, status="STOPPED"),
    Row("stopTimeout: who does not heed SIGTERM is killed",
        {"command": shell("trap '' TERM; sleep 600 & wait"), "stopTimeout": 2},
        # Docker ends a hundred containers at once here; not heeded, it would take 30 s of its own.
        after=[told("exitCode", 137), ended_within(2, 25)]),
    Row("restartPolicy is the agent's, not Docker's", {"restartPolicy": {"enabled": True}},
        [docker_matches("HostConfig.RestartPolicy.Name", "^(no)?$")]),
    Row("a restartPolicy that is not enabled", {"restartPolicy": {"enabled": False}},
        [docker_matches("HostConfig.RestartPolicy.Name", "^(no)?$")]),
    Row("restartPolicy: who ends before restartAttemptPeriod is not restarted",
        {"command": shell("exit 3"), "restartPolicy": {"enabled": True}},
        [told("exitCode", 3), task_told("stopCode", "EssentialContainerExited")], status="STOPPED"),
    Row("a program that does not exist", {"command": ["/no/such"]},
        [told_like("reason", "^CannotStartContainerError: Error response from daemon: "),
         task_told("stopCode", "TaskFailedToStart")], status="STOPPED"),
    Row("cpu becomes shares", {"cpu": 64}, [docker_says("HostConfig.CpuShares", 64)]),
    Row("cpu has a floor of 2 shares", {"cpu": 0}, [docker_says("HostConfig.CpuShares", 2)]),
    Row("memory and memoryReservation", {"memory": 20, "memoryReservation": 10},
        [docker_says("HostConfig.Memory", 20 * MEBIBYTE),
         docker_says("HostConfig.MemoryReservation", 10 * MEBIBYTE), told("memory", "20"),
         told("memoryReservation", "10")]),
    Row("memoryReservation alone sets no limit", {"memory": None, "memoryReservation": 10},
        [docker_says("HostConfig.Memory", 0),
         docker_says("HostConfig.MemoryReservation", 10 * MEBIBYTE)]),
    Row("memory has a floor of 6 MiB", {"memory": 4},
        [docker_says("HostConfig.Memory", 6 * MEBIBYTE)]),
    Row("memory: who needs more is killed",
        # Docker forgets what it hears of it after the exit, so it is a child that is killed here,
        # and the container ends later. It begins to listen some time after the start.
        {"memory": 8, "command": shell("sleep 2; sh -c 'a=aaaaaaaa; while :; do a=$a$a; done'; "
                                       "code=$?; sleep 2; exit $code")},
        [told("exitCode", 137),
         told("reason", "OutOfMemoryError: Container killed due to memory usage"),
         task_told("stopCode", "EssentialContainerExited")], status="STOPPED"),
    Row("task cpu and memory",
        {"memory": None}, [task_told("cpu", "128"), task_told("memory", "32")],
        task={"cpu": "128", "memory": "32"}),
    Row("ulimits",
        {"ulimits": [{"name": "core", "softLimit": 1024, "hardLimit": 2048},
                     {"name": "nofile", "softLimit": 1000, "hardLimit": 2000}]},
        # Runtimes written in Go may raise the soft limit of files to the hard one for `exec`.
        [inside("cat /proc/1/limits", r"(?s)Max core file size\s+1024\s+2048\s.*"
                                      r"Max open files\s+\d+\s+2000\s"),
         docker_says("HostConfig.Ulimits", [{"Name": "core", "Soft": 1024, "Hard": 2048},
                                            {"Name": "nofile", "Soft": 1000, "Hard": 2000}])]),
]


def env_file(path):
    return {"type": "file", "value": str(path)}


def rows(folder):
    """With the rows that need a folder of this host for files of variables."""
    first, second = pathlib.Path(folder, "first.env"), pathlib.Path(folder, "second.env")
    if folder:
        first.write_text("# Not a variable\nONE=first\nTWO=\"quoted\" # no comment\nEMPTY=\n")
        second.write_text("ONE=second\nTHREE=3=3\nFOUR=second\n")
    return [
        *ROWS,
        Row("environmentFiles: the first one counts, and environment comes before them",
            {"environmentFiles": [env_file(first), env_file(second)],
             "environment": [{"name": "FOUR", "value": "own"}]},
            [docker_lists("Config.Env", "ONE=first", 'TWO="quoted" # no comment', "THREE=3=3",
                          "FOUR=own"), inside("env | grep -c EMPTY", "^0\n")]),
        Row("environmentFiles of RunTask come in the place of the definition's",
            {"environmentFiles": [env_file(first)]},
            [docker_lists("Config.Env", "ONE=second")],
            run={"overrides": {"containerOverrides": [
                {"name": "app", "environmentFiles": [env_file(second)]}]}}),
        Row("an environment file that cannot be read",
            {"environmentFiles": [env_file(first.with_name("none.env"))]},
            [task_told("stoppedReason", f"Unable to read env file {folder}/none.env, error: No "
                                        "such file or directory"),
             task_told("stopCode", "TaskFailedToStart")], status="STOPPED"),
    ]

"""Privileges, linuxParameters, process and IPC modes, and logs."""
from enum import Enum

from berth_up import docker
from container_fields.checks import (
    MEBIBYTE, Row, container, docker_lists, docker_maps, docker_matches, docker_says, idle, inside,
    prints, received, shell, task_told, told, told_like)

CHOWN, NET_ADMIN, SYS_ADMIN = 1 << 0, 1 << 12, 1 << 21


class Privileges(Enum):
    GIVEN = 1
    REFUSED = 2


def capabilities(has, lacks):
    """The effective capabilities of the container's first process."""
    def check(seen):
        line = seen.execute("app", "grep CapEff /proc/1/status")
        mask = int(line.split()[1], 16)
        if mask & has != has or mask & lacks:
            raise AssertionError(f"capabilities {mask:x}, wanted {has:x} and not {lacks:x}")
    return check


def swappiness(wanted):
    """Docker keeps it where the kernel has it for a cgroup, which is version 1 only."""
    def check(seen):
        kept = docker("info", "--format", "{{.CgroupVersion}}").strip() == "1"
        docker_says("HostConfig.MemorySwappiness", wanted if kept else None)(seen)
    return check


def linux(**parameters):
    return {"linuxParameters": parameters}


ROWS = [
    Row("dockerSecurityOptions", {"dockerSecurityOptions": ["no-new-privileges"]},
        [docker_lists("HostConfig.SecurityOpt", "no-new-privileges"),
         inside("grep NoNewPrivs /proc/1/status", r"NoNewPrivs:\s*1")]),
    Row("linuxParameters.capabilities",
        linux(capabilities={"add": ["NET_ADMIN"], "drop": ["CHOWN"]}),
        [capabilities(NET_ADMIN, CHOWN)]),
    Row("linuxParameters.devices",
        linux(devices=[{"hostPath": "/dev/null", "containerPath": "/dev/hole",
                        "permissions": ["read"]}]),
        [inside("ls -l /dev/hole", "^c.* 1, *3 "),
         docker_says("HostConfig.Devices", [{"PathOnHost": "/dev/null",
                                             "PathInContainer": "/dev/hole",
                                             "CgroupPermissions": "r"}])]),
    Row("linuxParameters.tmpfs",
        linux(tmpfs=[{"containerPath": "/scratch", "size": 2, "mountOptions": ["noexec"]}]),
        [inside("grep ' /scratch ' /proc/mounts", "^tmpfs .*noexec.*size=2048k")]),
    Row("linuxParameters.sharedMemorySize", linux(sharedMemorySize=8),
        [docker_says("HostConfig.ShmSize", 8 * MEBIBYTE), inside("df -k /dev/shm", r"\s8192\s")]),
    Row("linuxParameters.initProcessEnabled", linux(initProcessEnabled=True),
        [docker_says("HostConfig.Init", True), inside("cat /proc/1/comm", "init")]),
    Row("linuxParameters.maxSwap and swappiness", linux(maxSwap=16, swappiness=20),
        [docker_says("HostConfig.MemorySwap", 32 * MEBIBYTE),
         swappiness(20)]),
    Row("pidMode host", {},
        [docker_says("HostConfig.PidMode", "host"),
         inside("cat /proc/1/comm", r"^(?!sh\n)")], task={"pidMode": "host"}),
    Row("pidMode task: the containers see each other's processes", {},
        [docker_matches("HostConfig.PidMode", "^container:"),
         inside("cat /proc/[0-9]*/cmdline | tr '\\0' ' '", "mark-of-other")],
        [told("exitCode", 0)], [container("other", command=shell(idle(": mark-of-other")))],
        task={"pidMode": "task"}),
    Row("ipcMode task: the containers share their memory", {},
        [docker_matches("HostConfig.IpcMode", "^container:"),
         inside("cat /dev/shm/note", "^from the other\n")], [told("exitCode", 0)],
        [container("other", command=shell(idle("echo from the other >/dev/shm/note")))],
        task={"ipcMode": "task"}),
    Row("pidMode and ipcMode task with networkMode awsvpc", {},
        [docker_matches("HostConfig.NetworkMode", "^container:"),
         docker_matches("HostConfig.PidMode", "^container:"),
         docker_matches("HostConfig.IpcMode", "^container:")],
        task={"networkMode": "awsvpc", "pidMode": "task", "ipcMode": "task"}),
    Row("ipcMode host", {}, [docker_says("HostConfig.IpcMode", "host")],
        task={"ipcMode": "host"}),
    Row("ipcMode none", {}, [docker_says("HostConfig.IpcMode", "none")],
        task={"ipcMode": "none"}),
    Row("runtimePlatform and executionRoleArn", {}, [docker_says("State.Running", True)],
        task={"runtimePlatform": {"operatingSystemFamily": "LINUX"},
              "executionRoleArn": "arn:aws:iam::000000000000:role/ecsTaskExecutionRole"}),
    Row("logConfiguration json-file",
        {"command": shell(idle("echo written")), "logConfiguration": {
            "logDriver": "json-file", "options": {"max-size": "1m", "max-file": "2"}}},
        [docker_says("HostConfig.LogConfig.Type", "json-file"),
         docker_maps("HostConfig.LogConfig.Config", {"max-size": "1m", "max-file": "2"}),
         prints("^written$")]),
]


def privileged(engine):
    """An engine that itself lacks capabilities cannot give them; then its refusal must be told."""
    if engine == Privileges.GIVEN:
        return Row("privileged", {"privileged": True},
                   [docker_says("HostConfig.Privileged", True), capabilities(SYS_ADMIN, 0)])
    return Row("privileged", {"privileged": True},
               [told_like("reason", "^CannotStartContainerError: Error response from daemon: .*"
                                    "unable to apply caps: operation not permitted"),
                task_told("stopCode", "TaskFailedToStart")], status="STOPPED")


def logged(driver, says, **options):
    """What a container writes comes to the receiver by this driver."""
    return Row(f"logConfiguration {driver}",
               {"command": shell(idle(f"echo told to {driver}")),
                "logConfiguration": {"logDriver": driver, "options": options}},
               [docker_says("HostConfig.LogConfig.Type", driver), received(says)])


def rows(receiver, engine):
    """With the rows that need a receiver of logs, and to know whether this host's engine gives
    privileges."""
    udp, tcp = (receiver.udp_port, receiver.tcp_port) if receiver else (0, 0)
    return [
        *ROWS, privileged(engine),
        logged("syslog", "fields.*told to syslog",
               **{"syslog-address": f"udp://127.0.0.1:{udp}", "tag": "fields"}),
        logged("gelf", '"short_message":"told to gelf".*"_tag":"fields"',
               **{"gelf-address": f"udp://127.0.0.1:{udp}", "gelf-compression-type": "none",
                  "tag": "fields"}),
        logged("fluentd", "(?s)fields.*told to fluentd",
               **{"fluentd-address": f"127.0.0.1:{tcp}", "tag": "fields"})]

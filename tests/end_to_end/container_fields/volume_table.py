"""Volumes and mounts."""
from container_fields.checks import (
    Row, aside, docker_lists, inside, shell, task_told, task_told_like, volume)

DATA = {"mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}

ROWS = [
    Row("a scratch volume is shared by the task's containers", DATA,
        [inside("cat /data/note", "^from the writer\n"),
         volume({"Driver": "local"})],
        others=[aside("writer", command=shell("echo from the writer >/data/note"), **DATA)],
        task={"volumes": [{"name": "data"}]}),
    Row("volumesFrom, read only",
        {"volumesFrom": [{"sourceContainer": "writer", "readOnly": True}]},
        [inside("cat /data/note", "^from the writer\n"), inside("touch /data/x", "exit 1")],
        others=[aside("writer", command=shell("echo from the writer >/data/note"), **DATA)],
        task={"volumes": [{"name": "data", "host": {}}]}),
    Row("a Docker volume of scope task, with options and labels", DATA,
        [volume({"Labels": {"colour": "blue"},
                 "Options": {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}}),
         inside("df -k /data", r"tmpfs\s+1024\s")],
        task={"volumes": [{"name": "data", "dockerVolumeConfiguration": {
            "scope": "task", "driver": "local", "labels": {"colour": "blue"},
            "driverOpts": {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}}}]}),
    Row("a Docker volume of scope shared is made once and stays",
        {"mountPoints": [{"sourceVolume": "berth-fields-shared", "containerPath": "/data"}]},
        [volume({"Name": "berth-fields-shared", "Labels": {"colour": "red"}})],
        task={"volumes": [{"name": "berth-fields-shared", "dockerVolumeConfiguration": {
            "scope": "shared", "autoprovision": True, "labels": {"colour": "red"}}}]}),
    Row("a Docker volume that its driver refuses", DATA,
        [task_told("stopCode", "TaskFailedToStart"),
         task_told_like("stoppedReason", "Error response from daemon: .*strange")],
        status="STOPPED",
        task={"volumes": [{"name": "data", "dockerVolumeConfiguration": {
            "scope": "task", "driver": "local", "driverOpts": {"strange": "yes"}}}]}),
    Row("readonlyRootFilesystem", {"readonlyRootFilesystem": True},
        [inside("touch /tmp/x", "exit 1")]),
]


def rows(folder):
    """With the row that needs a folder of this host with the file `note`."""
    return [
        *ROWS,
        Row("a volume of the host, read only",
            {"mountPoints": [{"sourceVolume": "data", "containerPath": "/data",
                              "readOnly": True}]},
            [inside("cat /data/note", "^from the host\n"), inside("touch /data/x", "exit 1"),
             docker_lists("HostConfig.Binds", folder + ":/data:ro")],
            task={"volumes": [{"name": "data", "host": {"sourcePath": folder}}]}),
    ]

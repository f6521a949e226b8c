"""An instance with Amazon's agent that works by itself: what the agent does with a payload, without
Docker. A command `sh -c "exit N"` ends at once, anything else runs until it is stopped. A health
check succeeds at once, but for the command `sh -c sick`."""
import re
import secrets
import socket
import threading
import time

from doubles.amazon_agent import AmazonAgent

IMAGE = "busybox:local"
FIRST_PORT = 32768


class AmazonInstance:
    def __init__(self, server, key, cluster, **machine):
        """`machine` as for AmazonAgent."""
        self.agent = AmazonAgent(server, key, cluster, **machine)
        self.tasks, self.last_port = {}, FIRST_PORT
        self.unsent, self.checked = [], {}

    def start(self):
        self.agent.register()
        self.telemetry = self.agent.open_telemetry()
        self.send_reports()
        for task, container in list(self.checked.values()):
            if task["arn"] in self.running():
                self.publish_health(task, container)
        self.channel = self.agent.open_control()
        self.channel.socket.settimeout(None)  # Nothing may come for a minute.
        self.thread = threading.Thread(target=self.work, args=(self.channel,), daemon=True)
        self.thread.start()

    def reconnect(self):
        """After the server's end: the next one is told what this one did not hear."""
        self.thread.join()
        self.channel.close()
        self.telemetry.close()
        self.start()

    def kill(self):
        self.channel.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.channel.close()
        self.telemetry.close()

    def work(self, channel):
        try:
            while True:
                kind, message = channel.receive()
                if kind == "PayloadMessage":
                    self.take(channel, message)
                elif kind == "HeartbeatMessage":
                    channel.send("HeartbeatAckRequest", {"messageId": message["messageId"]})
                elif kind == "TaskManifestMessage":
                    self.compare(channel, message)
                elif kind == "TaskStopVerificationAck":
                    for task in message["stopTasks"]:
                        self.stop(task["taskArn"])
        except (EOFError, OSError):
            pass  # Killed, or the server is gone.

    def take(self, channel, message):
        self.agent.acknowledge(channel, message)
        for task in message["tasks"]:
            if task["desiredStatus"] == "STOPPED":
                self.stop(task["arn"])
            elif task["arn"] not in self.tasks:
                self.begin(task)

    def compare(self, channel, manifest):
        """Asks whether to stop the tasks that the server does not list."""
        wanted = {task["taskArn"] for task in manifest["tasks"]}
        stale = [arn for arn, told in self.tasks.items()
                 if told["status"] == "RUNNING" and arn not in wanted]
        if stale:
            channel.send("TaskStopVerificationMessage", {
                "messageId": manifest["messageId"], "stopCandidates": [
                    {"taskArn": arn, "taskClusterArn": manifest["clusterArn"],
                     "desiredStatus": "STOPPED"} for arn in stale]})

    def running(self):
        """The ARNs of the tasks that run on it, whatever the server knows."""
        return {arn for arn, told in self.tasks.items() if told["status"] == "RUNNING"}

    def begin(self, task):
        [container] = task["containers"]
        told = {"containerName": container["name"], "status": "RUNNING"}
        if container["image"] != IMAGE:
            self.report(task["arn"], "STOPPED", {
                **told, "status": "STOPPED",
                "reason": f"CannotPullContainerError: no registry has {container['image']}"})
            return
        begun = time.time()
        told["runtimeId"] = secrets.token_hex(32)
        told["networkBindings"] = [self.bound(each) for each in container["portMappings"]]
        self.tasks[task["arn"]] = told
        if container.get("healthCheckType") == "docker":
            self.checked[task["arn"]] = (task, container)
        self.report(task["arn"], "RUNNING", told, pullStartedAt=begun, pullStoppedAt=time.time())
        code = re.fullmatch(r"exit (\S+)", container["command"][-1])
        if code:
            word = code[1]
            self.stop(task["arn"], int(container["environment"][word[1:]]
                                       if word.startswith("$") else word))
        elif task["arn"] in self.checked:
            self.publish_health(task, container)

    def publish_health(self, task, container):
        told = "UNHEALTHY" if container["command"][-1] == "sick" else "HEALTHY"
        self.telemetry.send_telemetry("PublishHealthRequest", {
            "metadata": {"cluster": self.agent.cluster, "containerInstance": self.agent.arn,
                         "messageId": secrets.token_hex(16)},
            "timestamp": time.time(), "tasks": [{
                "taskArn": task["arn"], "taskDefinitionFamily": task["family"],
                "taskDefinitionVersion": task["version"], "containers": [
                    {"containerName": container["name"], "healthStatus": told,
                     "statusSince": time.time()}]}]})
        self.telemetry.expect("AckPublishHealth")

    def bound(self, mapping):
        self.last_port += 1
        return {"bindIP": "0.0.0.0", "containerPort": mapping["containerPort"],
                "hostPort": mapping.get("hostPort") or self.last_port, "protocol": "tcp"}

    def stop(self, arn, code=143):
        told = self.tasks.get(arn)
        if told and told["status"] != "STOPPED":
            told.update(status="STOPPED", exitCode=code)
            self.report(arn, "STOPPED", told, executionStoppedAt=time.time())

    def report(self, arn, status, told, **more):
        self.unsent.append(((arn, status, [dict(told)]), more))
        self.send_reports()

    def send_reports(self):
        while self.unsent:
            told, more = self.unsent[0]
            self.agent.report(*told, **more)
            self.unsent.pop(0)

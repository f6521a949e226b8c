"""What Amazon's own agent needs of a server: it registers, runs a task and stops it."""
import json
import unittest

from berth_server import ROOT_KEY, ConformanceTest
from doubles.amazon_agent import VALUED, AmazonAgent, HandshakeRefused, Refused

DIGEST = "sha256:" + "ab" * 32
RUNTIME = "cd" * 32


class AmazonAgentTest(ConformanceTest):
    def setUp(self):
        self.ecs = self.server.client("ecs")
        self.cluster = self.id().rsplit(".", 1)[1].removeprefix("test_")
        self.ecs.create_cluster(clusterName=self.cluster)
        self.agent = AmazonAgent(self.server.endpoint, ROOT_KEY, self.cluster)
        self.channels = []

    def tearDown(self):
        for channel in self.channels:
            channel.close()

    def connect(self):
        channel = self.agent.open_control()
        self.channels.append(channel)
        return channel, channel.expect("TaskManifestMessage")

    def run_task(self, **container):
        self.ecs.register_task_definition(
            family=self.cluster, networkMode="bridge", containerDefinitions=[{
                "name": "web", "image": "busybox:local", "command": ["sleep", "100"], "cpu": 64,
                "memory": 64, "essential": True, "stopTimeout": 2,
                "portMappings": [{"containerPort": 80, "hostPort": 0}], **container}])
        answer = self.ecs.run_task(cluster=self.cluster, taskDefinition=self.cluster)
        self.assertEqual(answer["failures"], [])
        return answer["tasks"][0]["taskArn"]

    def describe(self, task):
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=[task])["tasks"][0]

    def report_running(self, task):
        created = self.describe(task)["createdAt"].timestamp()
        self.agent.report(task, "RUNNING", [{
            "containerName": "web", "runtimeId": RUNTIME, "status": "RUNNING",
            "imageDigest": DIGEST, "networkBindings": [
                {"bindIP": "0.0.0.0", "containerPort": 80, "hostPort": 32768, "protocol": "tcp"}],
        }], pullStartedAt=created + 0.001, pullStoppedAt=created + 0.002)

    def test_registering_echoes_every_attribute_that_has_a_value(self):
        instance = self.agent.register()
        told = {attribute["name"]: attribute.get("value") for attribute in instance["attributes"]}
        self.assertEqual({name: told.get(name) for name in VALUED}, VALUED)
        self.assertIn("ecs.availability-zone", told)
        self.assertEqual(instance["status"], "ACTIVE")
        self.assertFalse(instance["agentConnected"])

    def test_registering_again_keeps_the_instance(self):
        first = self.agent.register()["containerInstanceArn"]
        self.assertEqual(self.agent.register()["containerInstanceArn"], first)
        listed = self.ecs.list_container_instances(cluster=self.cluster)
        self.assertEqual(listed["containerInstanceArns"], [first])

    def test_an_unknown_cluster_is_told_by_its_name(self):
        self.agent.cluster = "nowhere"
        with self.assertRaises(Refused) as caught:
            self.agent.register()
        self.assertEqual(caught.exception.code, "ClusterNotFoundException")

    def test_a_task_is_run_and_stopped(self):
        self.agent.register()
        channel, manifest = self.connect()
        self.assertEqual(manifest["tasks"], [])
        task = self.run_task()
        payload = channel.expect("PayloadMessage")
        self.assertGreater(payload["seqNum"], manifest["timeline"])
        self.assert_runnable(payload["tasks"], task)
        self.agent.acknowledge(channel, payload)

        self.report_running(task)
        running = self.describe(task)
        self.assertEqual(running["lastStatus"], "RUNNING")
        container = running["containers"][0]
        self.assertEqual(container["runtimeId"], RUNTIME)
        self.assertEqual(container["imageDigest"], DIGEST)
        self.assertEqual(container["networkBindings"][0]["hostPort"], 32768)
        times = [running[name] for name in ("createdAt", "pullStartedAt", "pullStoppedAt",
                                            "startedAt")]
        self.assertEqual(times, sorted(times))

        self.ecs.stop_task(cluster=self.cluster, task=task, reason="enough")
        stop = channel.expect("PayloadMessage")
        self.assertEqual([(told["arn"], told["desiredStatus"]) for told in stop["tasks"]],
                         [(task, "STOPPED")])
        self.agent.acknowledge(channel, stop)
        self.agent.report(task, "STOPPED", [{"containerName": "web", "runtimeId": RUNTIME,
                                             "status": "STOPPED", "exitCode": 143}],
                          executionStoppedAt=1795170600.25)
        stopped = self.describe(task)
        self.assertEqual((stopped["lastStatus"], stopped["stopCode"], stopped["stoppedReason"]),
                         ("STOPPED", "UserInitiated", "enough"))
        self.assertEqual(stopped["containers"][0]["exitCode"], 143)

    def assert_runnable(self, tasks, task):
        """Everything that the agent refuses a payload without."""
        self.assertEqual(len(tasks), 1, "one task a payload")
        told = tasks[0]
        self.assertEqual((told["arn"], told["desiredStatus"], told["version"], told["networkMode"]),
                         (task, "RUNNING", "1", "bridge"))
        container = told["containers"][0]
        self.assertEqual((container["name"], container["image"], container["command"],
                          container["cpu"], container["memory"], container["essential"]),
                         ("web", "busybox:local", ["sleep", "100"], 64, 64, True))
        self.assertEqual(container["portMappings"][0]["containerPort"], 80)
        self.assertEqual(container["stopTimeout"], 2)
        self.assertIsInstance(json.loads(container["dockerConfig"]["config"]), dict)
        host = json.loads(container["dockerConfig"]["hostConfig"])
        self.assertEqual(host["NetworkMode"], "bridge")

    def test_a_payload_without_acknowledgment_comes_again_after_a_reconnect(self):
        self.agent.register()
        channel, first = self.connect()
        task = self.run_task()
        unanswered = channel.expect("PayloadMessage")
        channel.close()
        again, manifest = self.connect()
        self.assertGreater(manifest["timeline"], max(first["timeline"], unanswered["seqNum"]))
        self.assertEqual([told["taskArn"] for told in manifest["tasks"]], [task])
        self.assertEqual(again.expect("PayloadMessage")["tasks"][0]["arn"], task)

    def test_of_the_tasks_that_an_agent_doubts_only_unwanted_ones_are_stopped(self):
        self.agent.register()
        channel, manifest = self.connect()
        task = self.run_task()
        unknown = task.rsplit("/", 1)[0] + "/" + "0" * 32
        candidates = [{"taskArn": arn, "taskClusterArn": manifest["clusterArn"],
                       "desiredStatus": "STOPPED"} for arn in (task, unknown)]
        channel.send("TaskStopVerificationMessage", {"messageId": manifest["messageId"],
                                                     "stopCandidates": candidates})
        answer = channel.expect("TaskStopVerificationAck")
        self.assertEqual(answer["messageId"], manifest["messageId"])
        self.assertEqual([stop["taskArn"] for stop in answer["stopTasks"]], [unknown])

    def test_a_container_that_ran_briefly_is_reported_twice_in_one_list(self):
        self.agent.register()
        channel, _ = self.connect()
        task = self.run_task()
        self.agent.acknowledge(channel, channel.expect("PayloadMessage"))
        self.agent.report(task, "STOPPED", [
            {"containerName": "web", "runtimeId": RUNTIME, "status": "RUNNING"},
            {"containerName": "web", "runtimeId": RUNTIME, "status": "STOPPED", "exitCode": 3}])
        stopped = self.describe(task)
        self.assertEqual((stopped["lastStatus"], stopped["stopCode"], stopped["stoppedReason"]),
                         ("STOPPED", "EssentialContainerExited",
                          "Essential container in task exited"))
        self.assertEqual(stopped["containers"][0]["exitCode"], 3)

    def test_a_failed_pull_keeps_the_agents_reason(self):
        self.agent.register()
        channel, _ = self.connect()
        task = self.run_task()
        self.agent.acknowledge(channel, channel.expect("PayloadMessage"))
        reason = "CannotPullContainerError: pull access denied for busybox"
        self.agent.report(task, "STOPPED", [
            {"containerName": "web", "status": "STOPPED", "reason": reason}], reason="")
        stopped = self.describe(task)
        self.assertEqual((stopped["lastStatus"], stopped["stopCode"]),
                         ("STOPPED", "TaskFailedToStart"))
        self.assertEqual(stopped["containers"][0]["reason"], reason)

    def test_telemetry_is_acknowledged_and_health_is_shown(self):
        self.agent.register()
        channel, _ = self.connect()
        task = self.run_task(healthCheck={"command": ["CMD", "true"]})
        self.agent.acknowledge(channel, channel.expect("PayloadMessage"))
        self.report_running(task)
        telemetry = self.agent.open_telemetry()
        self.channels.append(telemetry)
        metadata = {"cluster": self.cluster, "containerInstance": self.agent.arn,
                    "messageId": "m1", "fin": True}
        telemetry.send_telemetry("PublishMetricsRequest", {
            "metadata": {**metadata, "idle": True}, "timestamp": 1795170576.1})
        telemetry.expect("AckPublishMetric")
        self.assertEqual(self.describe(task)["healthStatus"], "UNKNOWN")
        telemetry.send_telemetry("PublishHealthRequest", {
            "metadata": metadata, "timestamp": 1795170576.1, "tasks": [{
                "taskArn": task, "taskDefinitionFamily": self.cluster, "taskDefinitionVersion": "1",
                "containers": [{"containerName": "web", "healthStatus": "HEALTHY",
                                "statusSince": 1795170576.1}]}]})
        telemetry.expect("AckPublishHealth")
        self.assertEqual(self.describe(task)["healthStatus"], "HEALTHY")

    def test_the_instance_shows_the_agents_versions_and_its_connection(self):
        self.agent.register()
        self.connect()
        instance = self.ecs.describe_container_instances(
            cluster=self.cluster, containerInstances=[self.agent.arn])["containerInstances"][0]
        self.assertTrue(instance["agentConnected"])
        self.assertEqual(instance["versionInfo"]["agentVersion"], "1.101.2")
        self.assertEqual(instance["versionInfo"]["agentHash"], "13d0cb7d")
        self.assertIn("20.10.24", instance["versionInfo"]["dockerVersion"])

    def test_a_deregistered_instance_is_refused_by_name(self):
        self.agent.register()
        self.ecs.deregister_container_instance(cluster=self.cluster,
                                               containerInstance=self.agent.arn)
        with self.assertRaises(HandshakeRefused) as caught:
            self.agent.open(self.server.endpoint + "/acs/",
                            {"clusterArn": self.cluster, "containerInstanceArn": self.agent.arn})
        self.assertIn("InactiveInstanceException", caught.exception.body)

    def test_an_unsigned_handshake_is_refused(self):
        self.agent.register()
        with self.assertRaises(HandshakeRefused) as caught:
            self.agent.open(self.server.endpoint + "/acs/",
                            {"clusterArn": self.cluster, "containerInstanceArn": self.agent.arn},
                            signed=False)
        self.assertIn(caught.exception.status, (400, 403))
        self.assertIn("MissingAuthenticationToken", caught.exception.body)


if __name__ == "__main__":
    unittest.main()

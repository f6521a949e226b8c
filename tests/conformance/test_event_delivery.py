"""Events of ECS at a real HTTP receiver: what is told, that nothing is lost by a receiver that is
away or by kill -9, and what `berth events` prints."""
import json
import subprocess
import unittest

from berth_server import BERTH, ROOT_KEY, BerthServer
from doubles.amazon_instance import IMAGE, AmazonInstance
from receiver import Receiver

TASK = "ECS Task State Change"


class EventDelivery(unittest.TestCase):
    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)
        self.server = BerthServer("--events-webhook", self.receiver.url + "/all?from=berth")
        self.addCleanup(self.server.remove)
        self.begin()

    def begin(self):
        self.server.start()
        self.ecs, self.events = self.server.client("ecs"), self.server.client("events")
        self.ecs.create_cluster(clusterName="c")

    def add_instance(self):
        instance = AmazonInstance(self.server.endpoint, ROOT_KEY, "c")
        instance.start()
        self.addCleanup(self.end, instance)
        return instance

    @staticmethod
    def end(instance):
        try:
            instance.kill()
        except OSError:
            pass  # The server was killed before.

    def define(self, command="serve", **container):
        self.ecs.register_task_definition(family="f", containerDefinitions=[
            {"name": "app", "image": IMAGE, "command": ["sh", "-c", command], "cpu": 16,
             "memory": 16, **container}])

    def run_task(self, command="exit 3"):
        self.define(command)
        answer = self.ecs.run_task(cluster="c", taskDefinition="f", startedBy="me")
        return answer["tasks"][0]["taskArn"]

    def of(self, arn, receiver=None):
        return [event for event in (receiver or self.receiver).events()
                if event["resources"] == [arn]]

    def statuses(self, arn, receiver=None):
        found = []
        for event in self.of(arn, receiver):
            status = event["detail"]["lastStatus"]
            if not found or found[-1] != status:
                found.append(status)
        return found

    def stopped(self, arn, receiver=None):
        return (receiver or self.receiver).until(
            "the end of the task is told", lambda: "STOPPED" in self.statuses(arn, receiver))

    def lead_to(self, receiver, pattern, path="/rule", **target):
        connection = self.events.create_connection(
            Name="k", AuthorizationType="API_KEY", AuthParameters={"ApiKeyAuthParameters": {
                "ApiKeyName": "X-Key", "ApiKeyValue": "open sesame"}})["ConnectionArn"]
        arn = self.events.create_api_destination(
            Name="d", ConnectionArn=connection, InvocationEndpoint=receiver.url + path,
            HttpMethod="POST")["ApiDestinationArn"]
        self.events.put_rule(Name="r", EventPattern=json.dumps(pattern))
        self.events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn, **target}])

    def test_the_webhook_is_told_the_life_of_a_task_and_its_instance(self):
        instance = self.add_instance()
        arn = self.run_task()
        self.stopped(arn)
        told = self.of(arn)
        self.assertEqual(self.statuses(arn)[-2:], ["RUNNING", "STOPPED"])
        versions = [event["detail"]["version"] for event in told]
        self.assertEqual(versions, sorted(set(versions)))
        last = told[-1]
        self.assertEqual((last["version"], last["source"], last["detail-type"], last["account"],
                          last["region"]), ("0", "aws.ecs", TASK, "000000000000", "us-east-1"))
        self.assertRegex(last["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        detail = last["detail"]
        self.assertEqual((detail["desiredStatus"], detail["stopCode"], detail["startedBy"],
                          detail["group"]),
                         ("STOPPED", "EssentialContainerExited", "me", "family:f"))
        self.assertEqual(detail["containers"][0]["exitCode"], 3)
        self.assertRegex(detail["stoppedAt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ$")

        def left():
            return [next(each["integerValue"] for each in event["detail"]["remainingResources"]
                         if each["name"] == "CPU") for event in self.of(instance.agent.arn)]
        self.receiver.until("the instance is told with the task and without", lambda: (
            left()[-1] - min(left()) == 16))
        around = self.of(instance.agent.arn)
        self.assertEqual({event["detail-type"] for event in around},
                         {"ECS Container Instance State Change"})
        self.assertTrue(around[-1]["detail"]["attributes"])
        path, headers, _, _ = self.receiver.requests[0]
        self.assertEqual(path, "/all?from=berth")
        self.assertTrue(headers["Content-Type"].startswith("application/json"))

    def test_a_service_tells_its_deployment_and_steady_state(self):
        self.add_instance()
        # Without a check it takes forty seconds until a task is healthy.
        self.define(healthCheck={"command": ["CMD", "true"]})
        arn = self.ecs.create_service(cluster="c", serviceName="web", taskDefinition="f",
                                      desiredCount=1)["service"]["serviceArn"]

        def names():
            return [event["detail"]["eventName"] for event in self.of(arn)]
        self.receiver.until("it is steady", lambda: "SERVICE_STEADY_STATE" in names())
        self.assertEqual(names(), ["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED",
                                   "SERVICE_STEADY_STATE"])
        deployment, _, steady = self.of(arn)
        self.assertEqual(deployment["detail-type"], "ECS Deployment State Change")
        self.assertTrue(deployment["detail"]["deploymentId"].startswith("ecs-svc/"))
        self.assertEqual((steady["detail-type"], steady["detail"]["eventType"]),
                         ("ECS Service Action", "INFO"))
        self.ecs.update_service(cluster="c", service="web", desiredCount=1000)
        self.receiver.until("there is no room", lambda: (
            "SERVICE_TASK_PLACEMENT_FAILURE" in names()))
        failure = next(event["detail"] for event in self.of(arn)
                       if event["detail"]["eventName"] == "SERVICE_TASK_PLACEMENT_FAILURE")
        self.assertEqual(failure["eventType"], "ERROR")
        self.assertRegex(failure["reason"], "^RESOURCE:(CPU|MEMORY)$")
        self.assertNotIn("SERVICE_DESIRED_COUNT_UPDATED", names(), "a user has set it")

    def test_a_rule_leads_what_fits_to_its_destination(self):
        target = Receiver()
        self.addCleanup(target.close)
        self.add_instance()
        self.lead_to(target, {"detail-type": [TASK], "detail": {"lastStatus": ["STOPPED"]}},
                     path="/*/in", HttpParameters={"PathParameterValues": ["x"]},
                     InputTransformer={"InputPathsMap": {
                         "task": "$.detail.taskArn", "code": "$.detail.containers[0].exitCode"},
                         "InputTemplate": '{"id": "<task>", "code": <code>}'})
        arn = self.run_task()
        target.until("the rule has led it there", lambda: target.requests)
        path, headers, body, _ = target.requests[0]
        self.assertEqual((path, headers["X-Key"]), ("/x/in", "open sesame"))
        self.assertEqual(json.loads(body), {"id": arn, "code": 3})
        self.stopped(arn)
        self.assertEqual({json.loads(each[2])["id"] for each in target.requests}, {arn})

    def test_a_receiver_that_fails_gets_it_later_and_in_order(self):
        target = Receiver()
        self.addCleanup(target.close)
        target.statuses = [500, 429]
        self.add_instance()
        self.lead_to(target, {"detail-type": [TASK]})
        arn = self.run_task()
        self.stopped(arn, target)
        self.assertEqual([event["id"] for event in self.of(arn, target)],
                         [event["id"] for event in self.of(arn)])

    def test_nothing_is_lost_when_the_server_is_killed(self):
        target = Receiver()
        self.addCleanup(target.close)
        self.add_instance()
        self.lead_to(target, {"detail-type": [TASK]})
        target.statuses = [503] * 1000
        arn = self.run_task()
        self.stopped(arn)
        ids = [event["id"] for event in self.of(arn)]
        self.server.kill()
        target.statuses = []
        self.begin()
        self.stopped(arn, target)
        self.assertEqual([event["id"] for event in self.of(arn, target)], ids)

    def test_a_rule_misses_what_happened_while_it_was_disabled(self):
        target = Receiver()
        self.addCleanup(target.close)
        self.add_instance()
        self.lead_to(target, {"detail-type": [TASK]})
        self.events.disable_rule(Name="r")
        missed = self.run_task()
        self.stopped(missed)
        self.events.enable_rule(Name="r")
        self.server.stop()
        self.begin()
        self.add_instance()
        arn = self.run_task()
        self.stopped(arn, target)
        self.assertEqual(self.of(missed, target), [])
        self.assertEqual([event["id"] for event in self.of(arn, target)],
                         [event["id"] for event in self.of(arn)])

    def test_the_command_prints_what_happened(self):
        self.add_instance()
        arn = self.run_task()
        self.stopped(arn)
        task = arn.rsplit("/", 1)[1]

        def command(*words):
            return subprocess.run([BERTH, "events", "--data", self.server.data, *words],
                                  capture_output=True, text=True, timeout=20)

        def printed(*words):
            done = command(*words)
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout.splitlines()
        self.assertRegex(printed("--task", task[:8])[-1],
                         f"^[^ ]+Z task {task} STOPPED family:f "
                         r"\(Essential container in task exited\)$")
        objects = [json.loads(line) for line in printed("--json", "--since", "10m")]
        self.assertEqual([event for event in objects if event["resources"] == [arn]], self.of(arn))
        self.assertEqual(printed("--service", "none"), [])
        done = command("--cluster", "other")
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (1, "", "berth: Cluster not found.\n"))

    def test_the_command_follows(self):
        self.add_instance()
        following = subprocess.Popen([BERTH, "events", "--data", self.server.data, "--follow",
                                      "--json"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(following.wait)
        self.addCleanup(following.stdout.close)
        self.addCleanup(following.kill)
        arn = self.run_task()
        seen = []
        for line in following.stdout:
            event = json.loads(line)
            if event["resources"] == [arn]:
                seen.append(event["detail"]["lastStatus"])
                if seen[-1] == "STOPPED":
                    break
        self.assertIn("RUNNING", seen)


if __name__ == "__main__":
    unittest.main()

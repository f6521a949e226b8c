"""A task definition becomes a load-balanced Fargate service, with the AWS CLI and with boto3."""
import json
import tempfile
import unittest
import urllib.request

from berth_up import BerthUp, docker, get, make_httpd_image, until

PAGE = ("echo \"hostname is: $(hostname)\" > /usr/local/apache2/htdocs/index.html && "
        "exec httpd-foreground")
TASK_DEFINITION = {
    "family": "dz-sample-fargate", "networkMode": "awsvpc",
    "containerDefinitions": [{
        "name": "dz-fargate-app", "image": "httpd:2.4", "essential": True, "stopTimeout": 2,
        "portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}],
        "entryPoint": ["sh", "-c"], "command": [PAGE]}],
    "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"}


class LoadBalancedService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        make_httpd_image()
        cls.berth = BerthUp()
        cls.addClassCleanup(cls.berth.down)
        cls.berth.start()

    def tearDown(self):
        self.assertEqual(self.berth.containers(), [], "containers are left behind")

    def make_load_balancer(self, name):
        """Through the CLI, as the walkthrough does it; answers load balancer and target group."""
        aws = self.berth.aws
        vpc = aws("ec2", "describe-vpcs", "--filters", "Name=is-default,Values=true")["Vpcs"][0]
        subnets = [each["SubnetId"] for each in aws("ec2", "describe-subnets")["Subnets"]][:2]
        balancer = aws("elbv2", "create-load-balancer", "--name", name, "--subnets",
                       *subnets)["LoadBalancers"][0]
        group = aws("elbv2", "create-target-group", "--name", name, "--protocol", "HTTP", "--port",
                    "80", "--target-type", "ip", "--vpc-id", vpc["VpcId"],
                    "--health-check-interval-seconds", "5", "--health-check-timeout-seconds",
                    "2")["TargetGroups"][0]
        aws("elbv2", "modify-target-group-attributes", "--target-group-arn",
            group["TargetGroupArn"], "--attributes",
            "Key=deregistration_delay.timeout_seconds,Value=1")
        aws("elbv2", "create-listener", "--load-balancer-arn", balancer["LoadBalancerArn"],
            "--protocol", "HTTP", "--port", "80", "--default-actions",
            f"Type=forward,TargetGroupArn={group['TargetGroupArn']}")
        return balancer, group, subnets

    def register(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(TASK_DEFINITION, file)
            file.flush()
            self.berth.aws("ecs", "register-task-definition", "--cli-input-json",
                           "file://" + file.name)

    def host_names(self, balancer, count=8):
        told = set()
        for _ in range(count):
            status, body = get("http://127.0.0.1:80/", host=balancer["DNSName"])
            if status == 200:
                told.add(body.strip())
        return told

    def healthy_targets(self, group):
        described = self.berth.client("elbv2").describe_target_health(
            TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
        return [each for each in described if each["TargetHealth"]["State"] == "healthy"]

    def create_service(self, name, group, subnets, **members):
        return self.berth.client("ecs").create_service(
            serviceName=name, taskDefinition="dz-sample-fargate", desiredCount=2,
            launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": {"subnets": subnets,
                                                          "assignPublicIp": "ENABLED"}},
            loadBalancers=[{"targetGroupArn": group["TargetGroupArn"],
                            "containerName": members.get("container", "dz-fargate-app"),
                            "containerPort": 80}])

    def test_w1_a_service_behind_a_load_balancer(self):
        ecs = self.berth.client("ecs")
        self.register()
        balancer, group, subnets = self.make_load_balancer("w1")
        with self.assertRaises(ecs.exceptions.InvalidParameterException) as caught:
            self.create_service("w1", group, subnets, container="wrong")
        self.assertIn("The container name wrong does not exist in the task definition.",
                      str(caught.exception))

        self.create_service("w1", group, subnets)
        until(30, "both targets are healthy", lambda: len(self.healthy_targets(group)) == 2)
        zones = {each["Target"]["AvailabilityZone"] for each in self.healthy_targets(group)}
        self.assertEqual(len(zones), 2)
        names = until(20, "both host names show", lambda: (
            found := self.host_names(balancer)) and len(found) == 2 and found)
        self.assertTrue(all(name.startswith("hostname is: ip-172-31-") for name in names), names)
        ecs.get_waiter("services_stable").wait(services=["w1"],
                                               WaiterConfig={"Delay": 1, "MaxAttempts": 60})

        with self.subTest("a killed container is replaced by a healthy one"):
            [app, _] = self.berth.containers(
                "--filter", "label=com.amazonaws.ecs.container-name=dz-fargate-app")
            docker("kill", app)
            until(30, "a new task serves beside the other", lambda: (
                len(self.healthy_targets(group)) == 2
                and len(self.host_names(balancer) - names) == 1))

        with self.subTest("the events tell it"):
            events = [each["message"] for each in
                      ecs.describe_services(services=["w1"])["services"][0]["events"]]
            self.assertTrue(any("has started 2 tasks: (task " in each for each in events), events)
            self.assertTrue(any("registered 2 targets in (target-group " in each or
                                "registered 1 targets in (target-group " in each
                                for each in events), events)

        self.berth.aws("ecs", "update-service", "--service", "w1", "--desired-count", "0")
        self.berth.aws("ecs", "delete-service", "--service", "w1")
        ecs.get_waiter("services_inactive").wait(services=["w1"],
                                                 WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        until(60, "its containers are gone", lambda: not self.berth.containers())
        self.assertEqual(self.healthy_targets(group), [])
        elb = self.berth.client("elbv2")
        elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
        elb.delete_target_group(TargetGroupArn=group["TargetGroupArn"])
        until(10, "nobody listens for the load balancer any more",
              lambda: get("http://127.0.0.1:80/", host=balancer["DNSName"])[0] != 200)

    def test_a_reset_is_answered_when_containers_and_listeners_are_gone(self):
        self.register()
        balancer, group, subnets = self.make_load_balancer("reset")
        self.create_service("reset", group, subnets)
        until(30, "both targets are healthy", lambda: len(self.healthy_targets(group)) == 2)
        until(20, "it is served", lambda: self.host_names(balancer))
        request = urllib.request.Request(self.berth.endpoint + "/_berth/reset", method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            self.assertEqual(answer.status, 200)
        # They have ended; Docker lists them as running until it has taken their network down.
        until(2, "no container runs",
              lambda: not self.berth.containers("--filter", "status=running"))
        self.assertEqual(get("http://127.0.0.1:80/")[0], 0)
        self.assertEqual(self.berth.client("elbv2").describe_load_balancers()["LoadBalancers"], [])
        until(30, "the agents are back", self.berth.agents_connected)
        until(30, "its containers are removed", lambda: not self.berth.containers())

    def test_a_task_that_ends_tells_how(self):
        ecs = self.berth.client("ecs")
        ecs.register_task_definition(
            family="ends", containerDefinitions=[{"name": "app", "image": "httpd:2.4", "memory": 32,
                                                  "command": ["sh", "-c", "exit 3"]}])
        task = ecs.run_task(taskDefinition="ends")["tasks"][0]["taskArn"]
        ecs.get_waiter("tasks_stopped").wait(tasks=[task],
                                             WaiterConfig={"Delay": 1, "MaxAttempts": 30})
        told = ecs.describe_tasks(tasks=[task])["tasks"][0]
        self.assertEqual(told["stopCode"], "EssentialContainerExited")
        self.assertEqual(told["containers"][0]["exitCode"], 3)
        times = [told[name] for name in ("createdAt", "startedAt", "executionStoppedAt",
                                         "stoppedAt")]
        self.assertEqual(times, sorted(times))
        until(30, "its container is removed", lambda: not self.berth.containers())

    def test_a_missing_image_is_told(self):
        ecs = self.berth.client("ecs")
        ecs.register_task_definition(
            family="missing", containerDefinitions=[{"name": "app", "memory": 32,
                                                     "image": "127.0.0.1:1/no-such-image:1"}])
        task = ecs.run_task(taskDefinition="missing")["tasks"][0]["taskArn"]
        until(60, "it is stopped", lambda: ecs.describe_tasks(
            tasks=[task])["tasks"][0]["lastStatus"] == "STOPPED")
        told = ecs.describe_tasks(tasks=[task])["tasks"][0]
        self.assertEqual(told["stopCode"], "TaskFailedToStart")
        self.assertIn("CannotPull", told["stoppedReason"])


if __name__ == "__main__":
    unittest.main()

"""Rolling updates under load drop no request (behaviour §9.4, scenario 9): examples/primes behind a
load balancer, on connections that stay and on new ones, start first and stop first."""
import os
import subprocess
import time
import unittest

from berth_up import REPOSITORY, BerthUp, docker, free_port, until
from load import Load

TAG = "1"
STEADY_DEADLINE = 120.0


class RollingUpdates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.berth = BerthUp().start()
        folder = REPOSITORY / "examples" / "primes"
        subprocess.run([folder / "build", TAG, "if-absent"], check=True, capture_output=True,
                       cwd=folder, env={**os.environ})
        cls.ecs, cls.elb = cls.berth.client("ecs"), cls.berth.client("elbv2")
        ec2 = cls.berth.client("ec2")
        cls.vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        cls.subnets = [each["SubnetId"] for each in ec2.describe_subnets()["Subnets"]]

    @classmethod
    def tearDownClass(cls):
        cls.berth.down()

    def define(self, generation):
        return self.ecs.register_task_definition(family="rolling", containerDefinitions=[
            {"name": "app", "image": f"primes:{TAG}", "memory": 32, "stopTimeout": 15,
             "portMappings": [{"containerPort": 80, "hostPort": 0}],
             "environment": [{"name": "GENERATION", "value": str(generation)}]}])[
                 "taskDefinition"]["taskDefinitionArn"]

    def create(self, name, count, least, most):
        """A service behind a load balancer of its own; answers its port and host name."""
        port = free_port()
        balancer = self.elb.create_load_balancer(Name=name, Subnets=self.subnets)[
            "LoadBalancers"][0]
        group = self.elb.create_target_group(
            Name=name, Protocol="HTTP", Port=80, TargetType="instance", VpcId=self.vpc,
            HealthCheckPath="/health", HealthCheckIntervalSeconds=5,
            HealthCheckTimeoutSeconds=2)["TargetGroups"][0]["TargetGroupArn"]
        self.elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[
            {"Key": "deregistration_delay.timeout_seconds", "Value": "3"}])
        self.elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=port,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
        self.ecs.create_service(
            serviceName=name, taskDefinition=self.define(1), desiredCount=count,
            deploymentConfiguration={"minimumHealthyPercent": least, "maximumPercent": most},
            loadBalancers=[{"targetGroupArn": group, "containerName": "app",
                            "containerPort": 80}])
        self.wait_until_complete(name, count)
        return port, balancer["DNSName"]

    def told(self, name):
        return self.ecs.describe_services(services=[name])["services"][0]

    def wait_until_complete(self, name, count):
        def look():
            told = self.told(name)
            [deployment, *old] = told["deployments"]
            return (deployment["rolloutState"] == "COMPLETED" and not old
                    and told["runningCount"] == count)
        until(STEADY_DEADLINE, f"{name} is complete", look)

    def update_under_load(self, count, least, most):
        name = f"rolling-{count}-{least}-{most}"
        port, host = self.create(name, count, least, most)
        revision = self.define(2)
        with Load(port, host, "/primes/100") as load:
            time.sleep(1)
            self.ecs.update_service(service=name, taskDefinition=revision)
            self.wait_until_complete(name, count)
            time.sleep(1)
        self.ecs.delete_service(service=name, force=True)
        self.assertEqual(load.failures, [], load.served)
        self.assertGreater(min(load.served.values()), 100)
        until(60, "its tasks are gone", lambda: not self.berth.containers(
            "--filter", "status=running"))

    def test_one_task_start_first(self):
        self.update_under_load(1, 100, 200)

    def test_four_tasks_start_first(self):
        self.update_under_load(4, 100, 200)

    def test_four_tasks_stop_first(self):
        self.update_under_load(4, 50, 100)

    def test_twenty_tasks_start_first(self):
        self.update_under_load(20, 100, 150)

    def test_twenty_tasks_stop_first(self):
        self.update_under_load(20, 50, 100)


if __name__ == "__main__":
    unittest.main()

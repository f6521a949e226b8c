"""Two load-balanced services on one machine, of which each process can be killed by itself.

`web-ec2` runs in the cluster `restarts` through `berth agent`, a process of its own. `web-fargate`
runs on the hidden capacity of `berth up`, whose agent dies with the server.
"""
import os
import pathlib
import signal
import subprocess
from dataclasses import dataclass

from berth_agent import BerthAgent
from berth_up import BerthUp, docker, free_port, make_httpd_image, until
from docker_watch import LABEL

IMAGE = "berth-restarts:1"
CLUSTER = "restarts"
COUNT = 2
STEADY_DEADLINE = 60.0
PAGE = "echo here > /usr/local/apache2/htdocs/index.html && exec httpd-foreground"
JOB = "trap 'exit 0' TERM; sleep 3600 & wait"


@dataclass
class Service:
    name: str
    cluster: str
    target_group: str
    port: int
    host: str


def definition(family, command, fargate):
    container = {"name": "app", "image": IMAGE, "essential": True, "stopTimeout": 2,
                 "entryPoint": ["sh", "-c"], "command": [command], "memory": 64}
    if fargate:
        return {"family": family, "networkMode": "awsvpc", "cpu": "256", "memory": "512",
                "requiresCompatibilities": ["FARGATE"],
                "containerDefinitions": [{**container, "portMappings": [{"containerPort": 80}]}]}
    return {"family": family, "networkMode": "bridge", "containerDefinitions": [
        {**container, "portMappings": [{"containerPort": 80, "hostPort": 0}]}]}


DEFINITIONS = [definition("web-ec2", PAGE, False), definition("web-fargate", PAGE, True),
               definition("job-ec2", JOB, False), definition("job-fargate", JOB, True)]
WEBS = ("web-ec2", "web-fargate")
FAMILIES = tuple(each["family"] for each in DEFINITIONS)


class RestartWorld:
    def __init__(self):
        self.up = BerthUp()
        self.agent = BerthAgent(self.up, CLUSTER)
        self.services = []

    def start(self):
        make_httpd_image(IMAGE)
        self.up.start()
        ecs = self.up.client("ecs")
        ecs.create_cluster(clusterName=CLUSTER)
        self.agent.start()
        for each in DEFINITIONS:
            ecs.register_task_definition(**each)
        ec2 = self.up.client("ec2")
        vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        subnets = [each["SubnetId"] for each in ec2.describe_subnets()["Subnets"]]
        network = {"awsvpcConfiguration": {"subnets": subnets, "assignPublicIp": "ENABLED"}}
        self.create_service("web-ec2", CLUSTER, vpc, subnets, "instance", launchType="EC2")
        self.create_service("web-fargate", "default", vpc, subnets, "ip", launchType="FARGATE",
                            networkConfiguration=network)
        self.network = network
        self.wait_until_steady()

    def create_service(self, name, cluster, vpc, subnets, target_type, **members):
        elb, port = self.up.client("elbv2"), free_port()
        balancer = elb.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]
        group = elb.create_target_group(
            Name=name, Protocol="HTTP", Port=80, TargetType=target_type, VpcId=vpc,
            HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2)["TargetGroups"][0]
        group = group["TargetGroupArn"]
        elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[
            {"Key": "deregistration_delay.timeout_seconds", "Value": "1"}])
        elb.create_listener(
            LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=port,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
        self.up.client("ecs").create_service(
            cluster=cluster, serviceName=name, taskDefinition=name, desiredCount=COUNT,
            loadBalancers=[{"targetGroupArn": group, "containerName": "app",
                            "containerPort": 80}], **members)
        self.services.append(Service(name, cluster, group, port, balancer["DNSName"]))

    def told_of(self, service):
        """What the server tells of the service: ((counts), deployments, targets, events)."""
        told = self.up.client("ecs").describe_services(
            cluster=service.cluster, services=[service.name])["services"][0]
        health = self.up.client("elbv2").describe_target_health(
            TargetGroupArn=service.target_group)["TargetHealthDescriptions"]
        return ([told[key] for key in ("desiredCount", "runningCount", "pendingCount")],
                [(each["status"], each["rolloutStateReason"]) for each in told["deployments"]],
                [each["TargetHealth"] for each in health],
                [each["message"] for each in told["events"][:4]])

    def is_steady(self, service):
        counts, deployments, targets, _ = self.told_of(service)
        return (counts == [COUNT, COUNT, 0] and len(deployments) == 1
                and [each["State"] for each in targets] == ["healthy"] * COUNT)

    def wait_until_steady(self):
        for each in self.services:
            try:
                until(STEADY_DEADLINE, f"{each.name} is steady", lambda: self.is_steady(each))
            except AssertionError as late:
                raise AssertionError(f"{late}, but {self.told_of(each)}") from None

    def start_what_was_killed(self):
        for each in (self.up, self.agent):
            if not each.process:
                each.start()
            elif each.process.poll() is not None:
                raise AssertionError("it ended by itself: " + each.log_text())

    def tasks(self):
        """The ARNs of all tasks that the server knows, whatever they do."""
        ecs = self.up.client("ecs")
        return {arn for cluster in (CLUSTER, "default") for status in ("RUNNING", "STOPPED")
                for arn in ecs.list_tasks(cluster=cluster, desiredStatus=status)["taskArns"]}

    def haproxies(self):
        """The process ids of the HAProxies that serve here, that is, work in our folder."""
        folder = os.path.join(self.up.data, "haproxy")
        return [int(each.name) for each in pathlib.Path("/proc").iterdir()
                if each.name.isdigit() and self.program(each) == "haproxy"
                and self.works_in(each) == folder]

    @staticmethod
    def program(process):
        try:
            return (process / "comm").read_text().strip()
        except OSError:  # It ended meanwhile.
            return ""

    @staticmethod
    def works_in(process):
        try:
            return os.readlink(process / "cwd")
        except OSError:
            return ""

    def kill_haproxy(self):
        for pid in self.haproxies():
            os.kill(pid, signal.SIGKILL)


    @staticmethod
    def remove_the_rest():
        for family in FAMILIES:
            label = f"label={LABEL}task-definition-family={family}"
            left = docker("ps", "-aq", "--filter", label).split()
            if left:
                docker("rm", "-f", *left)
        subprocess.run(["docker", "image", "rm", IMAGE], capture_output=True, check=False)

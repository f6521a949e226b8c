import http.server
import ipaddress
import json
import subprocess
import threading
import unittest

from berth_server import ACCOUNT, ConformanceTest

PRIVATE = [ipaddress.ip_network(text)
           for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")]


def own_private_address():
    """An address of this machine that AWS would accept as a target outside of the VPC."""
    told = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True).stdout
    for text in told.split():
        address = ipaddress.ip_address(text)
        if address.version == 4 and any(address in net for net in PRIVATE):
            return text
    return None


class Answers(http.server.BaseHTTPRequestHandler):
    status = 200
    seen = []

    def do_GET(self):
        Answers.seen.append((self.path, dict(self.headers)))
        self.send_response(Answers.status)
        self.end_headers()

    def log_message(self, *_):
        pass


class LoadBalancing(ConformanceTest):
    def setUp(self):
        self.elb = self.server.client("elbv2")
        ec2 = self.server.client("ec2")
        self.vpc = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        zones = ec2.describe_subnets()["Subnets"]
        zones.sort(key=lambda subnet: subnet["AvailabilityZone"])
        self.subnets = [subnet["SubnetId"] for subnet in zones]

    def load_balancer(self, name, **members):
        return self.elb.create_load_balancer(Name=name, Subnets=self.subnets[:2],
                                             **members)["LoadBalancers"][0]

    def target_group(self, name, **members):
        members = {"Protocol": "HTTP", "Port": 80, "VpcId": self.vpc, "TargetType": "ip", **members}
        return self.elb.create_target_group(Name=name, **members)["TargetGroups"][0]

    def listener(self, load_balancer, group, port=80):
        return self.elb.create_listener(
            LoadBalancerArn=load_balancer["LoadBalancerArn"], Protocol="HTTP", Port=port,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}])[
                "Listeners"][0]

    def test_a_load_balancer_lives_and_ends(self):
        created = self.load_balancer("lives", Tags=[{"Key": "a", "Value": "b"}])
        arn = created["LoadBalancerArn"]
        self.assert_matches(arn, f"arn:aws:elasticloadbalancing:us-east-1:{ACCOUNT}:"
                                 "loadbalancer/app/lives/[0-9a-f]{16}")
        self.assert_matches(created["DNSName"], r"lives-\d{10}\.us-east-1\.elb\.localhost")
        self.assertEqual(created["Scheme"], "internet-facing")
        self.elb.get_waiter("load_balancer_available").wait(
            LoadBalancerArns=[arn], WaiterConfig={"Delay": 1, "MaxAttempts": 2})
        self.assertEqual(self.load_balancer("lives", Tags=[{"Key": "a", "Value": "b"}]), created)
        tags = self.elb.describe_tags(ResourceArns=[arn])["TagDescriptions"]
        self.assertEqual(tags, [{"ResourceArn": arn, "Tags": [{"Key": "a", "Value": "b"}]}])
        group = self.target_group("lives")
        listener = self.listener(created, group)
        self.assertEqual(
            self.elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"][0]["Priority"],
            "default")
        self.refused("ResourceInUse", self.elb.delete_target_group,
                     TargetGroupArn=group["TargetGroupArn"])
        self.elb.delete_load_balancer(LoadBalancerArn=arn)
        self.elb.get_waiter("load_balancers_deleted").wait(
            LoadBalancerArns=[arn], WaiterConfig={"Delay": 1, "MaxAttempts": 2})
        self.elb.delete_target_group(TargetGroupArn=group["TargetGroupArn"])

    def test_refusals_have_aws_codes_and_texts(self):
        self.assertEqual(
            self.refused("ValidationError", self.elb.create_load_balancer, Name="one",
                         Subnets=self.subnets[:1]),
            "At least two subnets in two different Availability Zones must be specified")
        self.assertEqual(
            self.refused("SubnetNotFound", self.elb.create_load_balancer, Name="none",
                         Subnets=["subnet-1", "subnet-2"]),
            "The subnet ID 'subnet-1' does not exist")
        self.assertEqual(
            self.refused("LoadBalancerNotFound", self.elb.describe_load_balancers, Names=["no"]),
            "One or more load balancers not found")
        self.assertEqual(
            self.refused("TargetGroupNotFound", self.elb.describe_target_groups, Names=["no"]),
            "One or more target groups not found")
        self.target_group("twice")
        self.assertEqual(
            self.refused("DuplicateTargetGroupName", self.target_group, name="twice", Port=81),
            "A target group with the same name 'twice' exists, but with different settings")
        told = self.refused("ValidationError", self.target_group, name="slow",
                            HealthCheckIntervalSeconds=301)
        self.assertIn("healthCheckIntervalSeconds", told)

    def test_what_berth_lacks_is_refused_by_name(self):
        told = self.refused("UnsupportedOperation", self.load_balancer, name="net", Type="network")
        self.assertIn("network", told)
        created = self.load_balancer("redirects")
        told = self.refused(
            "UnsupportedOperation", self.elb.create_listener,
            LoadBalancerArn=created["LoadBalancerArn"], Protocol="HTTP", Port=80,
            DefaultActions=[{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301"}}])
        self.assertIn("redirect", told)
        self.assertIn("DescribeSSLPolicies", self.refused("UnsupportedOperation",
                                                          self.elb.describe_ssl_policies))

    def test_attributes_keep_their_ranges(self):
        group = self.target_group("attributes")["TargetGroupArn"]
        changed = self.elb.modify_target_group_attributes(
            TargetGroupArn=group,
            Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "5"}])
        told = {row["Key"]: row["Value"] for row in changed["Attributes"]}
        self.assertEqual(told["deregistration_delay.timeout_seconds"], "5")
        self.assertEqual(told["stickiness.enabled"], "false")
        self.assertEqual(
            self.refused("ValidationError", self.elb.modify_target_group_attributes,
                         TargetGroupArn=group,
                         Attributes=[{"Key": "deregistration_delay.timeout_seconds",
                                      "Value": "9999"}]),
            "'deregistration_delay.timeout_seconds' value '9999' must be between '0-3600' "
            "inclusive")

    def test_pages_hold_every_target_group_once(self):
        elb, self.elb = self.elb, self.server.client("elbv2", region="eu-west-3")
        self.vpc = self.server.client("ec2", region="eu-west-3").describe_vpcs()["Vpcs"][0]["VpcId"]
        names = {f"page-{i:02}" for i in range(7)}
        for name in names:
            self.target_group(name)
        pages = self.elb.get_paginator("describe_target_groups").paginate(
            PaginationConfig={"PageSize": 3})
        seen = [group["TargetGroupName"] for page in pages for group in page["TargetGroups"]]
        self.assertEqual(sorted(seen), sorted(names))
        for group in elb.describe_target_groups()["TargetGroups"]:
            self.assertNotIn(group["TargetGroupName"], names)

    def test_targets_are_checked_and_drained(self):
        address = own_private_address()
        if not address:
            self.skipTest("this machine has no private address")
        server = http.server.ThreadingHTTPServer((address, 0), Answers)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        group = self.target_group("checked", HealthCheckPath="/health?deep=1",
                                  HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2)
        arn = group["TargetGroupArn"]
        self.elb.modify_target_group_attributes(
            TargetGroupArn=arn,
            Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "1"}])
        target = {"Id": address, "Port": server.server_port, "AvailabilityZone": "all"}
        self.elb.register_targets(TargetGroupArn=arn, Targets=[target])
        told = self.elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        self.assertEqual(told[0]["TargetHealth"]["Reason"], "Target.NotInUse")
        self.listener(self.load_balancer("checked"), group)
        quickly = {"Delay": 1, "MaxAttempts": 10}
        self.elb.get_waiter("target_in_service").wait(TargetGroupArn=arn, Targets=[target],
                                                      WaiterConfig=quickly)
        path, headers = Answers.seen[0]
        self.assertEqual(path, "/health?deep=1")
        self.assertEqual(headers["User-Agent"], "ELB-HealthChecker/2.0")
        self.assertEqual(headers["Host"], f"{address}:{server.server_port}")
        self.elb.deregister_targets(TargetGroupArn=arn, Targets=[target])
        told = self.elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
        self.assertEqual(told[0]["TargetHealth"], {
            "State": "draining", "Reason": "Target.DeregistrationInProgress",
            "Description": "Target deregistration is in progress"})
        self.elb.get_waiter("target_deregistered").wait(TargetGroupArn=arn, Targets=[target],
                                                        WaiterConfig=quickly)
        self.assertEqual(
            self.elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"], [])

    def test_the_aws_cli_sees_the_same(self):
        created = self.load_balancer("from-boto")
        told = json.loads(self.server.aws("elbv2", "describe-load-balancers", "--names",
                                          "from-boto", "--output", "json"))
        self.assertEqual(told["LoadBalancers"][0]["DNSName"], created["DNSName"])


if __name__ == "__main__":
    unittest.main()

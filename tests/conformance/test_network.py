import unittest

from berth_server import ACCOUNT, ConformanceTest


class Network(ConformanceTest):
    def setUp(self):
        self.ec2 = self.server.client("ec2")

    def test_every_region_has_a_default_vpc_of_its_own(self):
        vpcs = self.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
        self.assertEqual([vpc["CidrBlock"] for vpc in vpcs], ["172.31.0.0/16"])
        other = self.server.client("ec2", region="eu-central-1").describe_vpcs()["Vpcs"]
        self.assertEqual(len(other), 1)
        self.assertNotEqual(other[0]["CidrBlock"], vpcs[0]["CidrBlock"])
        self.assertNotEqual(other[0]["VpcId"], vpcs[0]["VpcId"])

    def test_it_has_a_subnet_in_each_of_three_zones(self):
        vpc = self.ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        subnets = self.ec2.describe_subnets(
            Filters=[{"Name": "vpc-id", "Values": [vpc]},
                     {"Name": "default-for-az", "Values": ["true"]}])["Subnets"]
        zones = self.ec2.describe_availability_zones()["AvailabilityZones"]
        self.assertEqual({subnet["AvailabilityZone"] for subnet in subnets},
                         {zone["ZoneName"] for zone in zones})
        self.assertEqual(len(subnets), 3)
        one = self.ec2.describe_subnets(SubnetIds=[subnets[0]["SubnetId"]])["Subnets"]
        self.assertEqual(one, subnets[:1])

    def test_subnets_come_in_pages(self):
        pages = self.ec2.get_paginator("describe_subnets").paginate(
            PaginationConfig={"PageSize": 5})
        self.assertEqual(sum(len(page["Subnets"]) for page in pages), 3)

    def test_refusals_have_aws_codes_and_texts(self):
        self.assertEqual(self.refused("InvalidVpcID.NotFound", self.ec2.describe_vpcs,
                                      VpcIds=["vpc-1"]), "The vpc ID 'vpc-1' does not exist")
        self.assertEqual(self.refused("InvalidSubnetID.NotFound", self.ec2.describe_subnets,
                                      SubnetIds=["subnet-1"]),
                         "The subnet ID 'subnet-1' does not exist")
        self.assertEqual(self.refused("InvalidGroup.NotFound", self.ec2.describe_security_groups,
                                      GroupIds=["sg-1"]),
                         "The security group 'sg-1' does not exist")
        self.assertEqual(self.refused("InvalidParameterValue", self.ec2.describe_vpcs,
                                      Filters=[{"Name": "colour", "Values": ["red"]}]),
                         "The filter 'colour' is invalid")
        self.assertIn("RunInstances", self.refused("UnsupportedOperation", self.ec2.run_instances,
                                                   MinCount=1, MaxCount=1))

    def test_the_caller_is_the_root_of_the_account(self):
        told = self.server.client("sts").get_caller_identity()
        self.assertEqual(told["Account"], ACCOUNT)
        self.assertEqual(told["Arn"], f"arn:aws:iam::{ACCOUNT}:root")
        self.assertIn(ACCOUNT, self.server.aws("sts", "get-caller-identity", "--output", "text"))


if __name__ == "__main__":
    unittest.main()

import json
import unittest

from berth_server import ACCOUNT, ConformanceTest


class Clusters(ConformanceTest):
    def setUp(self):
        self.ecs = self.server.client("ecs")

    def test_a_cluster_lives_and_ends(self):
        created = self.ecs.create_cluster(clusterName="lives", tags=[{"key": "a", "value": "b"}])
        cluster = created["cluster"]
        self.assertEqual(cluster["clusterArn"], f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/lives")
        self.assertEqual(cluster["status"], "ACTIVE")
        self.assertIn(cluster["clusterArn"], self.ecs.list_clusters()["clusterArns"])
        described = self.ecs.describe_clusters(clusters=["lives"], include=["TAGS", "STATISTICS"])
        self.assertEqual(described["failures"], [])
        self.assertEqual(described["clusters"][0]["tags"], [{"key": "a", "value": "b"}])
        self.assertEqual(len(described["clusters"][0]["statistics"]), 12)
        self.assertEqual(self.ecs.delete_cluster(cluster="lives")["cluster"]["status"], "INACTIVE")
        self.assertNotIn(cluster["clusterArn"], self.ecs.list_clusters()["clusterArns"])

    def test_creating_again_answers_the_same_cluster(self):
        first = self.ecs.create_cluster(clusterName="twice")["cluster"]
        self.assertEqual(self.ecs.create_cluster(clusterName="twice")["cluster"]["clusterArn"],
                         first["clusterArn"])

    def test_unknown_clusters_are_failures_and_errors(self):
        described = self.ecs.describe_clusters(clusters=["nowhere"])
        self.assertEqual(described["failures"],
                         [{"arn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/nowhere",
                           "reason": "MISSING"}])
        self.assertEqual(self.refused("ClusterNotFoundException", self.ecs.delete_cluster,
                                      cluster="nowhere"), "Cluster not found.")

    def test_regions_and_partitions_are_apart(self):
        self.ecs.create_cluster(clusterName="here")
        frankfurt = self.server.client("ecs", region="eu-central-1")
        self.assertEqual(frankfurt.list_clusters()["clusterArns"], [])
        beijing = self.server.client("ecs", region="cn-north-1")
        arn = beijing.create_cluster(clusterName="here")["cluster"]["clusterArn"]
        self.assertEqual(arn, f"arn:aws-cn:ecs:cn-north-1:{ACCOUNT}:cluster/here")

    def test_pages_hold_every_cluster_once(self):
        singapore = self.server.client("ecs", region="ap-southeast-1")
        names = {f"page-{i:02}" for i in range(23)}
        for name in names:
            singapore.create_cluster(clusterName=name)
        pages = singapore.get_paginator("list_clusters").paginate(PaginationConfig={"PageSize": 5})
        seen = [arn.rsplit("/")[-1] for page in pages for arn in page["clusterArns"]]
        self.assertEqual(sorted(seen), sorted(names))

    def test_the_aws_cli_sees_the_same(self):
        self.server.aws("ecs", "create-cluster", "--cluster-name", "from-cli")
        told = json.loads(self.server.aws("ecs", "describe-clusters", "--clusters", "from-cli",
                                          "--output", "json"))
        self.assertEqual(told["clusters"][0]["clusterName"], "from-cli")

    def test_bad_names_change_nothing(self):
        self.refused("InvalidParameterException", self.ecs.create_cluster, clusterName="no spaces")
        self.refused("InvalidParameterException", self.ecs.create_cluster, clusterName="x" * 256)
        self.refused("ClientException", self.ecs.create_cluster, clusterName="providers",
                     capacityProviders=["nobody"])
        self.assertEqual(self.ecs.describe_clusters(clusters=["providers"])["clusters"], [])


if __name__ == "__main__":
    unittest.main()

"""The suite of every container instance, with Amazon's agent."""
import unittest

from berth_server import ROOT_KEY, ConformanceTest, free_port
from doubles.amazon_instance import IMAGE, AmazonInstance
from instance_suite import InstanceSuite


class AmazonInstanceTest(InstanceSuite, ConformanceTest):
    cluster = "amazon"
    image = IMAGE
    free_port = staticmethod(free_port)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ecs = cls.server.client("ecs")
        cls.aws = cls.server.aws
        cls.ecs.create_cluster(clusterName=cls.cluster)
        cls.instance_with_agent = AmazonInstance(cls.server.endpoint, ROOT_KEY, cls.cluster)
        cls.start_agent = cls.instance_with_agent.start
        cls.kill_agent = cls.instance_with_agent.kill
        cls.start_agent()

    @classmethod
    def tearDownClass(cls):
        cls.kill_agent()
        super().tearDownClass()


if __name__ == "__main__":
    unittest.main()

"""The suite of every container instance, with Berth's agent on real Docker."""
import unittest

from berth_agent import BerthAgent
from berth_up import BerthUp, docker, free_port, make_httpd_image
from instance_suite import InstanceSuite

IMAGE = "berth-instance:1"


class BerthInstanceTest(InstanceSuite, unittest.TestCase):
    cluster = "own"
    image = IMAGE
    free_port = staticmethod(free_port)

    @classmethod
    def setUpClass(cls):
        make_httpd_image(IMAGE)
        # Last first.
        cls.addClassCleanup(docker, "rmi", "-f", IMAGE)
        cls.up = BerthUp()
        cls.addClassCleanup(cls.up.down)
        cls.up.start()
        cls.ecs = cls.up.client("ecs")
        cls.ecs.create_cluster(clusterName=cls.cluster)
        cls.agent = BerthAgent(cls.up, cls.cluster)
        cls.addClassCleanup(cls.agent.stop)
        cls.start_agent = cls.agent.start
        cls.kill_agent = cls.agent.kill
        cls.start_agent()

    @classmethod
    def aws(cls, *words):
        return cls.up.aws_text(*words)


if __name__ == "__main__":
    unittest.main()

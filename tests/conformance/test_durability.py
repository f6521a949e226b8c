"""An answered write survives kill -9 at any moment."""
import os
import random
import subprocess
import threading
import unittest

import botocore.exceptions

from berth_server import BerthServer
from service_world import ServiceWorld

ROUNDS = 40
WRITERS = 4


class Durability(unittest.TestCase):
    def setUp(self):
        self.server = BerthServer()
        self.addCleanup(self.server.remove)

    def clusters(self):
        pages = self.server.client("ecs").get_paginator("list_clusters").paginate()
        return {arn.rsplit("/")[-1] for page in pages for arn in page["clusterArns"]}

    def test_every_answered_cluster_is_there_after_a_kill(self):
        chance = random.Random(20261120)
        answered = set()
        for round_number in range(ROUNDS):
            self.server.start()
            acknowledged = [set() for _ in range(WRITERS)]
            stop = threading.Event()

            def write(writer, ecs):
                for i in range(100000):
                    if stop.is_set():
                        return
                    name = f"r{round_number}-w{writer}-{i}"
                    try:
                        ecs.create_cluster(clusterName=name)
                    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
                        return
                    acknowledged[writer].add(name)

            # boto3 makes clients for one thread at a time only.
            threads = [threading.Thread(target=write, args=(i, self.server.client("ecs")))
                       for i in range(WRITERS)]
            for thread in threads:
                thread.start()
            # Not a wait for something to happen: a random moment is what the test is about.
            stop.wait(chance.uniform(0.01, 0.25))
            self.server.kill()
            stop.set()
            for thread in threads:
                thread.join()
            for names in acknowledged:
                answered |= names
        self.server.start()
        self.assertGreater(len(answered), ROUNDS)
        self.assertEqual(answered - self.clusters(), set())

    def test_a_port_in_use_is_one_clear_line(self):
        self.server.start()
        other = BerthServer()
        self.addCleanup(other.remove)
        other.port = self.server.port
        other.start()
        other.process.wait(timeout=10)
        told = other.log_text()
        self.assertIn(f"127.0.0.1:{self.server.port}", told)
        self.assertNotEqual(other.process.returncode, 0)

    def test_a_stop_is_clean_though_a_client_keeps_its_connection(self):
        self.server.start()
        ecs = self.server.client("ecs")
        ecs.create_cluster(clusterName="kept")
        self.server.stop()
        self.assertEqual(self.server.process.returncode, 0)
        self.assertIn("server stopped", self.server.log_text(), "connections were cut off")
        self.server.start()
        self.assertIn("kept", self.clusters())

    def test_two_servers_cannot_share_a_directory(self):
        self.server.start()
        other = BerthServer()
        self.addCleanup(other.remove)
        other.data = self.server.data
        with self.assertRaises(AssertionError) as caught:
            other.start()
        self.assertIn("Another process already uses", str(caught.exception))

    @unittest.skipUnless(os.geteuid() == 0, "needs root to mount a small file system")
    def test_a_full_disk_is_one_clear_line_and_loses_nothing_answered(self):
        def mount(*options):
            subprocess.run(["mount", "-t", "tmpfs", "-o", *options, self.server.data], check=True)

        mount("size=600k", "tmpfs")
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.server.data], check=True)
        self.server.start()
        ecs = self.server.client("ecs")
        answered = set()
        with self.assertRaises(botocore.exceptions.BotoCoreError):
            for i in range(5000):
                ecs.create_cluster(clusterName=f"c{i}", tags=[{"key": "k", "value": "v" * 200}])
                answered.add(f"c{i}")
        self.server.process.wait(timeout=10)
        self.assertNotEqual(self.server.process.returncode, 0)
        last = self.server.log_text().splitlines()[-1]
        self.assertRegex(last, r"^berth: .*journal.db: database or disk is full\.$")
        mount("remount,size=20m", "tmpfs")
        self.server.start()
        self.assertGreater(len(answered), 10)
        self.assertEqual(answered - self.clusters(), set())


class KilledServer(ServiceWorld):
    """A deployment goes on where it was when the server comes back after kill -9."""

    def test_a_deployment_goes_on(self):
        self.add()
        self.add()
        self.define()
        self.create(4, 100, 150)
        self.completed()
        old = {task["taskArn"] for task in self.tasks()}
        deployment = self.update(taskDefinition=self.define("serve again"))["deployments"][0]["id"]
        for count in range(1, 5):
            self.until(f"task {count} is there", lambda: len(self.new_tasks(old)) >= count)
            self.kill_the_server()
        told = self.completed()
        self.assertEqual(told["deployments"][0]["id"], deployment)
        tasks = {task["taskArn"] for task in self.tasks()}
        self.assertEqual(len(tasks), 4)
        self.until("the instances run what the server says", lambda: tasks == {
            arn for instance in self.instances for arn in instance.running()})
        self.assertEqual(self.new_tasks(old), tasks, "a task was started twice or lost")

    def test_tasks_that_end_meanwhile_are_replaced(self):
        instance = self.add()
        self.define()
        self.create(2)
        self.completed()
        lost = self.tasks()[0]["taskArn"]
        self.server.kill()
        with self.assertRaises(OSError):
            instance.stop(lost, 1)
        self.back()
        self.until("the task is replaced", lambda: (
            lost not in {task["taskArn"] for task in self.tasks()}) and self.running(2))
        [told] = self.ecs.describe_tasks(cluster=self.cluster, tasks=[lost])["tasks"]
        self.assertEqual(told["containers"][0]["exitCode"], 1)

    def new_tasks(self, old):
        """What was ever given to an instance and is not of the old deployment."""
        return {arn for instance in self.instances for arn in list(instance.tasks)} - old

    def kill_the_server(self):
        self.server.kill()
        self.back()

    def back(self):
        self.server.start()
        self.ecs = self.server.client("ecs")
        for instance in self.instances:
            instance.reconnect()


if __name__ == "__main__":
    unittest.main()

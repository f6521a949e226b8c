"""Availability zone rebalancing, and instances that are lost and come back (behaviour §1.2,
§1.15)."""
import collections
import unittest

from service_world import ServiceWorld

LOST_AFTER = 10


class Zones(ServiceWorld):
    def add_in(self, zone):
        return self.add(attributes={"ecs.availability-zone": f"us-east-1{zone}"})

    def zones(self):
        return collections.Counter(
            task["availabilityZone"][-1] for task in self.tasks()
            if task["lastStatus"] == "RUNNING" and task["desiredStatus"] == "RUNNING")

    def test_a_zone_that_comes_takes_its_part(self):
        self.add_in("a")
        self.define()
        service = self.create(4)
        told = self.call("DescribeServices", cluster=self.cluster, services=["web"])["services"][0]
        self.assertEqual(told["availabilityZoneRebalancing"], "ENABLED", service)
        self.completed()
        self.add_in("b")
        self.until("both zones have two", lambda: self.zones() == {"a": 2, "b": 2})
        self.until("it says so", lambda: (
            "(service web) is AZ balanced with 2 tasks in us-east-1a, 2 tasks in us-east-1b."
            in self.events()))
        events = self.events()
        self.assertIn("(service web) is not AZ balanced with 4 tasks in us-east-1a, 0 tasks in "
                      "us-east-1b. AZ Rebalancing in progress.", events)
        self.assertTrue(any(each.startswith("(service web) has started 2 tasks in us-east-1b to AZ "
                                            "Rebalance: (task ") for each in events), events)
        self.assertTrue(any("running tasks in us-east-1a due to AZ rebalancing: (task " in each
                            for each in events), events)

    def test_a_zone_without_room_is_told(self):
        self.add_in("a")
        self.define(memory=100)
        self.create(3)
        self.completed()
        self.add(attributes={"ecs.availability-zone": "us-east-1b"}, memory=10)
        self.until("it says why", lambda: (
            "(service web) is unable to place a task in us-east-1b because no container instance "
            "met all of its requirements." in self.events()))
        self.assertEqual(self.zones(), {"a": 3})

    def test_it_can_be_off(self):
        def create(**members):
            return self.call("CreateService", cluster=self.cluster, serviceName="web",
                             taskDefinition=self.cluster, desiredCount=1, **members)["service"]
        self.define()
        with self.assertRaisesRegex(Exception, "maximumPercent of 100"):
            create(availabilityZoneRebalancing="ENABLED",
                   deploymentConfiguration={"maximumPercent": 100, "minimumHealthyPercent": 0})
        with self.assertRaisesRegex(Exception, "first placement strategy"):
            create(availabilityZoneRebalancing="ENABLED",
                   placementStrategy=[{"type": "binpack", "field": "memory"}])
        told = create(deploymentConfiguration={"maximumPercent": 100, "minimumHealthyPercent": 0})
        self.assertEqual(told["availabilityZoneRebalancing"], "DISABLED")


class LostInstances(ServiceWorld):
    FLAGS = ("--instance-lost-after", f"{LOST_AFTER}s")

    def test_a_lost_instance_is_replaced_and_stops_its_stale_tasks_when_it_returns(self):
        first = self.add()
        self.define()
        self.create(1)
        self.completed()
        [task] = self.tasks()
        [alone] = self.ecs.run_task(cluster=self.cluster, taskDefinition=self.cluster)["tasks"]
        second = self.add()
        self.until("the standalone task runs", lambda: alone["taskArn"] in first.running())
        first.kill()
        self.until("its agent is away", lambda: not self.ecs.describe_container_instances(
            cluster=self.cluster, containerInstances=[first.agent.arn])["containerInstances"][0][
                "agentConnected"])
        [told] = self.ecs.describe_tasks(cluster=self.cluster, tasks=[task["taskArn"]])["tasks"]
        self.assertEqual((told["lastStatus"], told["connectivity"]), ("RUNNING", "DISCONNECTED"))
        self.until("another task runs elsewhere", lambda: [
            each for each in self.tasks_on(second) if each["lastStatus"] == "RUNNING"])
        [told] = self.ecs.describe_tasks(cluster=self.cluster, tasks=[task["taskArn"]])["tasks"]
        self.assertEqual((told["lastStatus"], told["stopCode"]),
                         ("STOPPED", "InfrastructureHealth"))
        self.assertIn("was away for", told["stoppedReason"])
        [told] = self.ecs.describe_tasks(cluster=self.cluster, tasks=[alone["taskArn"]])["tasks"]
        self.assertEqual(told["lastStatus"], "RUNNING", "ECS leaves standalone tasks alone")
        self.assertIn(task["taskArn"], first.running(), "nobody could tell it")
        first.start()
        self.until("the stale task is stopped", lambda: first.running() == {alone["taskArn"]})
        self.running(1)

    def test_a_short_absence_changes_nothing(self):
        first = self.add()
        self.define()
        self.create(1)
        self.completed()
        [task] = self.tasks()
        first.kill()
        first.start()
        self.until("it is back", lambda: self.ecs.describe_container_instances(
            cluster=self.cluster, containerInstances=[first.agent.arn])["containerInstances"][0][
                "agentConnected"])
        self.assertEqual([each["taskArn"] for each in self.tasks()], [task["taskArn"]])


if __name__ == "__main__":
    unittest.main()

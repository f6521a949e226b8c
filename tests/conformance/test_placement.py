"""Where tasks go: constraints, strategies, attributes and the cluster query language, on instances
with Amazon's agent (behaviour §1.6)."""
import json
import unittest
from collections import Counter

from berth_server import ROOT_KEY, ConformanceTest
from doubles.amazon_instance import IMAGE, AmazonInstance

ZONE = "ecs.availability-zone"


class Placement(ConformanceTest):
    def setUp(self):
        self.ecs = self.server.client("ecs")
        self.cluster = self.id().rsplit(".", 1)[1].removeprefix("test_")[:60]
        self.ecs.create_cluster(clusterName=self.cluster)
        self.instances = {}

    def tearDown(self):
        for instance in self.instances.values():
            instance.kill()

    def add(self, name, **machine):
        instance = AmazonInstance(self.server.endpoint, ROOT_KEY, self.cluster, **machine)
        instance.start()
        self.instances[name] = instance
        return instance.agent.arn

    def define(self, **members):
        self.ecs.register_task_definition(family=self.cluster, containerDefinitions=[
            {"name": "app", "image": IMAGE, "command": ["serve"], "cpu": 128, "memory": 128}],
            **members)

    def run_tasks(self, count, **members):
        return self.ecs.run_task(cluster=self.cluster, taskDefinition=self.cluster, count=count,
                                 **members)

    def placed(self, answer):
        """How many of the tasks each instance got, by the names given to add()."""
        names = {each.agent.arn: name for name, each in self.instances.items()}
        return Counter(names[task["containerInstanceArn"]] for task in answer["tasks"])

    def reasons(self, answer):
        return {each["reason"] for each in answer["failures"]}

    def listed(self, query):
        arns = self.ecs.list_container_instances(
            cluster=self.cluster, filter=query)["containerInstanceArns"]
        return {name for name, each in self.instances.items() if each.agent.arn in arns}

    def test_memberOf_selects_by_attribute(self):
        self.add("prod", attributes={"stack": "prod"})
        self.add("test", attributes={"stack": "test"})
        self.define()
        constraint = {"type": "memberOf", "expression": "attribute:stack == prod"}
        answer = self.run_tasks(4, placementConstraints=[constraint])
        self.assertEqual(self.placed(answer), {"prod": 4})
        answer = self.run_tasks(1, placementConstraints=[
            constraint, {"type": "memberOf", "expression": "attribute:stack != prod"}])
        self.assertEqual(answer["tasks"], [])
        self.assertEqual(self.reasons(answer), {"MemberOf placement constraint unsatisfied."})
        self.assertEqual(len(answer["failures"]), 2)

    def test_a_task_definition_has_constraints_of_its_own(self):
        self.add("prod", attributes={"stack": "prod"})
        self.add("test", attributes={"stack": "test"})
        self.define(placementConstraints=[
            {"type": "memberOf", "expression": "attribute:stack == test"}])
        self.assertEqual(self.placed(self.run_tasks(3)), {"test": 3})
        told = self.ecs.describe_task_definition(taskDefinition=self.cluster)["taskDefinition"]
        self.assertEqual(told["placementConstraints"], [
            {"type": "memberOf", "expression": "attribute:stack == test"}])

    def test_distinctInstance_gives_each_instance_one_task(self):
        for name in "abc":
            self.add(name)
        self.define()
        answer = self.run_tasks(5, placementConstraints=[{"type": "distinctInstance"}])
        self.assertEqual(self.placed(answer), {"a": 1, "b": 1, "c": 1})
        self.assertEqual(self.reasons(answer),
                         {"DistinctInstance placement constraint unsatisfied."})
        self.assertEqual(self.placed(self.run_tasks(
            1, group="other", placementConstraints=[{"type": "distinctInstance"}])).total(), 1)

    def test_binpack_fills_one_instance_first(self):
        self.add("small", memory=512)
        self.add("large", memory=4096)
        self.define()
        answer = self.run_tasks(6, placementStrategy=[{"type": "binpack", "field": "memory"}])
        self.assertEqual(self.placed(answer), {"small": 4, "large": 2})

    def test_spread_balances_over_an_attribute(self):
        self.add("a", attributes={ZONE: "us-east-1a"})
        self.add("b", attributes={ZONE: "us-east-1b"})
        self.add("c", attributes={ZONE: "us-east-1b"})
        self.define()
        answer = self.run_tasks(8, placementStrategy=[
            {"type": "spread", "field": "attribute:" + ZONE}])
        self.assertEqual(self.placed(answer), {"a": 4, "b": 2, "c": 2})
        answer = self.run_tasks(3, group="hosts", placementStrategy=[
            {"type": "spread", "field": "host"}])
        self.assertEqual(self.placed(answer), {"a": 1, "b": 1, "c": 1})

    def test_random_uses_every_instance(self):
        for name in "ab":
            self.add(name)
        self.define()
        placed = Counter()
        for _ in range(2):
            placed += self.placed(self.run_tasks(10, placementStrategy=[{"type": "random"}]))
        self.assertEqual(set(placed), {"a", "b"})

    def test_queries_find_instances(self):
        self.add("busy", attributes={"rack": "1"})
        self.add("idle", attributes={"rack": "2", "ssd": "yes"})
        self.define()
        self.run_tasks(1, group="db", placementConstraints=[
            {"type": "memberOf", "expression": "attribute:rack == 1"}])
        waiter = self.ecs.get_waiter("tasks_running")
        waiter.wait(cluster=self.cluster, WaiterConfig={"Delay": 1, "MaxAttempts": 20},
                    tasks=self.ecs.list_tasks(cluster=self.cluster)["taskArns"])
        for query, names in (
                ("not (runningTasksCount > 0)", {"idle"}),
                ("runningTasksCount == 1 and agentConnected == true", {"busy"}),
                ("task:group == db", {"busy"}),
                ("!(task:group == db)", {"idle"}),
                ("attribute:ssd exists", {"idle"}),
                ("attribute:ssd !exists or attribute:rack =~ [2-9]", {"busy", "idle"}),
                ("attribute:rack in [1, 2]", {"busy", "idle"}),
                ("agentVersion >= 1.100 and registeredAt > 2020-01-01", {"busy", "idle"}),
                ("attribute:rack == 3", set())):
            self.assertEqual(self.listed(query), names, query)
        told = json.loads(self.server.aws(
            "ecs", "list-container-instances", "--cluster", self.cluster, "--filter",
            "attribute:ssd == yes", "--output", "json"))
        self.assertEqual(told["containerInstanceArns"], [self.instances["idle"].agent.arn])

    def test_attributes_are_put_listed_and_deleted(self):
        arn = self.add("a", attributes={"agents": "own"})
        self.add("b")
        attribute = {"name": "stack", "value": "prod", "targetId": arn}
        self.assertEqual(
            self.ecs.put_attributes(cluster=self.cluster, attributes=[attribute])["attributes"],
            [attribute])
        listed = self.ecs.list_attributes(cluster=self.cluster, targetType="container-instance",
                                          attributeName="stack", attributeValue="prod")
        self.assertEqual(listed["attributes"], [attribute])
        self.assertEqual(self.listed("attribute:stack == prod"), {"a"})
        self.instances["a"].kill()
        self.instances["a"].start()  # It registers again.
        self.assertEqual(self.listed("attribute:stack == prod"), {"a"})
        deleted = self.ecs.delete_attributes(cluster=self.cluster, attributes=[
            {"name": "stack", "targetId": arn.rsplit("/", 1)[1],
             "targetType": "container-instance"}])
        self.assertEqual(deleted["attributes"], [attribute])
        self.assertEqual(self.listed("attribute:stack exists"), set())
        pages = self.ecs.get_paginator("list_attributes").paginate(
            cluster=self.cluster, targetType="container-instance",
            PaginationConfig={"PageSize": 7})
        names = Counter(each["name"] for page in pages for each in page["attributes"])
        self.assertEqual((names["agents"], names["ecs.os-type"], names[ZONE]), (1, 2, 2))

    def test_bad_attributes_change_nothing(self):
        arn = self.add("a")
        put = self.ecs.put_attributes
        for code, attributes in (
                ("InvalidParameterException", [{"name": "ecs.os-type", "value": "x"}]),
                ("InvalidParameterException", [{"name": "no spaces", "value": "x"}]),
                ("InvalidParameterException", [{"name": "good"}, {"name": "x", "value": " x"}]),
                ("InvalidParameterException", [{"name": f"n{i}"} for i in range(11)])):
            self.refused(code, put, cluster=self.cluster,
                         attributes=[{**each, "targetId": arn} for each in attributes])
        self.refused("InvalidParameterException", put, cluster=self.cluster, attributes=[
            {"name": "x", "targetId": arn.rsplit("/", 1)[1]}])
        self.refused("TargetNotFoundException", put, cluster=self.cluster, attributes=[
            {"name": "good", "targetId": arn}, {"name": "x", "targetId": arn[:-4] + "0000"}])
        put(cluster=self.cluster, attributes=[
            {"name": f"n{i}", "targetId": arn} for i in range(10)])
        self.refused("AttributeLimitExceededException", put, cluster=self.cluster, attributes=[
            {"name": "one-more", "targetId": arn}])
        self.assertEqual(self.listed("attribute:good exists or attribute:one-more exists"), set())

    def test_bad_constraints_and_strategies_are_refused(self):
        self.add("a")
        self.define()
        for members in (
                {"placementConstraints": [{"type": "memberOf"}]},
                {"placementConstraints": [{"type": "memberOf", "expression": "attribute:x =="}]},
                {"placementConstraints": [{"type": "distinctInstance", "expression": "x"}]},
                {"placementConstraints": [{"type": "distinctInstance"}] * 11},
                {"placementStrategy": [{"type": "spread", "field": "zone"}]},
                {"placementStrategy": [{"type": "binpack", "field": "disk"}]},
                {"placementStrategy": [{"type": "random"}] * 6}):
            with self.subTest(members=members):
                self.refused("InvalidParameterException", self.run_tasks, count=1, **members)
        message = self.refused("InvalidParameterException", self.ecs.list_container_instances,
                               cluster=self.cluster, filter="attribute:x ? 3")
        self.assertIn("an operator is expected at character 13", message)
        self.assertEqual(self.ecs.list_tasks(cluster=self.cluster)["taskArns"], [])

    def test_services_place_by_constraint_and_strategy(self):
        self.add("a", attributes={"stack": "prod"})
        self.add("b", attributes={"stack": "prod"})
        self.add("c", attributes={"stack": "test"})
        self.define()
        service = self.ecs.create_service(
            cluster=self.cluster, serviceName="web", taskDefinition=self.cluster, desiredCount=4,
            placementConstraints=[{"type": "memberOf", "expression": "attribute:stack == prod"}],
            placementStrategy=[{"type": "spread", "field": "host"}])["service"]
        self.assertEqual(service["placementStrategy"], [{"type": "spread", "field": "instanceId"}])
        self.ecs.get_waiter("services_stable").wait(
            cluster=self.cluster, services=["web"], WaiterConfig={"Delay": 1, "MaxAttempts": 60})
        tasks = self.ecs.list_tasks(cluster=self.cluster)["taskArns"]
        told = self.ecs.describe_tasks(cluster=self.cluster, tasks=tasks)
        self.assertEqual(self.placed(told), {"a": 2, "b": 2})
        updated = self.ecs.update_service(
            cluster=self.cluster, service="web", placementStrategy=[],
            placementConstraints=[{"type": "distinctInstance"}], desiredCount=5)["service"]
        self.assertEqual(len(updated["deployments"]), 1)
        self.assertEqual(updated["placementConstraints"], [{"type": "distinctInstance"}])


if __name__ == "__main__":
    unittest.main()

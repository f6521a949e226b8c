"""Services of scheduling strategy DAEMON (behaviour §1.16)."""
import unittest

from service_world import ServiceWorld


class Daemons(ServiceWorld):
    def daemon(self, name="web", **members):
        return self.ecs.create_service(
            cluster=self.cluster, serviceName=name, taskDefinition=self.cluster,
            schedulingStrategy="DAEMON", **members)["service"]

    def on_each(self, *instances):
        """Waits until the daemon has one running task on each of them and no other."""
        wanted = sorted(instance.agent.arn for instance in instances)
        self.until("the daemon runs on each", lambda: sorted(
            task["containerInstanceArn"] for task in self.tasks()
            if task["lastStatus"] == "RUNNING") == wanted)

    def test_a_daemon_has_a_task_on_each_instance(self):
        first, second = self.add(), self.add()
        self.define()
        told = self.daemon()
        self.assertEqual(told["schedulingStrategy"], "DAEMON")
        self.assertEqual(told["deploymentConfiguration"]["maximumPercent"], 100)
        self.assertEqual(told["deploymentConfiguration"]["minimumHealthyPercent"], 0)
        self.on_each(first, second)
        third = self.add()
        self.on_each(first, second, third)
        self.completed()
        self.assertEqual(self.told()["desiredCount"], 3)
        self.ecs.get_waiter("services_stable").wait(
            cluster=self.cluster, services=["web"], WaiterConfig={"Delay": 1, "MaxAttempts": 30})
        listed = self.ecs.list_services(cluster=self.cluster, schedulingStrategy="DAEMON")
        self.assertEqual(listed["serviceArns"], [told["serviceArn"]])
        listed = self.ecs.list_services(cluster=self.cluster, schedulingStrategy="REPLICA")
        self.assertEqual(listed["serviceArns"], [])

    def test_a_new_instance_gets_its_daemon_first(self):
        """Nothing else takes the room that the daemon needs, not even what waited before it."""
        self.define(memory=1000)
        self.daemon()
        greedy = self.ecs.register_task_definition(
            family=self.cluster + "2", containerDefinitions=[
                {"name": "app", "image": "busybox:local", "cpu": 16, "memory": 200,
                 "command": ["sh", "-c", "serve"]}])["taskDefinition"]["taskDefinitionArn"]
        self.ecs.create_service(cluster=self.cluster, serviceName="greedy", desiredCount=1,
                                taskDefinition=greedy)
        small = self.add(memory=1100)
        self.on_each(small)
        told = self.ecs.describe_services(cluster=self.cluster, services=["greedy"])["services"][0]
        self.assertEqual((told["runningCount"], told["pendingCount"]), (0, 0))
        self.assertIn("has insufficient memory available", told["events"][0]["message"])
        self.add(memory=4096)
        self.until("the other service found room", lambda: self.ecs.describe_services(
            cluster=self.cluster, services=["greedy"])["services"][0]["runningCount"] == 1)

    def test_a_daemon_leaves_a_draining_instance_last(self):
        first = self.add()
        self.define()
        self.daemon()
        self.ecs.create_service(cluster=self.cluster, serviceName="other", desiredCount=1,
                                taskDefinition=self.cluster)
        self.on_each(first)
        self.until("the other runs", lambda: self.ecs.describe_services(
            cluster=self.cluster, services=["other"])["services"][0]["runningCount"] == 1)
        self.ecs.update_container_instances_state(
            cluster=self.cluster, containerInstances=[first.agent.arn], status="DRAINING")
        second = self.add()
        self.on_each(second)
        ended = {each["group"]: each["stoppingAt"] for each in self.ecs.describe_tasks(
            cluster=self.cluster, tasks=self.ecs.list_tasks(
                cluster=self.cluster, desiredStatus="STOPPED",
                containerInstance=first.agent.arn)["taskArns"])["tasks"]}
        self.assertGreater(ended["service:web"], ended["service:other"])

    def test_constraints_are_looked_at_again(self):
        first, second = self.add(attributes={"stack": "blue"}), self.add()
        self.define()
        self.daemon(placementConstraints=[
            {"type": "memberOf", "expression": "attribute:stack == blue"}])
        self.on_each(first)
        self.ecs.put_attributes(cluster=self.cluster, attributes=[
            {"name": "stack", "value": "blue", "targetId": second.agent.arn,
             "targetType": "container-instance"}])
        self.on_each(first, second)
        self.ecs.put_attributes(cluster=self.cluster, attributes=[
            {"name": "stack", "value": "red", "targetId": second.agent.arn,
             "targetType": "container-instance"}])
        self.on_each(first)

    def test_an_update_stops_the_old_task_before_it_starts_the_new_one(self):
        first, second = self.add(), self.add()
        self.define(portMappings=[{"containerPort": 80, "hostPort": 8080}])
        self.daemon()
        self.on_each(first, second)
        self.completed()
        revision = self.define("serve again", portMappings=[
            {"containerPort": 80, "hostPort": 8080}])
        self.update(taskDefinition=revision)
        self.completed()
        self.on_each(first, second)
        self.assertEqual({task["taskDefinitionArn"] for task in self.tasks()}, {revision})

    def test_what_a_daemon_cannot_have_is_refused(self):
        self.define()
        for members in ({"desiredCount": 1}, {"launchType": "FARGATE"},
                        {"placementStrategy": [{"type": "random"}]},
                        {"placementConstraints": [{"type": "distinctInstance"}]},
                        {"deploymentConfiguration": {"maximumPercent": 200}},
                        {"deploymentController": {"type": "EXTERNAL"}}):
            self.refused("InvalidParameterException", self.daemon, **members)
        self.daemon()
        self.refused("InvalidParameterException", self.update, desiredCount=1)
        self.ecs.delete_service(cluster=self.cluster, service="web")
        self.ecs.get_waiter("services_inactive").wait(
            cluster=self.cluster, services=["web"], WaiterConfig={"Delay": 1, "MaxAttempts": 30})


if __name__ == "__main__":
    unittest.main()

"""Task sets of services with an EXTERNAL deployment controller (behaviour §1.12)."""
import unittest

from service_world import ServiceWorld


class TaskSets(ServiceWorld):
    def create_external(self, count):
        return self.ecs.create_service(
            cluster=self.cluster, serviceName="web", desiredCount=count,
            deploymentController={"type": "EXTERNAL"})["service"]

    def add_set(self, percent=100, **members):
        return self.ecs.create_task_set(
            cluster=self.cluster, service="web", taskDefinition=self.cluster, launchType="EC2",
            scale={"value": percent, "unit": "PERCENT"}, **members)["taskSet"]

    def sets(self):
        return {each["id"]: each for each in self.ecs.describe_task_sets(
            cluster=self.cluster, service="web")["taskSets"]}

    def steady(self, identity, count):
        def look():
            told = self.sets()[identity]
            return (told["runningCount"], told["stabilityStatus"]) == (count, "STEADY_STATE")
        self.until(f"{count} tasks of the set are steady", look)

    def test_a_blue_green_switch_by_hand(self):
        self.add()
        blue_definition = self.define()
        service = self.create_external(4)
        self.assertEqual((service["deployments"], service["taskSets"]), ([], []))
        self.assertNotIn("taskDefinition", service)
        blue = self.add_set(externalId="blue")
        self.assertEqual((blue["status"], blue["computedDesiredCount"], blue["externalId"]),
                         ("ACTIVE", 4, "blue"))
        self.steady(blue["id"], 4)
        told = self.ecs.update_service_primary_task_set(
            cluster=self.cluster, service="web", primaryTaskSet=blue["taskSetArn"])["taskSet"]
        self.assertEqual(told["status"], "PRIMARY")
        self.assertEqual(self.told()["taskDefinition"], blue_definition)

        self.define("serve again")
        green = self.add_set(30)
        self.assertEqual(green["computedDesiredCount"], 2, "30 % of 4, rounded up")
        self.steady(green["id"], 2)
        self.assertEqual(self.sets()[blue["id"]]["runningCount"], 4, "the sets are apart")
        self.ecs.update_task_set(cluster=self.cluster, service="web", taskSet=green["id"],
                                 scale={"value": 100, "unit": "PERCENT"})
        self.steady(green["id"], 4)
        self.ecs.update_service_primary_task_set(
            cluster=self.cluster, service="web", primaryTaskSet=green["id"])
        self.refused("InvalidParameterException", self.ecs.delete_task_set, cluster=self.cluster,
                     service="web", taskSet=blue["id"])
        told = self.ecs.delete_task_set(cluster=self.cluster, service="web", taskSet=blue["id"],
                                        force=True)["taskSet"]
        self.assertEqual(told["status"], "DRAINING")
        self.until("the blue set is gone", lambda: list(self.sets()) == [green["id"]])
        self.assertEqual({task["startedBy"] for task in self.tasks()}, {green["id"]})

        self.ecs.update_service(cluster=self.cluster, service="web", desiredCount=1)
        self.steady(green["id"], 1)
        self.refused("InvalidParameterException", self.ecs.delete_service, cluster=self.cluster,
                     service="web")
        self.ecs.delete_service(cluster=self.cluster, service="web", force=True)
        self.ecs.get_waiter("services_inactive").wait(
            cluster=self.cluster, services=["web"], WaiterConfig={"Delay": 1, "MaxAttempts": 30})

    def test_a_task_that_dies_is_replaced_in_its_set(self):
        instance = self.add()
        self.define()
        self.create_external(1)
        first = self.add_set()
        self.steady(first["id"], 1)
        [task] = self.tasks()
        instance.stop(task["taskArn"], 1)
        self.until("another runs", lambda: [
            each for each in self.tasks() if each["lastStatus"] == "RUNNING"
            and each["taskArn"] != task["taskArn"] and each["startedBy"] == first["id"]])

    def test_tags_of_task_sets(self):
        self.define()
        self.create_external(0)
        tags = [{"key": "team", "value": "red"}]
        first = self.add_set(tags=tags)
        self.assertEqual(first["tags"], tags)
        arn = first["taskSetArn"]
        self.ecs.tag_resource(resourceArn=arn, tags=[{"key": "more", "value": "1"}])
        self.ecs.untag_resource(resourceArn=arn, tagKeys=["team"])
        self.assertEqual(self.ecs.list_tags_for_resource(resourceArn=arn)["tags"],
                         [{"key": "more", "value": "1"}])
        [told] = self.ecs.describe_task_sets(cluster=self.cluster, service="web",
                                             taskSets=[first["id"]], include=["TAGS"])["taskSets"]
        self.assertEqual(told["tags"], [{"key": "more", "value": "1"}])

    def test_what_task_sets_cannot_is_refused(self):
        self.define()
        self.refused("InvalidParameterException", self.ecs.create_service, cluster=self.cluster,
                     serviceName="web", taskDefinition=self.cluster, desiredCount=1,
                     deploymentController={"type": "EXTERNAL"})
        self.create_external(1)
        self.refused("InvalidParameterException", self.update, taskDefinition=self.cluster)
        self.refused("InvalidParameterException", self.add_set, percent=101)
        self.refused("TaskSetNotFoundException", self.ecs.update_task_set, cluster=self.cluster,
                     service="web", taskSet="ecs-svc/1", scale={"value": 1, "unit": "PERCENT"})
        for _ in range(5):
            self.add_set(0)
        self.refused("LimitExceededException", self.add_set)
        told = self.ecs.describe_task_sets(cluster=self.cluster, service="web",
                                           taskSets=["ecs-svc/1"])
        self.assertEqual(told["failures"], [{"arn": "ecs-svc/1", "reason": "MISSING"}])

    def test_a_rolling_service_has_no_task_sets(self):
        self.define()
        self.create(0)
        self.refused("InvalidParameterException", self.add_set)

    def test_a_repeated_token_makes_one_set(self):
        self.define()
        self.create_external(0)
        first = self.add_set(clientToken="once")
        self.assertEqual(self.add_set(clientToken="once")["id"], first["id"])
        self.assertEqual(len(self.sets()), 1)


if __name__ == "__main__":
    unittest.main()

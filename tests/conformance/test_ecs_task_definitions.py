import unittest

from berth_server import ACCOUNT, ROOT_KEY, ConformanceTest
from raw_call import call_ecs


def container(name="app", **members):
    return {"name": name, "image": "app:1", "memory": 64, **members}


class TaskDefinitions(ConformanceTest):
    def setUp(self):
        self.ecs = self.server.client("ecs")

    def test_revisions_grow_and_never_return(self):
        for revision in (1, 2, 3):
            answer = self.ecs.register_task_definition(family="grow",
                                                       containerDefinitions=[container()])
            self.assertEqual(answer["taskDefinition"]["revision"], revision)
        self.ecs.deregister_task_definition(taskDefinition="grow:3")
        newest = self.ecs.describe_task_definition(taskDefinition="grow")["taskDefinition"]
        self.assertEqual(newest["revision"], 2)
        again = self.ecs.register_task_definition(family="grow", containerDefinitions=[container()])
        self.assertEqual(again["taskDefinition"]["revision"], 4)
        listed = self.ecs.list_task_definitions(familyPrefix="grow", sort="DESC")
        self.assertEqual([arn.rsplit(":")[-1] for arn in listed["taskDefinitionArns"]],
                         ["4", "2", "1"])
        inactive = self.ecs.list_task_definitions(familyPrefix="grow", status="INACTIVE")
        self.assertEqual(inactive["taskDefinitionArns"],
                         [f"arn:aws:ecs:us-east-1:{ACCOUNT}:task-definition/grow:3"])

    def delete(self, *names):
        return call_ecs(self.server.endpoint, ROOT_KEY, "DeleteTaskDefinitions",
                        {"taskDefinitions": list(names)})

    def test_inactive_revisions_can_be_deleted(self):
        self.ecs.create_cluster()
        for _ in range(3):
            self.ecs.register_task_definition(family="gone", containerDefinitions=[container()])
        self.ecs.deregister_task_definition(taskDefinition="gone:1")
        answer = self.delete("gone:1", "gone:2", "gone:9")
        deleted, = answer["taskDefinitions"]
        self.assertEqual((deleted["revision"], deleted["status"]), (1, "DELETE_IN_PROGRESS"))
        self.assertIn("deleteRequestedAt", deleted)
        prefix = f"arn:aws:ecs:us-east-1:{ACCOUNT}:task-definition/gone:"
        self.assertEqual(answer["failures"], [
            {"arn": prefix + "2", "reason": "The specified task definition is still in ACTIVE "
             "status. Please deregister the target and try again."},
            {"arn": prefix + "9", "reason": "The specified task definition does not exist. Specify "
             "a valid account, family, revision and try again."}])
        listed = self.ecs.list_task_definitions(familyPrefix="gone", status="DELETE_IN_PROGRESS")
        self.assertEqual(listed["taskDefinitionArns"], [prefix + "1"])
        told = self.ecs.describe_task_definition(taskDefinition="gone:1")["taskDefinition"]
        self.assertEqual(told["status"], "DELETE_IN_PROGRESS")
        message = self.refused("ClientException", self.ecs.run_task, taskDefinition="gone:1")
        self.assertEqual(message, "TaskDefinition is inactive")
        self.refused("ClientException", lambda: self.delete("gone"))
        message = self.refused("InvalidParameterException",
                               lambda: self.delete(*["gone:1"] * 11))
        self.assertEqual(message, "Size of TaskDefinition references list cannot exceed 10")

    def test_an_override_brings_no_first_environment_file(self):
        self.ecs.create_cluster()
        self.ecs.register_task_definition(family="plain", containerDefinitions=[container("app")])
        message = self.refused(
            "InvalidParameterException", self.ecs.run_task, taskDefinition="plain", overrides={
                "containerOverrides": [{"name": "app", "environmentFiles": [
                    {"type": "file", "value": "/etc/other.env"}]}]})
        self.assertIn("has no environmentFiles in its task definition", message)

    def test_defaults_are_filled_in_as_ecs_does(self):
        answer = self.ecs.register_task_definition(
            family="filled", containerDefinitions=[container(portMappings=[{"containerPort": 80}])])
        told = answer["taskDefinition"]["containerDefinitions"][0]
        self.assertEqual(told["portMappings"],
                         [{"containerPort": 80, "hostPort": 0, "protocol": "tcp"}])
        self.assertEqual(told["cpu"], 0)
        self.assertTrue(told["essential"])
        self.assertEqual(told["environment"], [])
        self.assertEqual(answer["taskDefinition"]["volumes"], [])

    def test_fargate_sizes_are_checked(self):
        def register(cpu, memory):
            return self.ecs.register_task_definition(
                family="sizes", networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu=cpu,
                memory=memory, containerDefinitions=[{"name": "app", "image": "app:1"}])
        self.assertEqual(register("256", "512")["taskDefinition"]["compatibilities"],
                         ["EC2", "FARGATE"])
        message = self.refused("ClientException", register, cpu="256", memory="4096")
        self.assertTrue(message.startswith(
            "No Fargate configuration exists for given values: 256 CPU, 4096 memory"), message)

    def test_a_definition_has_a_greatest_length(self):
        message = self.refused(
            "ClientException", self.ecs.register_task_definition, family="long",
            containerDefinitions=[container(dockerLabels={"a": "b" * 65536})])
        self.assertRegex(message, r"^Actual length: '\d+'\. Max allowed length is '65536' bytes\.$")

    def test_families(self):
        for family in ("fam-a", "fam-b"):
            self.ecs.register_task_definition(family=family, containerDefinitions=[container()])
        self.assertEqual(self.ecs.list_task_definition_families(familyPrefix="fam-")["families"],
                         ["fam-a", "fam-b"])

    def test_what_cannot_be_honoured_is_refused_by_name(self):
        message = self.refused(
            "UnsupportedOperationException", self.ecs.register_task_definition, family="refused",
            containerDefinitions=[container(secrets=[{"name": "A", "valueFrom": "b"}])])
        self.assertIn("secrets", message)
        self.refused("ClientException", self.ecs.describe_task_definition, taskDefinition="refused")

    def test_running_without_instances_says_so(self):
        self.ecs.create_cluster(clusterName="empty")
        self.ecs.register_task_definition(family="alone", containerDefinitions=[container()])
        message = self.refused("InvalidParameterException", self.ecs.run_task, cluster="empty",
                               taskDefinition="alone")
        self.assertEqual(message, "No Container Instances were found in your cluster.")
        self.assertEqual(self.refused("ClientException", self.ecs.run_task, cluster="empty",
                                      taskDefinition="absent"), "TaskDefinition not found.")


if __name__ == "__main__":
    unittest.main()

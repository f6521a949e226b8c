"""A deployment goes on where it was when the server comes back after kill -9."""
import unittest

from service_world import ServiceWorld


class KilledServer(ServiceWorld):
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

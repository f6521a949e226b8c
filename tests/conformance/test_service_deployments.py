"""Service deployments and revisions (behaviour §1.8)."""
import unittest

from service_world import ServiceWorld

BREAKER = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}


class ServiceDeployments(ServiceWorld):
    def deployments(self, **filters):
        """Newest first."""
        return self.call("ListServiceDeployments", cluster=self.cluster, service="web",
                         **filters)["serviceDeployments"]

    def describe(self, arn):
        [told] = self.call("DescribeServiceDeployments",
                           serviceDeploymentArns=[arn])["serviceDeployments"]
        return told

    def revision(self, arn):
        [told] = self.call("DescribeServiceRevisions",
                           serviceRevisionArns=[arn])["serviceRevisions"]
        return told

    def ended(self, arn, status):
        def look():
            told = self.describe(arn)
            return told["status"] == status and told
        return self.until(f"the service deployment is {status}", look)

    def test_a_deployment_leaves_a_record(self):
        self.add()
        first = self.define()
        created = self.call("CreateService", cluster=self.cluster, serviceName="web",
                            taskDefinition=first, desiredCount=2)["service"]
        [brief] = self.deployments()
        self.assert_matches(
            brief["serviceDeploymentArn"],
            rf"arn:aws:ecs:us-east-1:0{{12}}:service-deployment/{self.cluster}/web/[\w-]{{21}}")
        self.assertEqual(created["currentServiceDeployment"], brief["serviceDeploymentArn"])
        told = self.ended(brief["serviceDeploymentArn"], "SUCCESSFUL")
        self.assertEqual(told["sourceServiceRevisions"], [])
        self.assertEqual(told["targetServiceRevision"]["runningTaskCount"], 2)
        self.assertLessEqual(told["createdAt"], told["startedAt"])
        self.assertLessEqual(told["startedAt"], told["finishedAt"])
        self.assertEqual(told["deploymentCircuitBreaker"]["status"], "DISABLED")
        revision = self.revision(told["targetServiceRevision"]["arn"])
        self.assertEqual(revision["taskDefinition"], first)
        self.assertEqual(revision["containerImages"][0]["containerName"], "app")

        second = self.define("serve again")
        self.update(taskDefinition=second)
        newest, oldest = self.deployments()
        self.assertEqual(oldest["serviceDeploymentArn"], brief["serviceDeploymentArn"])
        told = self.ended(newest["serviceDeploymentArn"], "SUCCESSFUL")
        self.assertEqual([each["arn"] for each in told["sourceServiceRevisions"]],
                         [revision["serviceRevisionArn"]])
        [current] = self.call("DescribeServices", cluster=self.cluster,
                              services=["web"])["services"][0]["currentServiceRevisions"]
        self.assertEqual(current["arn"], told["targetServiceRevision"]["arn"])
        self.assertEqual(len(self.deployments(status=["STOPPED"])), 0)
        self.assertEqual(len(self.deployments(createdAt={"after": told["createdAt"]})), 0)

    def test_a_rollback_is_told_in_the_record_of_what_failed(self):
        self.add()
        self.define()
        self.create(1, deploymentConfiguration=BREAKER)
        self.completed()
        good = self.deployments()[0]["targetServiceRevisionArn"]
        self.update(taskDefinition=self.define("exit 1"))
        told = self.ended(self.deployments()[0]["serviceDeploymentArn"], "ROLLBACK_SUCCESSFUL")
        self.assertEqual(told["rollback"]["serviceRevisionArn"], good)
        self.assertEqual(told["rollback"]["reason"], "Service deployment rolled back because the "
                         "circuit breaker threshold was exceeded.")
        self.assertEqual(told["deploymentCircuitBreaker"],
                         {"status": "TRIGGERED", "failureCount": 3, "threshold": 3})

    def test_a_newer_deployment_stops_the_one_under_way(self):
        self.add()
        self.define("sick")
        self.create(1)
        first = self.deployments()[0]["serviceDeploymentArn"]
        self.update(taskDefinition=self.define())
        self.assertEqual(self.describe(first)["status"], "STOPPED")
        self.completed()
        self.assertEqual(self.describe(first)["status"], "STOPPED")

    def test_stopping_a_deployment_goes_back(self):
        self.add()
        good = self.define()
        self.create(2)
        self.completed()
        kept = {task["taskArn"] for task in self.tasks()}
        self.update(taskDefinition=self.define("sick"))
        arn = self.deployments()[0]["serviceDeploymentArn"]
        self.assertEqual(
            self.call("StopServiceDeployment", serviceDeploymentArn=arn)["serviceDeploymentArn"],
            arn)
        told = self.ended(arn, "ROLLBACK_SUCCESSFUL")
        self.assertIn("stopped by user", told["statusReason"])
        self.assertEqual(self.told()["taskDefinition"], good)
        self.assertEqual({task["taskArn"] for task in self.tasks()}, kept)
        self.assertEqual(self.refused_stop(arn).response["Error"]["Code"], "ConflictException")

    def refused_stop(self, arn, **members):
        with self.assertRaises(Exception) as caught:
            self.call("StopServiceDeployment", serviceDeploymentArn=arn, **members)
        return caught.exception

    def test_a_first_deployment_can_only_be_aborted(self):
        self.add()
        self.define("sick")
        self.create(1)
        arn = self.deployments()[0]["serviceDeploymentArn"]
        self.assertEqual(self.refused_stop(arn).response["Error"]["Code"], "ConflictException")
        self.call("StopServiceDeployment", serviceDeploymentArn=arn, stopType="ABORT")
        self.ended(arn, "STOPPED")
        [deployment] = self.told()["deployments"]
        self.assertEqual(deployment["rolloutState"], "FAILED")
        self.assertEqual(
            self.refused_stop(arn + "x").response["Error"]["Code"],
            "ServiceDeploymentNotFoundException")

    def test_what_is_not_known_is_missing(self):
        arn = "arn:aws:ecs:us-east-1:000000000000:service-deployment/c/s/none"
        answer = self.call("DescribeServiceDeployments", serviceDeploymentArns=[arn])
        self.assertEqual(answer["failures"], [{"arn": arn, "reason": "MISSING"}])
        answer = self.call("DescribeServiceRevisions", serviceRevisionArns=[arn])
        self.assertEqual(answer["failures"], [{"arn": arn, "reason": "MISSING"}])
        with self.assertRaisesRegex(Exception, "Service not found"):
            self.call("ListServiceDeployments", cluster=self.cluster, service="nobody")


if __name__ == "__main__":
    unittest.main()

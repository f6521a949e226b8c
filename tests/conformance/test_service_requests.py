"""What requests about services and task sets are answered: identifiers, defaults, limits (behaviour
§1.7, §1.12, §1.18, §1.25). No task runs."""
import unittest

from service_world import ServiceWorld

REALM = "us-east-1:000000000000"


class ServiceRequests(ServiceWorld):
    def define_fargate(self):
        self.ecs.register_task_definition(
            family=self.cluster, networkMode="awsvpc", requiresCompatibilities=["EC2", "FARGATE"],
            cpu="256", memory="512",
            containerDefinitions=[{"name": "app", "image": "busybox:local", "portMappings": [
                {"containerPort": 80}]}])

    def network(self, **members):
        subnet = self.server.client("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
        return {"awsvpcConfiguration": {"subnets": [subnet], **members}}

    def external(self, **members):
        return self.ecs.create_service(cluster=self.cluster, serviceName="web", desiredCount=2,
                                       deploymentController={"type": "EXTERNAL"}, **members)[
                                           "service"]

    def add_set(self, **members):
        return self.ecs.create_task_set(cluster=self.cluster, service="web", launchType="EC2",
                                        taskDefinition=self.cluster, **members)["taskSet"]

    def balanced(self, name, count, region="us-east-1"):
        """Target groups of the names name-0, name-1 with a listener each."""
        elb, ec2 = (self.server.client(each, region) for each in ("elbv2", "ec2"))
        subnets = [each["SubnetId"] for each in ec2.describe_subnets()["Subnets"]][:2]
        [balancer] = elb.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"]
        groups = []
        for i in range(count):
            [group] = elb.create_target_group(
                Name=f"{name}-{i}", Protocol="HTTP", Port=80, TargetType="instance",
                VpcId=ec2.describe_vpcs()["Vpcs"][0]["VpcId"])["TargetGroups"]
            elb.create_listener(
                LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=9000 + i,
                DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}])
            groups.append({"targetGroupArn": group["TargetGroupArn"], "containerName": "app",
                           "containerPort": 80})
        return groups

    def test_an_arn_means_what_it_says(self):
        self.define()
        self.create(0)
        short = f"arn:aws:ecs:{REALM}:service/web"
        told = self.ecs.describe_services(cluster=self.cluster, services=[short])
        self.assertEqual(told["services"][0]["serviceName"], "web")
        strangers = [f"arn:aws:ecs:{REALM}:cluster/web", "arn:aws:s3:::x/web",
                     "arn:aws:ecs:eu-west-1:111122223333:service/web"]
        told = self.ecs.describe_services(cluster=self.cluster, services=strangers)
        self.assertEqual((told["services"], [each["arn"] for each in told["failures"]]),
                         ([], strangers))
        for arn in strangers:
            self.refused("ServiceNotFoundException", self.ecs.delete_service,
                         cluster=self.cluster, service=arn, force=True)
        self.assertEqual(self.told()["status"], "ACTIVE")
        self.refused("ClientException", self.ecs.run_task, cluster=self.cluster,
                     taskDefinition=f"arn:aws:s3:{REALM}:bucket/{self.cluster}")

    def test_an_arn_of_another_cluster_is_refused_by_its_name(self):
        self.define()
        arn = self.create(0)["serviceArn"]
        self.ecs.create_cluster(clusterName="elsewhere")
        text = f"Identifier is for {self.cluster}. Your cluster is elsewhere"
        for call, members in ((self.ecs.describe_services, {"services": [arn]}),
                              (self.ecs.update_service, {"service": arn}),
                              (self.ecs.delete_service, {"service": arn}),
                              (self.ecs.stop_task, {"task": arn.replace("service/", "task/")})):
            self.assertEqual(self.refused("InvalidParameterException", call, cluster="elsewhere",
                                          **members), text)

    def test_a_maximum_above_200_percent(self):
        self.define()
        told = self.create(1, 100, 400)
        self.assertEqual(told["deploymentConfiguration"]["maximumPercent"], 400)
        self.refused("InvalidParameterException", self.update,
                     deploymentConfiguration={"maximumPercent": 99})

    def test_alarms_that_are_off_are_shown(self):
        self.define()
        alarms = {"alarmNames": [], "enable": False, "rollback": False}
        told = self.call("CreateService", cluster=self.cluster, serviceName="web", desiredCount=0,
                         taskDefinition=self.cluster, deploymentConfiguration={"alarms": alarms})
        self.assertEqual(told["service"]["deploymentConfiguration"]["alarms"], alarms)

    def test_external_services_take_the_usual_percentages_only(self):
        usual = {"maximumPercent": 200, "minimumHealthyPercent": 100}
        told = self.external(deploymentConfiguration=usual)
        self.assertEqual(told["roleArn"].rsplit("/")[-1], "AWSServiceRoleForECS")
        self.ecs.delete_service(cluster=self.cluster, service="web", force=True)
        self.refused("InvalidParameterException", self.external,
                     deploymentConfiguration={**usual, "maximumPercent": 150})

    def test_a_task_set_starts_at_nothing(self):
        self.define()
        self.external()
        told = self.add_set()
        self.assertEqual((told["scale"]["value"], told["computedDesiredCount"]), (0.0, 0))

    def test_task_sets_are_described_once_each(self):
        self.define()
        self.external()
        name = self.add_set()["id"]
        told = self.ecs.describe_task_sets(cluster=self.cluster, service="web",
                                           taskSets=[name] * 100)
        self.assertEqual([each["id"] for each in told["taskSets"]], [name])
        self.refused("InvalidParameterException", self.ecs.describe_task_sets,
                     cluster=self.cluster, service="web", taskSets=[name] * 101)

    def test_a_token_makes_a_new_set_when_its_first_one_is_deleted(self):
        self.add()
        self.define()
        self.external()
        first = self.add_set(clientToken="once", scale={"value": 100, "unit": "PERCENT"})
        self.until("a task runs", lambda: self.told()["runningCount"])
        self.ecs.delete_task_set(cluster=self.cluster, service="web", taskSet=first["id"],
                                 force=True)
        self.assertNotEqual(self.add_set(clientToken="once")["id"], first["id"])

    def test_tokens_and_ids_are_bounded(self):
        self.define()
        for token in ("x" * 37, "with blank", "é"):
            self.assertIn("clientToken", self.refused(
                "InvalidParameterException", self.create, count=0, clientToken=token))
        self.external()
        self.refused("InvalidParameterException", self.add_set, clientToken="x" * 37)
        self.refused("InvalidParameterException", self.add_set, externalId="x" * 1025)

    def test_the_platform_version_is_shown_as_it_was_asked_for(self):
        self.define_fargate()
        self.create(0, launchType="FARGATE", networkConfiguration=self.network())
        told = self.told()
        self.assertEqual(told["platformVersion"], "LATEST")
        self.assertEqual(told["deployments"][0]["platformVersion"], "1.4.0")
        first = told["deployments"][0]["id"]
        told = self.update(platformVersion="LATEST")
        self.assertEqual(told["deployments"][0]["id"], first)
        told = self.update(platformVersion="1.4.0")
        self.assertEqual(told["platformVersion"], "1.4.0")
        self.assertNotEqual(told["deployments"][0]["id"], first)

    def test_assign_public_ip(self):
        self.define_fargate()
        network = self.network()
        told = self.create(0, launchType="FARGATE", networkConfiguration=network)
        self.assertEqual(told["networkConfiguration"]["awsvpcConfiguration"]["assignPublicIp"],
                         "DISABLED")
        again = self.update(networkConfiguration=self.network(assignPublicIp="DISABLED"))
        self.assertEqual(again["deployments"][0]["id"], told["deployments"][0]["id"])
        self.assertEqual(
            self.refused("InvalidParameterException", self.ecs.run_task, cluster=self.cluster,
                         taskDefinition=self.cluster, launchType="EC2",
                         networkConfiguration=self.network(assignPublicIp="ENABLED")),
            "Assign public IP is not supported for this launch type.")

    def test_the_role_follows_the_load_balancers(self):
        self.define(portMappings=[{"containerPort": 80}])
        [entry] = self.balanced("role", 1)
        self.assertNotIn("roleArn", self.create(0))
        told = self.update(loadBalancers=[entry])
        self.assertTrue(told["roleArn"].endswith("AWSServiceRoleForECS"))
        self.assertNotIn("roleArn", self.update(loadBalancers=[]))

    def test_load_balancers_stand_once_and_in_this_region(self):
        self.define(portMappings=[{"containerPort": 80}])
        [entry] = self.balanced("twice", 1)
        self.assertIn("stands twice", self.refused(
            "InvalidParameterException", self.create, count=0, loadBalancers=[entry, entry]))
        [other] = self.balanced("far", 1, "eu-west-1")
        self.assertIn("Unable to assume role", self.refused(
            "InvalidParameterException", self.create, count=0, loadBalancers=[other]))

    def test_constraints_of_the_task_definition_count_too(self):
        member = {"type": "memberOf", "expression": "runningTasksCount < 9"}
        self.ecs.register_task_definition(
            family=self.cluster, placementConstraints=[member] * 6, containerDefinitions=[
                {"name": "app", "image": "busybox:local", "memory": 16}])
        for call, members in ((self.create, {"count": 0}),
                              (self.ecs.run_task, {"cluster": self.cluster,
                                                   "taskDefinition": self.cluster})):
            self.assertIn("at most 10", self.refused(
                "InvalidParameterException", call, placementConstraints=[member] * 5, **members))
        self.create(0, placementConstraints=[member] * 4)

    def test_tags_are_counted_in_characters_and_without_those_of_aws(self):
        self.define()
        arn = self.create(0, tags=[{"key": "é" * 128, "value": "é" * 256}])["serviceArn"]
        self.ecs.tag_resource(resourceArn=arn, tags=[{"key": f"k{i}", "value": ""}
                                                     for i in range(49)])
        self.refused("InvalidParameterException", self.ecs.tag_resource, resourceArn=arn,
                     tags=[{"key": "one more", "value": ""}])
        self.assertEqual(
            self.refused("InvalidParameterException", self.ecs.list_tags_for_resource,
                         resourceArn=f"arn:aws:ecs:{REALM}:service/web"),
            "Long arn format must be used for tagging operations")

    def test_managed_tags_take_no_place(self):
        self.add()
        self.define()
        full = [{"key": f"k{i}", "value": ""} for i in range(50)]
        [task] = self.ecs.run_task(cluster=self.cluster, taskDefinition=self.cluster, tags=full,
                                   enableECSManagedTags=True)["tasks"]
        self.ecs.untag_resource(resourceArn=task["taskArn"], tagKeys=["k1"])
        self.ecs.tag_resource(resourceArn=task["taskArn"], tags=[{"key": "k1", "value": "new"}])
        told = self.ecs.list_tags_for_resource(resourceArn=task["taskArn"])["tags"]
        self.assertEqual(len(told), 51)

    def test_what_is_inactive_has_no_tags_to_change(self):
        self.define()
        arn = self.create(0)["serviceArn"]
        self.ecs.delete_service(cluster=self.cluster, service="web", force=True)
        self.until("it is INACTIVE", lambda: self.told()["status"] == "INACTIVE")
        cluster = self.ecs.delete_cluster(cluster=self.cluster)["cluster"]["clusterArn"]
        for what, resource in (("service", arn), ("cluster", cluster)):
            self.assertEqual(
                self.refused("InvalidParameterException", self.ecs.tag_resource,
                             resourceArn=resource, tags=[{"key": "a", "value": ""}]),
                f"The specified {what} is inactive. Specify an active {what} and try again.")

    def test_what_a_registration_says_is_taken_or_refused(self):
        def register(name, **members):
            resources = [{"name": "CPU", "type": "INTEGER", "integerValue": 1024},
                         {"name": name, "type": "INTEGER", "integerValue": 512}]
            return self.ecs.register_container_instance(
                cluster=self.cluster, totalResources=resources, **members)["containerInstance"]
        told = register("MEMORY", versionInfo={"agentVersion": "1.98.0"},
                        tags=[{"key": "rack", "value": "1"}])
        self.assertEqual(told["versionInfo"]["agentVersion"], "1.98.0")
        register("MEMORY", containerInstanceArn=told["containerInstanceArn"],
                 tags=[{"key": "row", "value": "2"}])
        tags = self.ecs.list_tags_for_resource(resourceArn=told["containerInstanceArn"])["tags"]
        self.assertEqual({each["key"] for each in tags}, {"rack", "row"})
        with self.assertRaisesRegex(Exception, "totalResources GPU"):
            register("GPU")


if __name__ == "__main__":
    unittest.main()

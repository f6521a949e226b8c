"""Rules, targets, connections and API destinations of EventBridge as boto3 uses them."""
import json
import unittest

from berth_server import ConformanceTest

PATTERN = json.dumps({"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]})
EVENT = {"id": "1", "account": "0", "source": "aws.ecs", "time": "2026-01-01T00:00:00Z",
         "region": "us-east-1", "resources": ["arn"], "detail-type": "ECS Task State Change",
         "detail": {"lastStatus": "STOPPED", "version": 3}}


class Events(ConformanceTest):
    def setUp(self):
        self.events = self.server.client("events")
        self.name = self.id().rsplit(".", 1)[1].removeprefix("test_")[:60]

    def rule(self, **members):
        return self.events.put_rule(Name=self.name, EventPattern=PATTERN, **members)["RuleArn"]

    def connection(self, name=None, **members):
        members = {"AuthorizationType": "BASIC", "AuthParameters": {
            "BasicAuthParameters": {"Username": "me", "Password": "hidden"}}, **members}
        return self.events.create_connection(Name=name or self.name, **members)["ConnectionArn"]

    def destination(self, url="http://127.0.0.1:9/x"):
        return self.events.create_api_destination(
            Name=self.name, ConnectionArn=self.connection(), InvocationEndpoint=url,
            HttpMethod="POST", InvocationRateLimitPerSecond=10)["ApiDestinationArn"]

    def test_a_rule_is_told_as_it_was_put(self):
        arn = self.rule(Description="d", State="DISABLED", Tags=[{"Key": "a", "Value": "b"}])
        self.assertEqual(arn, f"arn:aws:events:us-east-1:000000000000:rule/{self.name}")
        told = self.events.describe_rule(Name=self.name)
        self.assertEqual((told["Arn"], told["EventPattern"], told["State"], told["Description"],
                          told["EventBusName"]), (arn, PATTERN, "DISABLED", "d", "default"))
        self.assertEqual(self.events.list_tags_for_resource(ResourceARN=arn)["Tags"],
                         [{"Key": "a", "Value": "b"}])
        self.rule()
        told = self.events.describe_rule(Name=self.name)
        self.assertEqual(told["State"], "ENABLED")
        self.assertNotIn("Description", told)
        self.events.disable_rule(Name=self.name)
        self.assertEqual(self.events.describe_rule(Name=self.name)["State"], "DISABLED")
        self.events.enable_rule(Name=self.name, EventBusName="default")
        self.assertEqual(self.events.describe_rule(Name=self.name)["State"], "ENABLED")
        self.events.tag_resource(ResourceARN=arn, Tags=[{"Key": "c", "Value": "d"}])
        self.events.untag_resource(ResourceARN=arn, TagKeys=["a"])
        self.assertEqual(self.events.list_tags_for_resource(ResourceARN=arn)["Tags"],
                         [{"Key": "c", "Value": "d"}])
        self.events.delete_rule(Name=self.name)
        self.events.delete_rule(Name=self.name)
        self.assertEqual(self.refused("ResourceNotFoundException", self.events.describe_rule,
                                      Name=self.name),
                         f"Rule {self.name} does not exist on EventBus default.")

    def test_rules_are_listed_in_pages(self):
        names = [f"{self.name}-{i}" for i in range(5)]
        for name in reversed(names):
            self.events.put_rule(Name=name, EventPattern=PATTERN)
        first = self.events.list_rules(NamePrefix=self.name, Limit=3)
        second = self.events.list_rules(NamePrefix=self.name, Limit=3, NextToken=first["NextToken"])
        self.assertEqual([rule["Name"] for rule in first["Rules"] + second["Rules"]], names)
        self.assertNotIn("NextToken", second)

    def test_what_a_rule_cannot_be_is_refused(self):
        put = self.events.put_rule
        self.assertEqual(self.refused("ValidationException", put, Name=self.name),
                         "Parameter(s) EventPattern or ScheduleExpression must be specified.")
        self.assertIn("ScheduleExpression", self.refused(
            "UnsupportedOperationException", put, Name=self.name,
            ScheduleExpression="rate(1 minute)"))
        self.assertEqual(self.refused("ResourceNotFoundException", put, Name=self.name,
                                      EventPattern=PATTERN, EventBusName="other"),
                         "Event bus other does not exist.")
        for pattern in ("x", "[]", '{"a":"b"}', '{"a":[{"b":1}]}'):
            self.assertRegex(self.refused("InvalidEventPatternException", put, Name=self.name,
                                          EventPattern=pattern),
                             "^Event pattern is not valid. Reason: ")
        self.refused("ValidationException", put, Name="a b", EventPattern=PATTERN)
        self.assertIn("PutEvents", self.refused("UnsupportedOperationException",
                                                self.events.put_events, Entries=[
                                                    {"Source": "a", "DetailType": "b",
                                                     "Detail": "{}"}]))

    def test_patterns_can_be_tried(self):
        def fits(**pattern):
            return self.events.test_event_pattern(EventPattern=json.dumps(pattern),
                                                  Event=json.dumps(EVENT))["Result"]
        self.assertTrue(fits(source=["aws.ecs"]))
        self.assertFalse(fits(source=["aws.ec2"]))
        self.assertTrue(fits(detail={"version": [{"numeric": [">", 2]}],
                                     "lastStatus": [{"anything-but": "RUNNING"}]}))
        self.refused("ValidationException", self.events.test_event_pattern, EventPattern=PATTERN,
                     Event="{}")
        self.refused("InvalidEventPatternException", self.events.test_event_pattern,
                     EventPattern="{", Event=json.dumps(EVENT))

    def test_targets_are_api_destinations(self):
        arn = self.destination("http://127.0.0.1:9/*")
        self.rule()
        target = {"Id": "1", "Arn": arn, "RoleArn": "arn:aws:iam::000000000000:role/r",
                  "InputTransformer": {"InputPathsMap": {"s": "$.detail.lastStatus"},
                                       "InputTemplate": '{"status": <s>}'},
                  "HttpParameters": {"PathParameterValues": ["p"],
                                     "HeaderParameters": {"X-A": "1"},
                                     "QueryStringParameters": {"q": "2"}},
                  "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 60}}
        other = {"Id": "2", "Arn": arn, "HttpParameters": {"PathParameterValues": ["$.id"]}}
        answer = self.events.put_targets(Rule=self.name, Targets=[target, other])
        self.assertEqual((answer["FailedEntryCount"], answer["FailedEntries"]), (0, []))
        told = self.events.list_targets_by_rule(Rule=self.name)["Targets"]
        self.assertEqual(told, [target, other])
        self.assertEqual(self.events.list_rule_names_by_target(TargetArn=arn)["RuleNames"],
                         [self.name])
        self.assertEqual(self.refused("ValidationException", self.events.delete_rule,
                                      Name=self.name),
                         "Rule can't be deleted since it has targets.")
        answer = self.events.remove_targets(Rule=self.name, Ids=["1", "3"])
        self.assertEqual(answer["FailedEntryCount"], 1)
        self.assertEqual(answer["FailedEntries"][0]["TargetId"], "3")
        self.events.remove_targets(Rule=self.name, Ids=["2"])
        self.events.delete_rule(Name=self.name)

    def test_what_a_target_cannot_be_is_refused(self):
        arn = self.destination()
        self.rule()

        def put(code, **target):
            return self.refused(code, self.events.put_targets, Rule=self.name,
                                Targets=[{"Id": "1", "Arn": arn, **target}])
        self.assertIn("log groups", put("UnsupportedOperationException", Arn=(
            "arn:aws:logs:us-east-1:000000000000:log-group:/a")))
        self.assertIn("'sqs'", put("UnsupportedOperationException", Arn=(
            "arn:aws:sqs:us-east-1:000000000000:q")))
        self.assertIn("DeadLetterConfig", put("UnsupportedOperationException", DeadLetterConfig={
            "Arn": "arn:aws:sqs:us-east-1:000000000000:q"}))
        put("ValidationException", Arn="x")
        put("ValidationException", InputPath="x")
        put("ValidationException", Input="1", InputPath="$.a")
        put("ValidationException", InputTransformer={"InputTemplate": "<a>"})
        put("ValidationException", InputTransformer={"InputTemplate": "it is so"})
        self.assertEqual(put("ValidationException", Input="not json"),
                         "JSON syntax error in input for target 1.")
        put("ValidationException", HttpParameters={"PathParameterValues": ["of no wildcard"]})
        put("ResourceNotFoundException", Arn=arn + "0")
        self.refused("ResourceNotFoundException", self.events.put_targets, Rule="no-such",
                     Targets=[{"Id": "1", "Arn": arn}])
        self.assertIn("maximum number", self.refused(
            "LimitExceededException", self.events.put_targets, Rule=self.name,
            Targets=[{"Id": str(i), "Arn": arn} for i in range(6)]))
        self.assertEqual(self.events.list_targets_by_rule(Rule=self.name)["Targets"], [])

    def test_connections_never_show_their_secrets(self):
        arn = self.connection(AuthorizationType="API_KEY", AuthParameters={
            "ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "hidden"},
            "InvocationHttpParameters": {"HeaderParameters": [
                {"Key": "X-S", "Value": "hidden", "IsValueSecret": True},
                {"Key": "X-P", "Value": "plain", "IsValueSecret": False}]}})
        told = self.events.describe_connection(Name=self.name)
        self.assertNotIn("hidden", str(told))
        self.assertEqual((told["ConnectionArn"], told["ConnectionState"],
                          told["AuthorizationType"]), (arn, "AUTHORIZED", "API_KEY"))
        self.assertEqual(told["AuthParameters"]["ApiKeyAuthParameters"], {"ApiKeyName": "X-Key"})
        self.assertEqual([each.get("Value") for each in
                          told["AuthParameters"]["InvocationHttpParameters"]["HeaderParameters"]],
                         [None, "plain"])
        self.events.update_connection(Name=self.name, Description="d", AuthParameters={
            "ApiKeyAuthParameters": {"ApiKeyName": "X-Other"}})
        told = self.events.describe_connection(Name=self.name)
        self.assertEqual((told["Description"],
                          told["AuthParameters"]["ApiKeyAuthParameters"]["ApiKeyName"]),
                         ("d", "X-Other"))
        self.refused("ValidationException", self.events.update_connection, Name=self.name,
                     AuthorizationType="BASIC")
        self.refused("ValidationException", self.events.update_connection, Name=self.name,
                     AuthParameters={"BasicAuthParameters": {"Username": "me"}})
        listed = self.events.list_connections(NamePrefix=self.name)["Connections"]
        self.assertEqual([each["ConnectionArn"] for each in listed], [arn])
        with self.assertRaises(self.events.exceptions.ResourceAlreadyExistsException):
            self.connection()
        self.assertIn("OAUTH", self.refused(
            "UnsupportedOperationException", self.connection, name=self.name + "-oauth",
            AuthorizationType="OAUTH_CLIENT_CREDENTIALS"))
        self.events.delete_connection(Name=self.name)
        self.assertEqual(
            self.refused("ResourceNotFoundException", self.events.describe_connection,
                         Name=self.name),
            f"Failed to describe the connection(s). Connection '{self.name}' does not exist.")

    def test_api_destinations_need_a_connection_and_a_url(self):
        arn = self.destination()
        told = self.events.describe_api_destination(Name=self.name)
        self.assertEqual((told["ApiDestinationArn"], told["ApiDestinationState"],
                          told["HttpMethod"], told["InvocationRateLimitPerSecond"]),
                         (arn, "ACTIVE", "POST", 10))
        self.events.update_api_destination(Name=self.name, HttpMethod="PUT",
                                           InvocationEndpoint="http://127.0.0.1:9/y")
        told = self.events.list_api_destinations(NamePrefix=self.name)["ApiDestinations"][0]
        self.assertEqual((told["HttpMethod"], told["InvocationEndpoint"]),
                         ("PUT", "http://127.0.0.1:9/y"))
        self.refused("ValidationException", self.events.update_api_destination, Name=self.name,
                     InvocationEndpoint="https://127.0.0.1:9/y")
        for url in ("http://127.0.0.1:99999/", "http://me:hidden@127.0.0.1:9/", "http://*/x"):
            self.assertNotIn("hidden", self.refused(
                "ValidationException", self.events.update_api_destination, Name=self.name,
                InvocationEndpoint=url))
        self.refused("ResourceAlreadyExistsException", self.events.create_api_destination,
                     Name=self.name, ConnectionArn=told["ConnectionArn"], HttpMethod="POST",
                     InvocationEndpoint="http://127.0.0.1:9/y")
        self.events.delete_connection(Name=self.name)
        told = self.events.describe_api_destination(Name=self.name)
        self.assertEqual(told["ApiDestinationState"], "INACTIVE")
        self.events.delete_api_destination(Name=self.name)
        self.refused("ResourceNotFoundException", self.events.describe_api_destination,
                     Name=self.name)


if __name__ == "__main__":
    unittest.main()

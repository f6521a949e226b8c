"""Account settings (behaviour §1.18)."""
import unittest

from berth_server import ConformanceTest

ROOT = "arn:aws:iam::000000000000:root"


class AccountSettings(ConformanceTest):
    def setUp(self):
        self.ecs = self.server.client("ecs", f"eu-west-{self._testMethodName.count('_')}")

    def listed(self, **filters):
        return {each["name"]: each["value"]
                for each in self.ecs.list_account_settings(**filters)["settings"]}

    def test_settings_have_defaults(self):
        self.assertEqual(self.listed(), {})
        told = self.listed(effectiveSettings=True, maxResults=10)
        self.assertEqual(told["serviceLongArnFormat"], "enabled")
        self.assertEqual(told["containerInsights"], "disabled")
        self.assertEqual(told["defaultLogDriverMode"], "blocking")

    def test_a_setting_is_put_listed_and_deleted(self):
        told = self.ecs.put_account_setting(name="awsvpcTrunking", value="enabled")["setting"]
        self.assertEqual((told["value"], told["principalArn"]), ("enabled", ROOT))
        self.assertEqual(self.listed(), {"awsvpcTrunking": "enabled"})
        self.assertEqual(self.listed(name="awsvpcTrunking", value="disabled"), {})
        told = self.ecs.delete_account_setting(name="awsvpcTrunking")["setting"]
        self.assertEqual(told["value"], "disabled")
        self.assertEqual(self.listed(), {})

    def test_a_default_is_everybodys(self):
        self.ecs.put_account_setting_default(name="fargateTaskRetirementWaitPeriod", value="14")
        other = f"arn:aws:iam::000000000000:user/somebody"
        self.assertEqual(self.listed(principalArn=other), {})
        told = self.listed(principalArn=other, effectiveSettings=True,
                           name="fargateTaskRetirementWaitPeriod")
        self.assertEqual(told, {"fargateTaskRetirementWaitPeriod": "14"})
        self.ecs.put_account_setting(name="fargateTaskRetirementWaitPeriod", value="0",
                                     principalArn=other)
        self.assertEqual(self.listed(principalArn=other),
                         {"fargateTaskRetirementWaitPeriod": "0"})

    def test_the_cli_knows_them(self):
        told = self.server.aws("ecs", "put-account-setting", "--name", "taskLongArnFormat",
                               "--value", "enabled")
        self.assertIn('"taskLongArnFormat"', told)

    def test_what_cannot_be_is_refused(self):
        put = self.ecs.put_account_setting
        self.refused("InvalidParameterException", put, name="taskLongArnFormat", value="disabled")
        self.refused("InvalidParameterException", put, name="awsvpcTrunking", value="maybe")
        self.refused("UnsupportedOperationException", put, name="containerInsights",
                     value="enabled")
        self.refused("UnsupportedOperationException", put, name="defaultLogDriverMode",
                     value="non-blocking")
        self.refused("InvalidParameterException", put, name="awsvpcTrunking", value="enabled",
                     principalArn="arn:aws:iam::999999999999:user/a")
        self.assertEqual(self.listed(), {})


if __name__ == "__main__":
    unittest.main()

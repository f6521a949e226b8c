"""What every service does with requests that are wrong: signatures, names, types, sizes."""
import datetime
import gzip
import json
import unittest
import urllib.error
import urllib.request

import botocore.auth
import botocore.awsrequest
import botocore.credentials

from berth_server import ROOT_KEY, ConformanceTest

TARGET = "AmazonEC2ContainerServiceV20141113."


class Requests(ConformanceTest):
    def send(self, operation, body, key=ROOT_KEY, region="us-east-1", service="ecs", headers=None,
             sign=True, shift=None):
        """A signed awsJson request made by hand; answers (status, headers, parsed body)."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = botocore.awsrequest.AWSRequest(
            "POST", self.server.endpoint + "/", data=data,
            headers={"Content-Type": "application/x-amz-json-1.1",
                     "X-Amz-Target": TARGET + operation, **(headers or {})})
        if sign:
            credentials = botocore.credentials.Credentials(*key)
            signer = botocore.auth.SigV4Auth(credentials, service, region)
            if shift:
                moment = datetime.datetime.utcnow() + shift
                request.context["timestamp"] = moment.strftime("%Y%m%dT%H%M%SZ")
                request.headers["X-Amz-Date"] = request.context["timestamp"]
                text = signer.string_to_sign(request, signer.canonical_request(request))
                signer._inject_signature_to_request(request, signer.signature(text, request))
            else:
                signer.add_auth(request)
        prepared = urllib.request.Request(self.server.endpoint + "/", data=data,
                                          headers=dict(request.headers.items()), method="POST")
        try:
            with urllib.request.urlopen(prepared, timeout=10) as answer:
                return answer.status, answer.headers, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.loads(error.read())

    def error_of(self, answer):
        status, headers, body = answer
        self.assertGreaterEqual(status, 400)
        self.assertEqual(headers["x-amzn-errortype"], body["__type"])
        self.assertTrue(headers["x-amzn-RequestId"])
        return body["__type"], body["message"]

    def test_good_requests_are_answered(self):
        status, headers, body = self.send("ListClusters", {})
        self.assertEqual((status, body), (200, {"clusterArns": []}))
        self.assertEqual(headers["Content-Type"], "application/x-amz-json-1.1")

    def test_signatures(self):
        code, _ = self.error_of(self.send("ListClusters", {}, sign=False))
        self.assertEqual(code, "MissingAuthenticationTokenException")
        code, text = self.error_of(self.send("ListClusters", {}, key=("AKIANOBODY", "x" * 40)))
        self.assertEqual(code, "UnrecognizedClientException")
        self.assertEqual(text, "The security token included in the request is invalid.")
        code, text = self.error_of(self.send("ListClusters", {}, key=(ROOT_KEY[0], "x" * 40)))
        self.assertEqual(code, "InvalidSignatureException")
        self.assertTrue(text.startswith("The request signature we calculated does not match"), text)
        code, text = self.error_of(self.send("ListClusters", {},
                                             shift=-datetime.timedelta(minutes=20)))
        self.assertEqual(code, "InvalidSignatureException")
        self.assertTrue(text.startswith("Signature expired: "), text)
        code, text = self.error_of(self.send("ListClusters", {}, service="monitoring"))
        self.assertEqual((code, text), ("InvalidSignatureException",
                                        "Credential should be scoped to correct service: 'ecs'."))

    def test_unknown_operations_and_members(self):
        code, text = self.error_of(self.send("MakeCoffee", {}))
        self.assertEqual(code, "UnknownOperationException")
        self.assertIn("MakeCoffee", text)
        code, text = self.error_of(self.send("CreateCapacityProvider", {"name": "x"}))
        self.assertEqual(code, "UnsupportedOperationException")
        self.assertIn("CreateCapacityProvider", text)
        code, text = self.error_of(self.send("CreateCluster", {"clusterNmae": "x"}))
        self.assertIn("clusterNmae", text)

    def test_wrong_types_and_values(self):
        code, text = self.error_of(self.send("CreateCluster", {"clusterName": 3}))
        self.assertEqual(code, "SerializationException")
        code, _ = self.error_of(self.send("CreateCluster", b"{not json"))
        self.assertEqual(code, "SerializationException")
        code, text = self.error_of(self.send("RunTask", {"taskDefinition": "x",
                                                         "launchType": "MOON"}))
        self.assertIn("launchType", text)
        self.assertIn("1 validation error detected: Value 'MOON' at 'launchType' failed to satisfy "
                      "constraint: Member must satisfy enum value set", text)
        code, text = self.error_of(self.send("RunTask", {}))
        self.assertIn("taskDefinition", text)
        _, _, body = self.send("ListClusters", {})
        self.assertEqual(body, {"clusterArns": []})

    def test_packed_bodies(self):
        status, _, body = self.send("DescribeClusters", gzip.compress(b'{"clusters":["x"]}'),
                                    headers={"Content-Encoding": "gzip"})
        self.assertEqual((status, body["failures"][0]["reason"]), (200, "MISSING"))
        code, _ = self.error_of(self.send("DescribeClusters", b"not gzip",
                                          headers={"Content-Encoding": "gzip"}))
        self.assertEqual(code, "SerializationException")
        bomb = gzip.compress(b" " * (64 * 1024 * 1024))
        status, _, _ = self.send("DescribeClusters", bomb, headers={"Content-Encoding": "gzip"})
        self.assertEqual(status, 413)

    def test_query_services_answer_in_xml(self):
        sts = self.server.client("sts", key=("AKIANOBODY", "x" * 40))
        self.refused("InvalidClientTokenId", sts.get_caller_identity)
        identity = self.server.client("sts").get_caller_identity()
        self.assertEqual(identity["Arn"], "arn:aws:iam::000000000000:root")

    def test_health_needs_no_signature(self):
        with urllib.request.urlopen(self.server.endpoint + "/_berth/health", timeout=5) as answer:
            self.assertEqual(answer.status, 200)


if __name__ == "__main__":
    unittest.main()

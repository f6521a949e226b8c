"""Calls of ECS as boto3 makes them, but of operations and members that an older boto3 lacks."""
import json
import urllib.error
import urllib.request

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError


def call_ecs(endpoint, key, operation, members):
    request = AWSRequest("POST", endpoint + "/", {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AmazonEC2ContainerServiceV20141113." + operation}, json.dumps(members))
    SigV4Auth(Credentials(*key), "ecs", "us-east-1").add_auth(request)
    sent = urllib.request.Request(request.url, request.body, dict(request.headers))
    try:
        with urllib.request.urlopen(sent, timeout=20) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        told = json.load(error)
        raise ClientError({"Error": {"Code": told["__type"], "Message": told["message"]}},
                          operation) from None

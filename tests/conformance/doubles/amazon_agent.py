"""Amazon's ECS agent as a server sees it: its requests, query strings, frames and their order,
after a trace of the real one. It keeps no containers; a test says what becomes of a task."""
import base64
import json
import os
import socket
import struct
import urllib.error
import urllib.parse
import urllib.request
import uuid

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

VERSION, HASH, DOCKER = "1.101.2", "13d0cb7d", "20.10.24+dfsg1"
USER_AGENT = f"Amazon ECS Agent - v{VERSION} ({HASH}) (linux; LINUX) (+http://aws.amazon.com/ecs/)"
TARGET = "AmazonEC2ContainerServiceV20141113."
PORTS = ["22", "2375", "2376", "51678", "51679"]
VALUED = {"ecs.os-type": "linux", "ecs.os-family": "LINUX", "ecs.os-type-detailed": "LINUX"}
PLAIN = (
    ["ecs.capability." + name for name in (
        "private-registry-authentication.secretsmanager", "secrets.ssm.environment-variables",
        "secrets.ssm.bootstrap.log-driver", "ecr-endpoint", "container-ordering", "full-sync",
        "env-files.s3", "network.container-port-range", "container-restart-policy",
        "execution-role-ecr-pull", "docker-plugin.local", "task-cpu-mem-limit",
        "container-health-check")]
    + ["com.amazonaws.ecs.capability." + name for name in (
        "ecr-auth", "privileged-container", "logging-driver.json-file", "logging-driver.none")]
    + [f"com.amazonaws.ecs.capability.docker-remote-api.{version}" for version in (
        "1.17", "1.18", "1.19", "1.20", "1.21", "1.22", "1.23", "1.24", "1.25")])
FRAME_DEADLINE = 20.0


class Refused(Exception):
    """An error answer of the API: `code` and message."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code = code


class HandshakeRefused(Exception):
    """The server answered the handshake with another status than 101."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class AmazonAgent:
    def __init__(self, endpoint, key, cluster, region="us-east-1", *, cpu=2048, memory=4096,
                 attributes=None):
        """`attributes` are what ECS_INSTANCE_ATTRIBUTES and the machine itself add."""
        self.cpu, self.memory = cpu, memory
        self.attributes = {**VALUED, **(attributes or {})}
        self.endpoint = endpoint
        self.credentials = Credentials(*key)
        self.cluster = cluster
        self.region = region
        self.arn = None
        self.connected_before = False

    def sign(self, request, region=None):
        SigV4Auth(self.credentials, "ecs", region or self.region).add_auth(request)

    def call(self, operation, body):
        headers = {"Content-Type": "application/x-amz-json-1.1", "User-Agent": USER_AGENT,
                   "X-Amz-Target": TARGET + operation, "Amz-Sdk-Request": "attempt=1; max=2",
                   "Amz-Sdk-Invocation-Id": str(uuid.uuid4())}
        request = AWSRequest("POST", self.endpoint + "/", headers, json.dumps(body))
        self.sign(request)
        sent = urllib.request.Request(request.url, request.body, dict(request.headers))
        try:
            with urllib.request.urlopen(sent, timeout=FRAME_DEADLINE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            told = json.load(error)
            raise Refused(told["__type"], told.get("message", "")) from None

    def register(self):
        attributes = [{"name": name} for name in PLAIN]
        attributes += [{"name": name, "value": value} for name, value in self.attributes.items()]
        request = {
            "cluster": self.cluster, "clientToken": str(uuid.uuid4()),
            "instanceIdentityDocument": "", "instanceIdentityDocumentSignature": "",
            "totalResources": [
                {"name": "CPU", "type": "INTEGER", "integerValue": self.cpu},
                {"name": "MEMORY", "type": "INTEGER", "integerValue": self.memory},
                {"name": "PORTS", "type": "STRINGSET", "stringSetValue": PORTS},
                {"name": "PORTS_UDP", "type": "STRINGSET", "stringSetValue": []}],
            "attributes": attributes}
        if self.arn:
            request["containerInstanceArn"] = self.arn
        instance = self.call("RegisterContainerInstance", request)["containerInstance"]
        self.arn = instance["containerInstanceArn"]
        return instance

    def discover(self):
        return self.call("DiscoverPollEndpoint", {
            "cluster": self.cluster, "containerInstance": self.arn, "zoneId": ""})

    def open_control(self):
        query = {"agentHash": HASH, "agentVersion": VERSION, "clusterArn": self.cluster,
                 "containerInstanceArn": self.arn, "dockerVersion": f"DockerVersion: {DOCKER}",
                 "protocolVersion": "2", "seqNum": "1",
                 "sendCredentials": "false" if self.connected_before else "true"}
        channel = self.open(self.discover()["endpoint"], query)
        self.connected_before = True
        return channel

    def open_telemetry(self):
        query = {"agentHash": HASH, "agentVersion": VERSION, "cluster": self.cluster,
                 "containerInstance": self.arn, "dockerVersion": DOCKER}
        return self.open(self.discover()["telemetryEndpoint"], query)

    def open(self, base, query, signed=True):
        """Sent with `+` for a blank, but signed with `%20`, as Go does."""
        base += "ws?" if base.endswith("/") else "/ws?"
        told = urllib.parse.urlencode(sorted(query.items()))
        request = AWSRequest("GET", base + told.replace("+", "%20"))
        if signed:
            self.sign(request)
        return Channel(base + told, dict(request.headers))

    def report(self, task, status, containers, **more):
        """SubmitTaskStateChange; the answer's content is not looked at, as the agent does not."""
        return self.call("SubmitTaskStateChange", {
            "cluster": self.cluster, "task": task, "status": status, "reason": "",
            "containers": containers, **more})

    def acknowledge(self, channel, message):
        channel.send("AckRequest", {
            "cluster": message["clusterArn"], "containerInstance": message["containerInstanceArn"],
            "messageId": message["messageId"]})


class Channel:
    """A websocket whose frames are {"type": …, "message": …}."""

    def __init__(self, url, headers):
        where = urllib.parse.urlsplit(url)
        self.host, self.path = where.netloc, f"{where.path}?{where.query}"
        self.socket = socket.create_connection((where.hostname, where.port), FRAME_DEADLINE)
        self.received = b""
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {where.netloc}", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode()]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.accept()

    def accept(self):
        while b"\r\n\r\n" not in self.received:
            self.read_more()
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        status = int(head.split()[1])
        if status == 101:
            return
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                      if line.lower().startswith(b"content-length"))
        body = self.take(length).decode()
        self.close()
        raise HandshakeRefused(status, body)

    def read_more(self):
        more = self.socket.recv(65536)
        if not more:
            raise EOFError("the server closed the connection")
        self.received += more

    def take(self, size):
        while len(self.received) < size:
            self.read_more()
        taken, self.received = self.received[:size], self.received[size:]
        return taken

    def write(self, opcode, payload):
        size = len(payload)
        head = bytes([0x80 | opcode])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 65536:
            head += struct.pack("!BH", 0x80 | 126, size)
        else:
            head += struct.pack("!BQ", 0x80 | 127, size)
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.socket.sendall(head + mask + masked)

    def send(self, kind, message):
        self.write(1, json.dumps({"type": kind, "message": message}).encode())

    def send_telemetry(self, kind, message):
        """With the header block that precedes the JSON on this socket."""
        body = json.dumps({"type": kind, "message": message})
        block = f"Authorization: AWS4-HMAC-SHA256 …\r\nHost: {self.host}\r\nX-Amz-Date: x\r\n\r\n"
        self.write(1, (block + body).encode())

    def receive(self):
        """The next frame as (type, message); pings are answered meanwhile."""
        while True:
            first, second = self.take(2)
            size = second & 0x7F
            if size == 126:
                size = struct.unpack("!H", self.take(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", self.take(8))[0]
            payload = self.take(size)
            if first & 0x0F == 9:
                self.write(10, payload)
            elif first & 0x0F == 8:
                raise EOFError(f"closed by the server: {payload[2:].decode()}")
            else:
                frame = json.loads(payload)
                return frame["type"], frame["message"]

    def expect(self, kind):
        """The next message of a kind; others that may come in between are passed over."""
        while True:
            found, message = self.receive()
            if found == kind:
                return message

    def close(self):
        """As the agent ends: no close frame."""
        self.socket.close()

"""Network modes, ports, names."""
from container_fields.checks import (
    Row, container, created_after, docker_matches, docker_says, expect, inside, serves, serves_at,
    shell, told, told_like)

WEB = "busybox httpd -f -p 80 -h /etc"
# Some kernels give each network tunnels of their own.
LOOPBACK_ALONE = r"(?s)^(?!.*eth0).*lo\n.*exit 0"

def a_block_of_ports(seen):
    """The range is told as one binding, and its second port serves a file."""
    single, ranged = sorted(
        seen.told_fully("app")["networkBindings"], key=lambda each: "hostPortRange" in each)
    expect(ranged.keys() == {"bindIP", "containerPortRange", "hostPortRange", "protocol"}
           and single["containerPort"] == 90, f"bindings: {single} {ranged}")
    first, last = [int(port) for port in ranged["hostPortRange"].split("-")]
    expect(ranged["containerPortRange"] == "79-82" and last - first == 3, f"a block: {ranged}")
    serves_at(first + 1)


ROWS = [
    Row("networkMode bridge, which is the default", {},
        [docker_says("HostConfig.NetworkMode", "bridge"), inside("ls /sys/class/net", "eth0")]),
    Row("networkMode host", {},
        [docker_says("HostConfig.NetworkMode", "host"),
         inside("test -e /sys/class/net/docker0", "exit 0")],
        task={"networkMode": "host"}),
    Row("networkMode none", {},
        [docker_says("HostConfig.NetworkMode", "none"),
         inside("ls /sys/class/net", LOOPBACK_ALONE)], task={"networkMode": "none"}),
    Row("networkMode awsvpc",
        {"systemControls": [{"namespace": "net.ipv4.ip_default_ttl", "value": "34"}]},
        [docker_matches("HostConfig.NetworkMode", "^container:"),
         told_like("networkInterfaces.0.privateIpv4Address", r"^172\.31\."),
         inside("ip -4 addr show eth0", r"inet 172\.31\."),
         inside("cat /proc/sys/net/ipv4/ip_default_ttl", "^34\n")],
        task={"networkMode": "awsvpc"}),
    Row("portMappings: a dynamic port of the host",
        {"portMappings": [{"containerPort": 80}], "command": shell(WEB)}, [serves]),
    Row("portMappings: a containerPortRange gets a block of the host's ports",
        {"portMappings": [{"containerPortRange": "79-82"}, {"containerPort": 90}],
         "command": shell(WEB)}, [a_block_of_ports]),
    Row("links", {"links": ["db:database", "db"]},
        [inside("cat /etc/hosts", r"(?s)\sdatabase\s.*exit 0"),
         docker_matches("HostConfig.Links", ":/ecs-[^/]*/database'")],
        [created_after("db", "start")], [container("db")]),
    Row("hostname", {"hostname": "box"}, [inside("hostname", "^box\n")]),
    Row("dnsServers and dnsSearchDomains",
        {"dnsServers": ["10.0.0.53"], "dnsSearchDomains": ["example.test"]},
        [inside("cat /etc/resolv.conf",
                r"(?s)nameserver 10\.0\.0\.53.*search example\.test|"
                r"search example\.test.*nameserver 10\.0\.0\.53")]),
    Row("dnsServers and dnsSearchDomains with networkMode awsvpc",
        {"dnsServers": ["10.0.0.54"], "dnsSearchDomains": ["vpc.test"]},
        # Docker's own server stands in the file, and asks the given one.
        [docker_says("HostConfig.Dns", ["10.0.0.54"], "~internal~ecs~pause"),
         inside("cat /etc/resolv.conf", r"search vpc\.test")],
        task={"networkMode": "awsvpc"}),
    Row("extraHosts", {"extraHosts": [{"hostname": "friend", "ipAddress": "10.1.2.3"}]},
        [inside("cat /etc/hosts", r"10\.1\.2\.3\s+friend")]),
    Row("systemControls",
        {"systemControls": [{"namespace": "net.ipv4.ip_default_ttl", "value": "33"}]},
        [inside("cat /proc/sys/net/ipv4/ip_default_ttl", "^33\n")]),
    Row("disableNetworking", {"disableNetworking": True},
        [docker_says("Config.NetworkDisabled", True),
         inside("ls /sys/class/net", LOOPBACK_ALONE)]),
]


def rows(ports):
    """With the rows that need two free ports of this host."""
    return [
        *ROWS,
        Row("portMappings: a fixed port of the host",
            {"portMappings": [{"containerPort": 80, "hostPort": ports[0]}],
             "command": shell(WEB)},
            [serves, told("networkBindings", [
                {"bindIP": "0.0.0.0", "containerPort": 80, "hostPort": ports[0],
                 "protocol": "tcp"}])]),
        Row("portMappings: udp",
            {"portMappings": [{"containerPort": 53, "hostPort": ports[1], "protocol": "udp"}]},
            [told("networkBindings.0.hostPort", ports[1]),
             told("networkBindings.0.protocol", "udp")]),
    ]

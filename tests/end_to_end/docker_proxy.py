"""Stands before Docker's socket and holds one chosen request, so that a test can act then."""
import contextlib
import os
import re
import shutil
import socket
import tempfile
import threading

HELD_MAX = 60.0


class Trap:
    """Holds the n-th request that fits: before Docker hears of it, or its answer afterwards."""

    def __init__(self, pattern, count, moment):
        self.pattern = re.compile(pattern)
        self.left = count
        self.moment = moment
        self.reached = threading.Event()
        self.released = threading.Event()

    def catches(self, request_line):
        if self.left == 0 or not self.pattern.match(request_line):
            return False
        self.left -= 1
        return self.left == 0

    def hold(self):
        self.reached.set()
        self.released.wait(HELD_MAX)


class DockerProxy:
    def __init__(self, engine_socket):
        self.engine_socket = engine_socket
        self.folder = tempfile.mkdtemp(prefix="berth-proxy-")
        self.path = os.path.join(self.folder, "docker.sock")
        self.trap = None
        self.lock = threading.Lock()
        self.requests = []
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(self.path)
        self.listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    def set_trap(self, pattern, count=1, moment="before"):
        """`pattern` begins with the method: "POST /v[^/]+/containers/create"."""
        with self.lock:
            self.trap = Trap(pattern, count, moment)
            return self.trap

    def close(self):
        if self.trap:
            self.trap.released.set()
        # Wakes the accepting thread, which a close alone would not.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client, contextlib.suppress(OSError):
            request = _read_request(client)
            if request:
                self._carry(client, request)

    def _carry(self, client, request):
        line = request.split(b"\r\n", 1)[0].decode()
        with self.lock:
            self.requests.append(line)
            trap = self.trap if self.trap and self.trap.catches(line) else None
        if trap and trap.moment == "before":
            trap.hold()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as engine:
            engine.connect(self.engine_socket)
            engine.sendall(request)
            if trap and trap.moment == "after":
                answer = b"".join(iter(lambda: engine.recv(65536), b""))
                trap.hold()
                client.sendall(answer)
                return
            for part in iter(lambda: engine.recv(65536), b""):
                client.sendall(part)


def _read_request(client):
    """One request whole; the connection ends after it, so that its answer ends with the stream."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = client.recv(65536)
        if not part:
            return b""
        data += part
    head, body = data.split(b"\r\n\r\n", 1)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    length = next((int(line.split(b":")[1]) for line in lines
                   if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += client.recv(65536)
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body

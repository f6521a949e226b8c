"""A small image registry on loopback (Docker Registry HTTP API V2, pulls only), for tests that move
a tag, take an image away, refuse a pull or count them."""
import gzip
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import busybox

MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
APPLETS = ("sh", "sleep", "echo", "cat", "true")


def digest_of(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


class Registry:
    def __init__(self):
        self.blobs, self.tags, self.denied = {}, {}, set()
        self.manifests_asked = []
        registry = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                registry.answer(self, body=True)

            def do_HEAD(self):
                registry.answer(self, body=False)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def push(self, name, tag, **environment):
        """Puts an image with these variables behind the tag; answers its digest."""
        plain = busybox.archive(APPLETS)
        packed = gzip.compress(plain, mtime=0)
        config = json.dumps({
            "architecture": "amd64", "os": "linux",
            "config": {"Env": ["PATH=/bin", *(f"{key}={value}"
                                              for key, value in environment.items())]},
            "rootfs": {"type": "layers", "diff_ids": [digest_of(plain)]}}).encode()
        manifest = json.dumps({
            "schemaVersion": 2, "mediaType": MANIFEST,
            "config": {"mediaType": "application/vnd.docker.container.image.v1+json",
                       "size": len(config), "digest": digest_of(config)},
            "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                        "size": len(packed), "digest": digest_of(packed)}]}).encode()
        for blob in (packed, config, manifest):
            self.blobs[digest_of(blob)] = blob
        self.tags[name, tag] = digest_of(manifest)
        return digest_of(manifest)

    def answer(self, request, body):
        status, kind, data = self.look_up(request.path)
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(data)))
        request.send_header("Docker-Content-Digest", digest_of(data))
        request.end_headers()
        if body:
            request.wfile.write(data)

    def look_up(self, path):
        if path == "/v2/":
            return 200, "application/json", b"{}"
        name, kind, reference = path.removeprefix("/v2/").rsplit("/", 2)
        if name in self.denied:
            return self.refusal(403, "DENIED", "requested access to the resource is denied")
        if kind == "manifests":
            self.manifests_asked.append((name, reference))
            data = self.blobs.get(self.tags.get((name, reference), reference))
            if data is None:
                return self.refusal(404, "MANIFEST_UNKNOWN", "manifest unknown")
            return 200, MANIFEST, data
        data = self.blobs.get(reference)
        if data is None:
            return self.refusal(404, "BLOB_UNKNOWN", "blob unknown to registry")
        return 200, "application/octet-stream", data

    @staticmethod
    def refusal(status, code, message):
        text = json.dumps({"errors": [{"code": code, "message": message}]})
        return status, "application/json", text.encode()

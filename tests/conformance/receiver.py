"""An HTTP receiver of events on a free loopback port, which answers as it is told to."""
import http.server
import json
import threading
import time

DEADLINE = 30.0


class Receiver:
    def __init__(self):
        self.requests = []
        self.statuses = []
        self._changed = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(receiver.note(self.path, dict(self.headers), body))
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_PUT = do_POST

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                """A server that is killed resets its connections."""

        self.http = Server(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def note(self, path, headers, body):
        with self._changed:
            status = self.statuses.pop(0) if self.statuses else 200
            self.requests.append((path, headers, body.decode(), status))
            self._changed.notify_all()
            return status

    def events(self):
        """Those that were taken, once each, in order."""
        seen, events = set(), []
        with self._changed:
            for _, _, body, status in self.requests:
                event = json.loads(body)
                if status == 200 and event["id"] not in seen:
                    seen.add(event["id"])
                    events.append(event)
        return events

    def until(self, what, look):
        """What `look` finds in this receiver, looked for after each request."""
        end = time.monotonic() + DEADLINE
        while not (found := look()):
            with self._changed:
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"{what}: {len(self.requests)} requests, at last "
                                         f"{self.requests[-1:]}")
                self._changed.wait(min(left, 0.2))
        return found

    def close(self):
        self.http.shutdown()
        self.http.server_close()

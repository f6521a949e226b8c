"""Where log drivers send what containers write: a socket for datagrams and one for connections."""
import socket
import threading


class LogReceiver:
    """Keeps what comes on either of its two ports, as it comes."""

    def __init__(self):
        self.messages = []
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(("127.0.0.1", 0))
        self.udp_port = self.datagrams.getsockname()[1]
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.tcp_port = self.listener.getsockname()[1]
        self.connections = []
        self.threads = []
        self.begin(self.read, self.datagrams)
        self.begin(self.accept)

    def begin(self, work, *arguments):
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def read(self, source):
        """Until the other side, or close(), ends it; an empty datagram ends it too."""
        while True:
            try:
                message = source.recv(65536)
            except OSError:
                return
            if not message:
                return
            self.messages.append(message.decode(errors="replace"))

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            self.begin(self.read, connection)

    def close(self):
        self.datagrams.sendto(b"", ("127.0.0.1", self.udp_port))
        for each in [self.listener, *self.connections]:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # The other side was first.
        for thread in self.threads:
            thread.join()
        for each in [self.datagrams, self.listener, *self.connections]:
            each.close()

"""The proxy of a hosting platform: ends TLS and says so in a header.

    python proxy.py PORT LISTEN AUTHORITY

passes on what comes in at https://localhost:LISTEN/ and at http://localhost:LISTEN/ to the project on PORT, until it
is ended. One port serves both, so that a redirect from one to the other arrives. Who is to trust its certificate
finds the authority in the file AUTHORITY.
"""

import http.client
import socket
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

TLS_HANDSHAKE = b"\x16"
HOP_BY_HOP = {"connection", "transfer-encoding", "server", "date"}


class Proxy(ThreadingHTTPServer):
    """Passes requests on to a port of this machine."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, listen: int, authority: trustme.CA) -> None:
        self.upstream = port
        self.certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self.certificate)
        super().__init__(("127.0.0.1", listen), Handler)

    def finish_request(self, request: socket.socket, client_address: object) -> None:
        if request.recv(1, socket.MSG_PEEK) == TLS_HANDSHAKE:
            request = self.certificate.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is nothing to report."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream)
        scheme = "https" if isinstance(self.request, ssl.SSLSocket) else "http"
        headers = {**self.headers, "X-Forwarded-Proto": scheme, "Connection": "close"}
        upstream.request(self.command, self.path, body, headers)
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else None
        self.send_header("Content-Length", length or str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_OPTIONS = do_PUT = do_PATCH = do_DELETE = forward

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    authority = trustme.CA()
    authority.cert_pem.write_to_path(sys.argv[3])
    Proxy(int(sys.argv[1]), int(sys.argv[2]), authority).serve_forever()

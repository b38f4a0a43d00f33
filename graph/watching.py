"""A page that follows its data: a small server for this machine, and when to build again.

It answers nobody but the browser of whoever started it: it listens on the loopback address, takes
only requests that are addressed to that (a name that somebody points there is refused), gives two
addresses to GET and nothing else, and lets no other origin read what it gives.
"""

import os
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any, NamedTuple

from graph.loading import is_data_file

HOST = "127.0.0.1"
#: Asks for the version and loads the page anew when it is another one; an address stays.
_SCRIPT = """(() => {
"use strict";
const ask = async () => {
const answer = await fetch("/version", { cache: "no-store" }).catch(() => null);
if (answer?.ok && (await answer.text()) !== "VERSION") location.reload();
};
setInterval(() => document.hidden || ask(), 700);
document.addEventListener("visibilitychange", () => document.hidden || ask());
})();"""
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content="[^"]*?)script-src ')
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Watched(NamedTuple):
    """A page as it is served, and its version."""

    html: bytes
    version: str


class Server(ThreadingTCPServer):
    """Serves `page`, which may be replaced at any time."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would let others take the port over

    def __init__(self, port: int, page: Watched) -> None:
        """Listen on a port, 0 for a free one.

        Raises:
            OSError: The port is taken or not allowed.
        """
        super().__init__((HOST, port), _Handler)
        self.page = page

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that goes away: a tab that is closed is no mistake."""

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version = "whowhom"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        """Give the page or its version, to requests from this machine's own pages."""
        hosts = [[f"{name}:{self.server.port}"] for name in (HOST, "localhost")]
        if self.headers.get_all("Host") not in hosts:
            self._give(HTTPStatus.MISDIRECTED_REQUEST, b"this is not the host that you asked for\n")
        elif self._foreign():
            self._give(HTTPStatus.FORBIDDEN, b"this page is for itself alone\n")
        elif self.path == "/":
            self._give(HTTPStatus.OK, self.server.page.html, "text/html")
        elif self.path == "/version":
            self._give(HTTPStatus.OK, self.server.page.version.encode())
        else:
            self._give(HTTPStatus.NOT_FOUND, b"there is only /\n")

    def _foreign(self) -> bool:
        """Tell whether another origin asks; a link that somebody follows here is no such thing."""
        site = self.headers.get("Sec-Fetch-Site", "none")
        followed = self.headers.get("Sec-Fetch-Mode") == "navigate"
        return "Origin" in self.headers or (
            site not in ("none", "same-origin") and not (followed and self.path == "/")
        )

    def _give(self, status: HTTPStatus, body: bytes, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - inherited
        """Say nothing: a request is no news."""


def watched(page: str) -> Watched:
    """Add to a page what makes it follow its data: one script, allowed by its digest.

    Raises:
        ValueError: The page has no policy to allow it in.
    """
    version = sha256(page.encode()).hexdigest()[:16]
    script = _SCRIPT.replace("VERSION", version)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    allowed = rf"\1connect-src &#39;self&#39;; script-src &#39;sha256-{digest}&#39; "
    text, found = _POLICY.subn(allowed, page, count=1)
    head, end, tail = text.rpartition("</body>")
    if not (found and end):
        raise ValueError("the page has no policy or no end")
    return Watched(f"{head}<script>{script}</script>\n{end}{tail}".encode(), version)


def stamp(path: str, *more: str) -> tuple[tuple[object, ...], ...]:
    """Give what changes when a dataset's files do: names, times and sizes, what is gone by name.

    Args:
        path: A folder or one file, as for `graph.loading.load`.
        more: Other files.
    """
    try:
        names = sorted(filter(is_data_file, os.listdir(path))) if os.path.isdir(path) else [""]
    except OSError:
        return ()
    files = [os.path.join(path, name) if name else path for name in names]
    return tuple(map(_state, (*files, *more)))


def _state(file: str) -> tuple[object, ...]:
    try:
        found = os.stat(file)
    except OSError:
        return (file,)
    return file, found.st_mtime_ns, found.st_size, found.st_ino


def changes(
    path: str, wait: Callable[[], object], seen: tuple[tuple[object, ...], ...], *more: str
) -> None:
    """Return when the files are not as they were seen, and rest; `wait` comes before each look.

    A program that saves a file may empty it first: what is half written must not become a page.
    """
    while (now := stamp(path, *more)) == seen:
        wait()
    wait()
    while (then := stamp(path, *more)) != now:
        now = then
        wait()

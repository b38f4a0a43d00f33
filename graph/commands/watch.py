"""``map --watch``: the page is served on this machine, and again when the data changes."""

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import click

from graph.commands.common import open_graph, tell_path, write
from graph.commands.exits import INTERRUPTED, USAGE, Failure
from graph.commands.output import say
from graph.keeping import kept_file
from graph.model import ActorGraph
from graph.watching import HOST, Server, changes, stamp, watched

#: Seconds between two looks at the files.
PAUSE = 0.5


def follow(  # noqa: PLR0913 - what was asked for
    data: str,
    draw: Callable[[ActorGraph], str | bytes],
    output: str,
    port: int,
    *,
    show: bool,
    lenient: bool,
) -> None:
    """Write and serve the page until Ctrl-C; broken data leaves the last good page.

    Args:
        data: The dataset's folder or file.
        draw: Makes the page.
        output: Where it is written, without what makes it follow the data.
        port: 0 for a free one.
        show: Open it in the browser.
        lenient: Draw from the good entries of broken data.
    """

    def build() -> str:
        page = str(draw(open_graph(data, "map", lenient=lenient)))
        write(output, page, "name another file with -o")
        return page

    try:
        kept = kept_file(data)
        seen = stamp(data, kept)
        server = _server(port, build())
        with _serving(server):
            tell_path(output)
            say(f"{server.url} follows {data}; Ctrl-C ends it")
            if show and click.launch(server.url) != 0:
                say("no browser could be started; open the address by hand")
            while True:
                changes(data, lambda: time.sleep(PAUSE), seen, kept)
                seen = stamp(data, kept)
                _renew(server, build)
    except KeyboardInterrupt:
        say("ended")
        raise click.exceptions.Exit(INTERRUPTED) from None


@contextmanager
def _serving(server: Server) -> Iterator[None]:
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _server(port: int, page: str) -> Server:
    try:
        return Server(port, watched(page))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        if error.errno == errno.EADDRINUSE:
            reason = "it is in use"
        said = f"cannot listen on {HOST}, port {port}: {reason}; name another --port, or none"
        raise Failure(said, USAGE) from None


def _renew(server: Server, build: Callable[[], str]) -> None:
    try:
        server.page = watched(build())
    except Failure as failure:
        say(failure.format_message())
        say("the page stays as it was")
    else:
        say("the data changed; the page is new")

"""``map --watch``: a page on this machine alone that follows its data."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread

import pytest

from conftest import ROOT
from graph.dates import parse_date
from graph.drawing import draw
from graph.model import Actor, ActorGraph
from graph.watching import HOST, Server, changes, stamp, watched

DATA = "actors: [{id: a, name: Alpha}, {id: b, name: Beta}]\n"
GRAPH = ActorGraph.of([Actor("a", "Alpha", "state")])
PAGE = draw(GRAPH, as_of=parse_date("2005"), positions={"a": (0, 0)})
#: Seconds after which something that should have happened has not.
LONG = 60


@pytest.fixture
def server():
    with Server(0, watched(PAGE)) as made:
        Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield made
        made.shutdown()


def ask(port, path="/", method="GET", **headers):
    connection = http.client.HTTPConnection(HOST, port, timeout=LONG)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host="Host" in named)
    for name, value in named.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body, answer.headers


def test_it_gives_the_page_and_its_version_and_nothing_else(server):
    status, page, headers = ask(server.port)
    assert (status, page) == (200, server.page.html.decode())
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert ask(server.port, "/version")[:2] == (200, server.page.version)
    for path in ("/map.html", "/../etc/passwd", "/version/", "/?x"):
        assert ask(server.port, path)[0] == 404
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"):
        assert ask(server.port, method=method)[0] == 501


def test_it_listens_on_the_loopback_address_alone(server):
    assert server.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{}", 200),
        ("localhost:{}", 200),
        ("evil.example:{}", 421),
        ("127.0.0.1", 421),
        ("127.0.0.1:1", 421),
        ("127.0.0.1:{}.evil.example", 421),
        ("", 421),
    ],
)
def test_a_request_for_another_host_is_refused(server, host, status):
    answer, body, _ = ask(server.port, Host=host.format(server.port))
    assert answer == status
    assert ("Alpha" in body) == (status == 200)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"}, 403),
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"}, 403),
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors"}, 200),
        ({"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 200),
    ],
)
def test_another_origin_is_refused_but_a_link_may_be_followed(server, headers, status):
    assert ask(server.port, **headers)[0] == status
    if headers.get("Sec_Fetch_Mode") != "navigate":
        assert ask(server.port, "/version", **headers)[0] == status


@pytest.mark.parametrize("path", ["/", "/version", "/gone"])
def test_no_other_origin_may_read_or_frame_or_keep_an_answer(server, path):
    headers = ask(server.port, path)[2]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert headers["Cache-Control"] == "no-store"
    assert not [name for name in headers if name.lower().startswith("access-control")]
    assert "Python" not in headers["Server"]


def test_the_page_is_the_written_one_with_one_script_more():
    served = watched(PAGE).html.decode()
    assert served.count("<script>") == PAGE.count("<script>") + 1
    assert "connect-src" not in PAGE
    assert served.count("connect-src &#39;self&#39;; script-src &#39;sha256-") == 1
    assert "unsafe" not in served.split("</head>", maxsplit=1)[0]
    assert watched(PAGE) == watched(PAGE)
    assert watched(PAGE).version != watched(PAGE.replace("Alpha", "Omega")).version


@pytest.mark.parametrize("page", ["<html></body>", PAGE.rpartition("</body>")[0]])
def test_a_page_without_a_policy_or_an_end_cannot_follow(page):
    with pytest.raises(ValueError, match="no policy or no end"):
        watched(page)


def test_a_stamp_changes_with_the_data_files_and_with_nothing_else(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(DATA, encoding="utf-8")
    first = stamp(str(tmp_path))
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / ".a.yaml.swp.yaml").write_text("x", encoding="utf-8")
    assert stamp(str(tmp_path)) == first
    assert stamp(str(file)) == first
    file.write_text(DATA + "# more\n", encoding="utf-8")
    written = stamp(str(tmp_path))
    (tmp_path / "b.yml").write_text("", encoding="utf-8")
    added = stamp(str(tmp_path))
    file.unlink()
    removed, gone = stamp(str(tmp_path)), stamp(str(file))
    assert len({first, written, added, removed, gone}) == 5


def test_changes_waits_until_the_files_differ_and_rest(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("", encoding="utf-8")
    looks = []

    def wait():
        looks.append(1)
        if len(looks) in (3, 4):  # a program empties the file first, or writes it in parts
            file.write_text(DATA[: 10 ** len(looks)], encoding="utf-8")
            os.utime(file, ns=(0, len(looks)))

    changes(str(tmp_path), wait, stamp(str(tmp_path)))
    assert len(looks) == 5


# The whole program, in a process of its own.


class Program:
    """``whowhom map --watch`` and what it says on stderr, line by line."""

    def __init__(self, process):
        self.process, self.lines = process, Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stderr:
            self.lines.put(line)

    def said(self, pattern):
        """Give the match in the first line that has one; it comes in time."""
        until, told = time.monotonic() + LONG, []
        while time.monotonic() < until:
            try:
                told.append(self.lines.get(timeout=1))
            except Empty:
                continue
            if found := re.search(pattern, told[-1]):
                return found
        pytest.fail(f"{pattern} is not in {told}")


@contextmanager
def watching(folder, *more):
    command = [sys.executable, "-m", "graph", "map", "--watch", "-d", str(folder), *more]
    process = subprocess.Popen(
        command,
        cwd=folder.parent,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Program(process)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_it_follows_the_data_keeps_the_last_good_page_and_ends_quietly(dataset):
    folder = dataset(DATA)
    with watching(folder) as program:
        port = int(program.said(r"http://127\.0\.0\.1:(\d+)/ follows")[1])
        first = ask(port, "/version")[1]
        assert "Alpha" in ask(port)[1]

        dataset(DATA.replace("Alpha", "Omega"))
        program.said("the page is new")
        second = ask(port, "/version")[1]
        assert second != first
        assert "Omega" in ask(port)[1]
        written = (folder.parent / "map.html").read_text(encoding="utf-8")
        assert "Omega" in written
        assert "connect-src" not in written

        dataset(DATA.replace("name: Beta", "nome: Beta"))
        program.said(r'data\.yaml:1:\d+: unknown-field: "nome"')
        program.said("the page stays as it was")
        assert ask(port, "/version")[1] == second

        dataset(DATA)
        program.said("the page is new")
        assert ask(port, "/version")[1] == first

        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(LONG) == 130
        program.said("^whowhom: ended$")
        assert "Traceback" not in "".join(list(program.lines.queue))


def test_each_change_is_told_and_an_interrupt_ends_it_as_everywhere(
    run, dataset, monkeypatch, tmp_path
):
    folder, opened = dataset(DATA), []
    turns = iter([DATA.replace("Alpha", "Omega"), "actors: [{id: a}]\n"])

    def change(*_given):
        text = next(turns, None)
        if text is None:
            raise KeyboardInterrupt
        dataset(text)

    monkeypatch.setattr("graph.commands.watch.changes", change)
    monkeypatch.setattr("click.launch", lambda url: opened.append(url) or 1)
    result = run("map", "--watch", "--open", "-d", folder)
    assert (result.exit_code, result.stdout) == (130, f"{tmp_path / 'map.html'}\n")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", opened[0])
    lines = [line.removeprefix("whowhom: ") for line in result.stderr.splitlines()]
    told = [line for line in lines if not line.startswith("laying out")]
    assert told[:3] == [
        f"{opened[0]} follows {folder}; Ctrl-C ends it",
        "no browser could be started; open the address by hand",
        "the data changed; the page is new",
    ]
    assert 'missing-field: an actor needs "name"' in told[3]
    assert told[5:] == ["the page stays as it was", "ended"]
    assert "Omega" in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_a_port_in_use_is_one_line(run, dataset):
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        result = run("map", "--watch", "--port", port, "-d", dataset(DATA))
    assert result.exit_code == 2
    line = f"cannot listen on 127.0.0.1, port {port}: it is in use; name another --port, or none"
    assert result.stderr.splitlines()[-1] == f"whowhom: {line}"


def test_data_that_is_broken_from_the_start_is_not_served(run, dataset, tmp_path):
    result = run("map", "--watch", "-d", dataset("actors: [{id: a}]\n"))
    assert result.exit_code == 3
    assert "missing-field" in result.stderr
    assert not (tmp_path / "map.html").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--watch", "-o", "x.svg"], "--watch shows the page"),
        (["--watch", "-o", "-"], "--watch shows the page"),
        (["--port", "8000"], "--port is for --watch"),
        (["--watch", "--port", "70000"], "Invalid value for '--port'"),
        (["--watch", "--port", "x"], "Invalid value for '--port'"),
        (["--dark"], "--dark is for an .svg or .png"),
        (["--unfold"], "--unfold is for an .svg or .png"),
        (["-o", "map.pdf"], "name it *.html, *.svg or *.png"),
    ],
)
def test_options_that_do_not_fit_together_are_wrong_use(run, dataset, tmp_path, words, said):
    result = run("map", *words, "-d", dataset(DATA))
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["dataset"]


def test_another_file_beside_the_data_is_followed_too(tmp_path):
    (tmp_path / "a.yaml").write_text("actors: []")
    places = str(tmp_path / "positions.csv")
    before = stamp(str(tmp_path), places)
    (tmp_path / "positions.csv").write_text("actor,x,y,pinned")
    assert stamp(str(tmp_path), places) != before
    assert stamp(str(tmp_path)) == stamp(str(tmp_path))

"""What git says, and nothing that changes it. Only this module runs a program.

Git is only ever asked to name and print objects: no checkout, no lock, nothing is written, nothing
is fetched. Its own commands alone are run, and only such as start no other program whatever the
configuration and the attributes of a repository say: no diff in words, no hook, no filter, no
pager, no signature. A repository that git itself does not trust is not read.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from shlex import quote
from threading import Event, Thread
from time import monotonic
from typing import IO, Literal, Self, TypeAlias

from graph.decoding import printable

Code = Literal[
    "unknown-revision",
    "not-a-repository",
    "unsafe-repository",
    "git-missing",
    "git-failed",
    "lost-object",
    "no-data-at-revision",
    "no-common-ancestor",
    "unmerged",
    "ambiguous-side",
    "bad-date",
]
_Done: TypeAlias = "subprocess.CompletedProcess[bytes]"
#: Seconds that one call of git may take.
TIMEOUT = 60
#: Objects asked for at once: their names fit into the smallest pipe, so nobody waits for ever.
_CHUNK = 128
_EXITS = {"unknown-revision": 4, "no-common-ancestor": 4, "ambiguous-side": 2, "bad-date": 2}
#: What is kept of git's own variables: where its configuration is. Others would lead elsewhere,
#: as those do that a hook exports, or start programs.
_KEPT = {
    *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
    *("GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"),
}
_KEPT_BEGINS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
_SETTINGS = {
    # A partial clone would fetch what it lacks, by commands that its own settings name.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
#: None of the commands used here heeds these; should a later git do so, it finds nothing to run.
_UNSET = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.sshCommand=false", "-c", "protocol.allow=never", "-c", "log.showSignature=false"),
    *("-c", "submodule.recurse=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false"),
)


class VersionError(Exception):
    """A side that cannot be had; `str()` is one line: what, where, what to do.

    Attributes:
        code: A stable name of the kind of failure.
        exit_code: What the command line ends with: 2 usage, 3 no data, 4 unknown revision.
    """

    def __init__(self, message: str, code: Code) -> None:
        super().__init__(message)
        self.code = code
        self.exit_code = _EXITS.get(code, 3)


def line(output: bytes) -> str:
    """Give what git printed without its line end."""
    return os.fsdecode(output.removesuffix(b"\n"))


def output(folder: str, *words: str) -> bytes:
    """Give what git prints.

    Args:
        folder: In or below the repository.
        words: The command and its arguments; what users typed stands behind ``--end-of-options``.

    Raises:
        VersionError: It failed, or there is no repository, or no git.
    """
    return checked(folder, run(folder, *words))


def checked(folder: str, done: _Done) -> bytes:
    """Give what git printed, or fail in one line as it failed."""
    if not done.returncode:
        return done.stdout
    said = printable(done.stderr.decode(errors="replace").strip().partition("\n")[0])
    if "not a git repository" in said:
        where = f"{folder} is in no git repository; run git init there or compare two folders"
        raise VersionError(where, "not-a-repository")
    if "dubious ownership" in said:
        owned = f"the repository of {folder} belongs to another user, and git does not trust it"
        top = quote(said.partition(" at '")[2].removesuffix("'"))
        way = f"if you do, run git config --global --add safe.directory {top}"
        raise VersionError(f"{owned}; {way}", "unsafe-repository")
    if "safe.bareRepository" in said:
        bare = f"git reads no bare repository here, by safe.bareRepository: {folder}"
        raise VersionError(f"{bare}; clone it and ask there", "unsafe-repository")
    raise VersionError(f"git failed in {folder}: {said or done.returncode}", "git-failed")


def run(folder: str, *words: str, index: str = "") -> _Done:
    """Run git and wait for it, `TIMEOUT` seconds at most; its exit code is the caller's to judge.

    Args:
        folder: In or below the repository.
        words: As for `output`.
        index: A file to use as the index.

    Raises:
        VersionError: There is no git, or it took too long.
    """
    command, environment = _command(folder, words)
    if index:
        environment["GIT_INDEX_FILE"] = index
    try:
        return subprocess.run(  # noqa: S603 - no shell, and nothing of the user's is an option
            command, capture_output=True, timeout=TIMEOUT, check=False, env=environment
        )
    except OSError as error:
        raise _unstartable(error) from None
    except ValueError:  # a word that no program can be given: half a character, or a NUL in it
        said = f"git cannot be asked for {printable(repr(words[-1])[:60])}; write it without"
        raise VersionError(f"{said} the characters that are none", "unknown-revision") from None
    except subprocess.TimeoutExpired:
        said = f"git {words[0]} took over {TIMEOUT} seconds in {folder}; try it by hand"
        raise VersionError(said, "git-failed") from None


def lines(folder: str, *words: str) -> Iterator[str]:
    """Give the lines that git prints while it prints them; whoever stops asking ends it.

    Raises:
        VersionError: It failed, or there is no git.
    """
    process = _started(folder, words, subprocess.PIPE)
    try:
        for found in _pipe(process.stdout):
            yield line(found)
        _, said = process.communicate()
        checked(folder, subprocess.CompletedProcess([], process.returncode, b"", said))
    finally:
        _ended(process)


def merged_lines(base: bytes, ours: bytes, theirs: bytes, *how: str) -> bytes:
    """Merge three texts line by line.

    Args:
        base: What the others grew out of.
        ours: The first one.
        theirs: The second one.
        how: Options of ``git merge-file``: ``--ours`` takes ours where both changed the same
            lines, ``-L NAME`` names a side; without any, markers are written.

    Raises:
        VersionError: There is no git, or it cannot merge them (a file that is no text).
    """
    from tempfile import TemporaryDirectory  # noqa: PLC0415 - only a merge needs it

    with TemporaryDirectory() as folder:
        for name, content in (("ours", ours), ("base", base), ("theirs", theirs)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        done = run(folder, "merge-file", "-p", *how, "ours", "base", "theirs")
    if done.returncode > 127 or done.returncode < 0:  # noqa: PLR2004 - else the number of conflicts
        checked(folder, done)
    return done.stdout


class Objects:
    """The objects of a repository by their names, from two processes that live as long as this.

    A context manager. The names are object names, as git prints them.
    """

    def __init__(self, folder: str) -> None:
        """Take a folder in or below the repository."""
        self.folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._asked: float | None = None
        self._over = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        for process in self._processes.values():
            _ended(process)

    def sizes(self, names: Sequence[str]) -> list[int | None]:
        """Give how many bytes each has, in the order asked for; None: it is not here."""
        found = self._ask("--batch-check", names)
        return [int(size) if size.isdigit() else None for _, size, _ in found]

    def read(self, names: Sequence[str]) -> list[bytes]:
        """Give the contents of each, in the order asked for.

        Raises:
            VersionError: One of them is not here.
        """
        found = self._ask("--batch", names)
        for name, (_, size, _) in zip(names, found, strict=True):
            if not size.isdigit():
                said = f"git has no object {name} in {self.folder}; run git fsck"
                raise VersionError(said, "lost-object")
        return [content for _, _, content in found]

    def _ask(self, how: str, names: Sequence[str]) -> list[tuple[bytes, bytes, bytes]]:
        if not self._processes:
            Thread(target=self._watch, daemon=True).start()
        if how not in self._processes:
            self._processes[how] = _started(self.folder, ("cat-file", how), subprocess.DEVNULL)
        process = self._processes[how]
        found: list[tuple[bytes, bytes, bytes]] = []
        for start in range(0, len(names), _CHUNK):
            self._asked = monotonic()
            try:
                found += self._some(process, names[start : start + _CHUNK], whole=how == "--batch")
            except OSError:
                raise self._broken() from None
            finally:
                self._asked = None
        return found

    def _watch(self) -> None:
        """End processes that do not answer: reading from them would wait for ever."""
        while not self._over.wait(TIMEOUT / 10):
            asked = self._asked
            if asked is not None and monotonic() - asked > TIMEOUT:
                for process in list(self._processes.values()):
                    process.kill()

    def _some(
        self, process: "subprocess.Popen[bytes]", names: Sequence[str], *, whole: bool
    ) -> Iterator[tuple[bytes, bytes, bytes]]:
        asked, printed = _pipe(process.stdin), _pipe(process.stdout)
        asked.write("".join(f"{name}\n" for name in names).encode())
        asked.flush()
        for _ in names:
            head = printed.readline()
            if not head:
                raise self._broken()
            *_, kind, size = head.split()
            content = printed.read(int(size) + 1)[:-1] if whole and size.isdigit() else b""
            yield kind, size, content

    def _broken(self) -> VersionError:
        said = f"git cat-file ended or took over {TIMEOUT} seconds in {self.folder}; run git fsck"
        return VersionError(said, "git-failed")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise AssertionError
    return pipe


def _started(folder: str, words: Sequence[str], errors: int) -> "subprocess.Popen[bytes]":
    command, environment = _command(folder, words)
    talks = words[0] == "cat-file"
    try:
        return subprocess.Popen(  # noqa: S603 - no shell, and nothing of the user's is an option
            command,
            stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
        )
    except OSError as error:
        raise _unstartable(error) from None


def _ended(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            try:
                pipe.close()
            except OSError:  # what was not written yet goes nowhere
                continue
    process.wait()


def _command(folder: str, words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    # Given an empty PATH, the system would run a file called git in the current folder.
    program = shutil.which("git")
    if not program:
        raise VersionError("git is not installed; install it or compare two folders", "git-missing")
    kept = {
        key: text
        for key, text in os.environ.items()
        if not key.startswith("GIT_") or key in _KEPT or key.startswith(_KEPT_BEGINS)
    }
    return [program, "-C", folder, *_UNSET, *words], kept | _SETTINGS


def _unstartable(error: OSError) -> VersionError:
    said = f"git could not be started: {error.strerror or error}; try it by hand"
    return VersionError(said, "git-failed")

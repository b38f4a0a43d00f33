"""New contents for several files at once: all of them are written, or none.

Every new content is written beside its file and reaches the disk before the first file changes;
then one after the other is moved into place, which replaces a file in one step. When a move fails,
those that were made are taken back; a signal to end the program waits until all are made. What is
left is a machine that stops between two moves: then every file is whole, old or new, and the rest
lie beside theirs as ``.NAME.*.new``.
"""

import contextlib
import os
import re
import signal
import stat
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.cache import umask
from graph.loading import is_data_file


class Store(NamedTuple):
    """What to write.

    Attributes:
        path: Links are followed, and stay.
        before: What was read there; None: there was no file.
        after: What shall be there.
    """

    path: str
    before: bytes | None
    after: bytes


#: Signals that end the program, and can wait: Ctrl-C, a closed terminal, a shutdown.
_ENDING = {
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
}


#: What a new content is called beside its file; the middle is of `tempfile`.
_BESIDE = re.compile(r"\.(.+)\.[a-z0-9_]{8}\.new", re.DOTALL)


class StoreError(Exception):
    """Nothing was written; ``str()`` says why in one line."""


def store_all(stores: Sequence[Store]) -> None:
    """Write files, keeping the permissions of those that are there.

    Raises:
        StoreError: One cannot be written, or is not as it was read. All are as they were, unless
            the message says what could not be taken back.
    """
    with _undisturbed():
        _store_all(stores)


def left_behind(path: str) -> list[str]:
    """Give the new contents beside data files that a run which was killed did not take away.

    They are told, not deleted: of a run that stopped between two moves they are half of the result,
    and a run that goes on at this moment has some too.

    Args:
        path: A dataset's folder or file; links to data files are followed.

    Returns:
        Paths, by name. A folder that cannot be listed has none.
    """
    with contextlib.suppress(OSError):
        whole = os.path.isdir(path)
        names = filter(is_data_file, os.listdir(path)) if whole else ()
        files = [os.path.join(path, name) for name in names] if whole else [path]
        targets = {os.path.realpath(file) if os.path.islink(file) else file for file in files}
        folders = {os.path.dirname(file) for file in (*targets, *[os.path.join(path, "")] * whole)}
        return sorted(
            os.path.join(folder, name)
            for folder in folders
            for name in os.listdir(folder or ".")
            if (beside := _BESIDE.fullmatch(name)) and is_data_file(beside[1])
            if whole or os.path.join(folder, beside[1]) in targets
        )
    return []


def _store_all(stores: Sequence[Store]) -> None:
    beside: list[tuple[str, str]] = []
    try:
        for store in stores:
            _refuse_stopped()
            _refuse_changed(store)
            target = os.path.realpath(store.path)
            beside.append((_written_beside(target, store), target))
        for store in stores:
            _refuse_changed(store)
        _refuse_stopped()
        _move_all(stores, beside)
    except OSError as error:
        name = os.fsdecode(error.filename or stores[len(beside) - 1].path)
        reason = (error.strerror or str(error)).lower()
        raise StoreError(f"cannot write {name}: {reason}; nothing was changed") from None
    finally:
        for new, _ in beside:
            with contextlib.suppress(OSError):
                os.unlink(new)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Have signals wait that would end the program: half of the files must not stay behind."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _refuse_stopped() -> None:
    if hasattr(signal, "sigpending") and signal.sigpending() & _ENDING:
        raise StoreError("stopped; nothing was changed")


def _refuse_changed(store: Store) -> None:
    try:
        with open(store.path, "rb") as file:
            now: bytes | None = file.read()
    except FileNotFoundError:
        now = None
    if now != store.before:
        said = f"{store.path} was changed meanwhile; nothing was changed, try again"
        raise StoreError(said)
    if now is not None and not os.access(store.path, os.W_OK):
        raise StoreError(f"cannot write {store.path}: it is read-only; nothing was changed")


def _written_beside(target: str, store: Store) -> str:
    """Write the new content where it can be moved from, all the way to the disk."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - reading needs none

    folder, name = os.path.split(target)
    old = os.stat(target) if store.before is not None else None
    new = NamedTemporaryFile("wb", dir=folder, prefix=f".{name}.", suffix=".new", delete=False)  # noqa: SIM115
    try:
        with new:
            new.write(store.after)
            new.flush()
            os.fsync(new.fileno())
        os.chmod(new.name, stat.S_IMODE(old.st_mode) if old else 0o666 & ~umask())
        if old and hasattr(os, "chown"):
            with contextlib.suppress(OSError):  # only the owner's own group may be given
                os.chown(new.name, old.st_uid, old.st_gid)
    except BaseException:
        os.unlink(new.name)
        raise
    return new.name


def _move_all(stores: Sequence[Store], beside: Sequence[tuple[str, str]]) -> None:
    done = 0
    try:
        for new, target in beside:
            os.replace(new, target)
            done += 1
    except BaseException as error:
        stuck = [path for path in map(_taken_back, stores[:done]) if path]
        if stuck:
            said = f"{error}; these were changed and could not be taken back: {', '.join(stuck)}"
            raise StoreError(said) from error
        raise
    for folder in {os.path.dirname(target) for _, target in beside}:
        _settle(folder)


def _taken_back(store: Store) -> str:
    """Put the old content back; give the path where that fails."""
    target = os.path.realpath(store.path)
    try:
        if store.before is None:
            os.unlink(target)
        else:
            old = _written_beside(target, store._replace(after=store.before))
            os.replace(old, target)
    except OSError:
        return store.path
    return ""


def _settle(folder: str) -> None:
    """Have the moves themselves reach the disk, where the system can."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

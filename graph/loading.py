"""Files -> a checked dataset. Bad data is told in `Loaded.problems`, never raised."""

import gc
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph import bundled, cache
from graph.archives import is_archive, unpack
from graph.decoding import printable
from graph.model import Loaded, RelationType
from graph.problems import Place, Problem

if TYPE_CHECKING:
    from graph.reading import Read
    from graph.versioning.pieces import Pieces

#: Bytes in one file.
MAX_FILE = 64 * 2**20
_SUFFIXES = (".yaml", ".yml")
VOCABULARY = "relation_types.yaml"


def load(path: str | os.PathLike[str] | None = None) -> Loaded:
    """Load and check a dataset.

    Args:
        path: A folder, of which every ``*.yaml`` and ``*.yml`` directly inside is read, or one
            file: YAML, a dataset exported as JSON, or a zip or tar file of such a folder. None:
            the bundled dataset.

    Returns:
        The graph of all good entries, and all problems by place. A folder that is not there or
        holds no YAML gives an empty graph and one problem.

    >>> load().graph.actor["taliban"].kind
    'armed_group'
    """
    return load_with_files(path)[0]


def load_with_files(
    path: str | os.PathLike[str] | None = None,
) -> tuple[Loaded, list[tuple[str, bytes]]]:
    """Load and check a dataset as `load` does, and give its files too: name and content."""
    where = os.fspath(path) if path is not None else bundled.data_folder()
    texts, problems = read_files(where)
    if is_archive(where) and texts and not os.path.isdir(where):
        texts, problems = unpack(*texts[0], is_data_file)
    if problems and not texts and all(one.place != Place(printable(where)) for one in problems):
        said = "not one file of the dataset could be read"
        problems.append(_problem(where, "nothing-read", said))
    loaded = load_texts(texts, whole=not problems)
    return Loaded(loaded.graph, tuple(sorted((*problems, *loaded.problems)))), texts


def load_texts(texts: Sequence[tuple[str, bytes]], *, whole: bool = True) -> Loaded:
    """Load and check a dataset from the bytes of its files, from the cache where it is known.

    Args:
        texts: File name (for the places) and content.
        whole: False when files are missing: what they would declare is then no fault.
    """
    given = {data for _, data in texts}
    defaults = [pair for pair in _vocabulary() if pair[1] not in given]
    parts = [part for pair in (*texts, *defaults) for part in pair]
    key = cache.digest(["dataset", str(len(defaults)), str(whole), *parts])
    with collector_resting():
        return _from_cache(key) or _into_cache(key, _load(texts, defaults, whole=whole))


def _from_cache(key: str) -> Loaded | None:
    packed = cache.fetch(key)
    if packed is None:
        return None
    from graph.packing import unpack  # noqa: PLC0415 - one of the two ways

    try:
        return unpack(packed)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None  # somebody else's file; read the data as if there were none


def _into_cache(key: str, loaded: Loaded) -> Loaded:
    if cache.folder():
        from graph.packing import pack  # noqa: PLC0415

        cache.store(key, pack(loaded))
    return loaded


@contextmanager
def collector_resting() -> Iterator[None]:
    """Keep Python's cycle collector from walking ten thousand growing entries again and again.

    Nothing made here has cycles; its walks cost a quarter of the time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def load_again(texts: Sequence[tuple[str, bytes]], known: "Pieces") -> Loaded:
    """Load a dataset that is much like the last one: only what is new is parsed.

    A sound one comes without its warnings, and its places are not those in the files; one with
    an error comes as `load_texts` gives it. Nothing is cached on disk.

    Args:
        texts: As for `load_texts`; the names should be the same each time.
        known: What the last one said; it becomes what this one says.
    """
    from graph.checking import check  # noqa: PLC0415

    given = {data for _, data in texts}
    defaults = [pair for pair in _vocabulary() if pair[1] not in given]
    with collector_resting():
        draft = known.draft(texts, defaults)
        if draft:
            graph, problems = check(draft, doubts=False)
            if all(problem.severity == "warning" for problem in problems):
                return Loaded(graph)
        return _load(texts, defaults, whole=True)


def _load(
    texts: Sequence[tuple[str, bytes]], defaults: Sequence[tuple[str, bytes]], *, whole: bool
) -> Loaded:
    # Reading YAML is the slow way; an answer from the cache must not import it.
    from graph.checking import check  # noqa: PLC0415
    from graph.parsing import parse  # noqa: PLC0415

    types: Iterable[RelationType] = ()
    if defaults:
        types = parse(
            [(file, _read_one(file, data).root) for file, data in defaults]
        ).types.values()
    reads = [(file, _read_one(file, data)) for file, data in texts]
    draft = parse([(file, found.root) for file, found in reads], types)
    draft.problems.extend(problem for _, found in reads for problem in found.problems)
    draft.whole = whole and all(found.whole for _, found in reads)
    graph, problems = check(draft)
    return Loaded(graph, tuple(sorted({*draft.problems, *problems})))


def _read_one(file: str, data: bytes) -> "Read":
    from graph.decoding import decode  # noqa: PLC0415
    from graph.parsing import KEYS  # noqa: PLC0415
    from graph.reading import Read, read  # noqa: PLC0415

    text = decode(data, file)
    if isinstance(text, Problem):
        return Read(None, [text], whole=False)
    if is_json(file):
        from graph.json_reading import read_json  # noqa: PLC0415 - most datasets are YAML

        return read_json(text, file, KEYS)
    return read(text, file, KEYS)


def declared_actors(loaded: Loaded, texts: Sequence[tuple[str, bytes]]) -> Collection[str] | None:
    """Give the ids of all actors that files declare, those of entries that were left out too.

    What lies beside a dataset and names its actors is held against them: one mistake in an actor
    is no second one in the place that names it.

    Args:
        loaded: What `load_with_files` gave,
        texts: and the files.

    Returns:
        None where a file could not be read: what it declares is not known.
    """
    if not loaded.errors:
        return loaded.graph.actor.keys()
    from graph.parsing import parse  # noqa: PLC0415 - only where there are mistakes

    reads = [(file, _read_one(file, data)) for file, data in texts]
    lost = {error.place.file for error in loaded.errors} - {file for file, _ in texts}
    if lost or not all(found.whole for _, found in reads):
        return None
    return parse([(file, found.root) for file, found in reads]).declared["actors"].keys()


def default_types(texts: Sequence[tuple[str, bytes]]) -> tuple[RelationType, ...]:
    """Give the vocabulary that a dataset adds to: the bundled one, unless it is in its files."""
    from graph.parsing import parse  # noqa: PLC0415 - what comes from the cache needs neither
    from graph.reading import read  # noqa: PLC0415

    given = {data for _, data in texts}
    defaults = [(file, data) for file, data in _vocabulary() if data not in given]
    roots = [(file, read(data.decode(), file).root) for file, data in defaults]
    return tuple(parse(roots).types.values())


def _vocabulary() -> Sequence[tuple[str, bytes]]:
    texts, _ = read_files(os.path.join(bundled.data_folder(), VOCABULARY))
    return texts


def read_files(path: str) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """Read the YAML files of a folder in order of their names, or one file."""
    if not os.path.exists(path):
        said = "there is no such folder or file; name one with --data, or $WHOWHOM_DATA"
        return [], [_problem(path, "missing-data", said)]
    if not os.path.isdir(path):
        return _read_all([path])
    try:
        names = sorted(os.listdir(path))
    except OSError as error:
        return [], [_problem(path, "unreadable", _reason(error))]
    files = [os.path.join(path, name) for name in names if is_data_file(name)]
    if not files:
        return [], [_problem(path, "no-yaml", "no *.yaml file here; is this the dataset's folder?")]
    return _read_all(files)


def holds_yaml(folder: str) -> bool:
    """Tell whether a folder looks like a dataset; one that cannot be listed does."""
    try:
        return any(map(is_data_file, os.listdir(folder)))
    except OSError:
        return True  # reading it will say why


def is_json(name: str) -> bool:
    """Tell by its name whether a file is a dataset exported as JSON."""
    return name.lower().endswith(".json")


def is_data_file(name: str) -> bool:
    """Tell by its name whether a file of the dataset's folder is read."""
    return name.lower().endswith(_SUFFIXES) and not name.startswith(".")


def _read_all(files: Iterable[str]) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    texts, problems = [], []
    for file in files:
        content = _read(file)
        if isinstance(content, Problem):
            problems.append(content)
        else:
            texts.append((printable(file), content))
    return texts, problems


def _read(path: str) -> bytes | Problem:
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return _problem(path, "not-a-file", "not a regular file; nothing was read from it")
            data = file.read(MAX_FILE + 1) if status.st_size <= MAX_FILE else b""
            size = max(status.st_size, len(data))
            if size > MAX_FILE:
                said = f"{size:,} bytes; at most {MAX_FILE:,} are read, so split the file"
                return _problem(path, "too-large", said)
            return data
    except IsADirectoryError:
        return _problem(path, "not-a-file", "a folder; folders inside the dataset are not read")
    except OSError as error:
        return _problem(path, "unreadable", _reason(error))


def _open_at_once(path: str, flags: int) -> int:
    """Open a file; without O_NONBLOCK a pipe would wait for a writer for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):  # listed a moment ago
        return "a link that leads nowhere; mend or delete it"
    return f"{(error.strerror or str(error)).lower()}; check its permissions"


def _problem(path: str, code: str, message: str) -> Problem:
    return Problem(Place(printable(path)), "error", code, message)

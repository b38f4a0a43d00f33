"""The text of a crosswalk -> its entries, each with its node; mistakes of shape are told."""

from typing import NamedTuple

from graph.decoding import decode
from graph.events.crosswalk import SCHEMES, Entry
from graph.model import MATCHES
from graph.parsing import Entry as Noded
from graph.parsing import key_of, read_fields, unknown
from graph.problems import Place, Problem
from graph.reading import Broken, Fields, Items, Node, Text, read
from graph.records import Field, Record

#: What stands at the top of a file, beside its entries.
HEAD = Record(
    "",
    "crosswalk",
    dict,
    "",
    (
        Field(
            "scheme",
            "scheme",
            "choice",
            "Whose ids or names they are; `names`: those of a table that --columns reads.",
            required=True,
            choices=SCHEMES,
        ),
        Field("title", "title", "text", "What people call it."),
    ),
)
ENTRY = Record(
    "entries",
    "entry",
    Entry,
    "",
    (
        Field("id", "id", "text", "The id in the event data; an entry needs this or a name."),
        Field("name", "name", "text", "The name in the event data."),
        Field("actor", "actor", "id", "The actor of the dataset that it means.", required=True),
        Field(
            "match",
            "match",
            "choice",
            "How it matches where it is not the same (SKOS).",
            choices=MATCHES,
        ),
        Field("from", "begin", "moment", "The first day on which it means this actor."),
        Field("to", "end", "moment", "The last day on which it means this actor, inclusive."),
        Field(
            "areas",
            "areas",
            "texts",
            "Where it means this actor, as the data names places; absent: everywhere else.",
        ),
        Field("note", "note", "text", "Why."),
    ),
)
_TOP = (*HEAD.field, ENTRY.key)
_KEYS = frozenset((*_TOP, *ENTRY.field))


class Parsed(NamedTuple):
    """One file: its scheme (``""``: none that is known), its good entries, and all mistakes."""

    file: str
    scheme: str = ""
    entries: tuple[Noded, ...] = ()
    problems: tuple[Problem, ...] = ()


def parse(data: bytes, file: str) -> Parsed:
    """Read a crosswalk; a file that says nothing yet is none, and no mistake."""
    text = decode(data, file)
    if isinstance(text, Problem):
        return Parsed(file, problems=(text,))
    result = read(text, file, _KEYS)
    told = _Teller(file, list(result.problems))
    scheme, nodes = _parts(result.root, told)
    made = [noded for node in nodes if (noded := _entry(node, told))]
    return Parsed(file, scheme, tuple(made), tuple(told.problems))


class _Teller:
    """Takes mistakes of one file."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems

    def __call__(self, node: Node, code: str, message: str) -> None:
        place = Place(self.file, node.line, node.column)
        self.problems.append(Problem(place, "error", code, " ".join(message.split())))


def _parts(root: Node | None, told: _Teller) -> tuple[str, list[Node]]:
    """Give the scheme and the nodes of the entries."""
    if root is None or isinstance(root, Broken):
        return "", []
    if not isinstance(root, Fields):
        told(root, "wrong-shape", f"a crosswalk is a mapping with the keys {', '.join(_TOP)}")
        return "", []
    for name in root.nodes:
        if name and name not in _TOP:
            message = unknown("a top-level key of a crosswalk", name, dict.fromkeys(_TOP))
            told(key_of(root, name), "unknown-field", message)
    head = {name: node for name, node in root.nodes.items() if name in HEAD.field}
    given = read_fields(HEAD, root._replace(nodes=head), told) or {}
    listed = root.nodes.get(ENTRY.key)
    if isinstance(listed, Items):
        return given.get("scheme", ""), listed.nodes
    # "entries:" with nothing behind it is a list to come.
    if not isinstance(listed, Broken) and not (isinstance(listed, Text) and not listed.value):
        told(listed or root, "wrong-shape", f'"{ENTRY.key}" is a list of mappings')
    return given.get("scheme", ""), []


def _entry(node: Node, told: _Teller) -> Noded | None:
    given = read_fields(ENTRY, node, told)
    if given is None or not isinstance(node, Fields):
        return None
    if not given.keys() & {"id", "name"}:
        told(node, "missing-field", 'an entry needs the "id" or the "name" that the data has')
        return None
    return Noded(Entry(**given), told.file, node)

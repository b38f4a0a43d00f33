"""A diff as plain data and back, with nothing lost: what ``whowhom diff --format json`` writes.

A patch is read as strictly as a dataset: by the same table of fields, and everything in it that
could be meant to change something has to be understood. Mistakes are values, each with its place.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graph.diffing.changes import Change, Changes, GraphDiff, T
from graph.diffing.unpacking import RECORDS, Fault, Reader, kind_of, unknown, what_of
from graph.records import record_of, to_record

SCHEMA = 1
#: What a patch says of itself.
_TOP = ("schema", "results", "command", "as_of", "old", "new", "sides", "reason", "message")
#: What a diff tells besides: it changes nothing.
_TELLING = ("total", "went_on", "consequences", "shown", "hidden", "only_in_form", "respelled")
#: Filters that leave out changes, as ``hidden`` counts them.
_HIDING = ("actor", "only", "unsure")


class Unpacked(NamedTuple):
    """What a patch gave.

    Attributes:
        diff: What it changes; nothing when there are faults.
        faults: In their order.
        left_out: So many changes of its diff are not in it: filters left them out.
    """

    diff: GraphDiff
    faults: tuple[Fault, ...] = ()
    left_out: int = 0


def plain(change: Change[T]) -> dict[str, Any]:
    """Write one change as JSON would hold it.

    ``old_id`` and ``new_id`` are there where they differ, ``how`` where something was matched,
    ``follows`` where something follows.

    >>> from graph.model import Source
    >>> plain(Change(None, Source("s1", "A title"), "", "s1"))["after"]
    {'id': 's1', 'title': 'A title'}
    """
    item: dict[str, Any] = {
        "change": change.kind,
        "what": what_of(record_of(change.value)),
        "id": change.key,
    }
    if change.kind == "changed" and change.old_key != change.new_key:
        item |= {"old_id": change.old_key, "new_id": change.new_key}
    item |= {
        "before": to_record(change.before) if change.before is not None else None,
        "after": to_record(change.after) if change.after is not None else None,
        "fields": list(change.fields),
    }
    if change.how:
        item["how"] = change.how
    if change.follows:
        item["follows"] = list(change.follows)
    return item


def to_patch(
    diff: GraphDiff,
    old: str = "",
    new: str = "",
    dates: tuple[str | None, str | None] = (None, None),
) -> dict[str, Any]:
    """Write a whole diff as JSON would hold it: actors, relations, sources, relation types.

    Args:
        diff: Any; `from_patch` gives it back where its values are such as files can hold.
        old: What to call the older graph.
        new: What to call the newer one.
        dates: The dates at which the two held, if they are not whole graphs: such a patch tells,
            and is not taken by `from_patch`.
    """
    parts: tuple[Changes[Any], ...] = (diff.actors, diff.relations, diff.sources, diff.types)
    return {
        "schema": SCHEMA,
        "command": "diff",
        "as_of": None,
        "old": old,
        "new": new,
        "sides": {"old": {"title": old, "date": dates[0]}, "new": {"title": new, "date": dates[1]}},
        "results": [plain(change) for part in parts for change in part],
    }


def read_patch(text: str) -> Unpacked:
    """Read a patch from its JSON text; see `from_patch`."""
    try:
        document = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        return _refused("", f"line {error.lineno}, column {error.colno}: no JSON: {error.msg}")
    except ValueError as error:
        return _refused("", f"no patch: {error}")
    except RecursionError:
        return _refused("", "no patch: nested too deep")
    return from_patch(document)


def from_patch(document: object) -> Unpacked:
    """Read what `to_patch` wrote, after a way through JSON.

    Faults are told of everything that is not as `to_patch` writes it: another schema, a diff of
    two dates, a key or field that is not known, a value that no dataset may hold, an entry that
    stands twice, fields or ids that belie their entries.

    >>> from_patch({"schema": 2, "results": []}).faults[0].message
    'this is schema 2; only 1 is known'
    """
    if not isinstance(document, dict):
        return _refused("", f"a patch is an object, not {kind_of(document)}")
    results = document.get("results")
    if isinstance(results, list) and any(
        isinstance(one, dict) and "stat" in one for one in results
    ):
        return _refused("results", "counts alone are no patch; write it without --stat")
    if document.get("command", "diff") != "diff":
        # What else such an answer holds is no mistake of its own.
        return _refused("command", "this is the answer of another command than diff")
    faults = tuple(_faults_of_all(document))
    if faults:
        return Unpacked(GraphDiff(), faults)
    reader = Reader()
    for place, item in enumerate(document["results"]):
        reader.read(f"results[{place}]", item)
    if reader.faults:
        return Unpacked(GraphDiff(), tuple(reader.faults))
    actors, relations, sources, types = (reader.changes[what] for what in RECORDS)
    return Unpacked(
        GraphDiff(
            Changes.of(actors), Changes.of(relations), Changes.of(sources), Changes.of(types)
        ),
        left_out=sum(document.get("hidden", {}).get(name, 0) for name in _HIDING),
    )


def _refused(path: str, message: str) -> Unpacked:
    return Unpacked(GraphDiff(), (Fault(path, message),))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f'"{key[:40]}" stands twice in one object')
        found[key] = value
    return found


def _faults_of_all(document: Mapping[Any, Any]) -> Iterator[Fault]:
    schema = document.get("schema")
    if type(schema) is not int:
        yield Fault("schema", f"a patch says its schema, {SCHEMA}; this one does not")
    elif schema != SCHEMA:
        yield Fault("schema", f"this is schema {schema}; only {SCHEMA} is known")
    if document.get("reason") not in (None, "", "no-difference"):
        yield Fault("reason", "this is no diff but the failure of one")
    sides = document.get("sides")
    for name, side in sides.items() if isinstance(sides, dict) else ():
        if isinstance(side, dict) and side.get("date"):
            said = "a diff of what held at a date changes no file; compare whole versions"
            yield Fault(f"sides.{name}.date", said)
    hidden = document.get("hidden", {})
    if not isinstance(hidden, dict) or any(
        type(hidden.get(name, 0)) is not int or hidden.get(name, 0) < 0 for name in _HIDING
    ):
        yield Fault("hidden", "counts of what the filters of the diff left out belong here")
    yield from unknown("", document, (*_TOP, *_TELLING))
    if type(document.get("results")) is not list:
        yield Fault("results", "a patch has its changes there, in a list")

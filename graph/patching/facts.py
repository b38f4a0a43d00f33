"""A data file -> what it says: a sentence for each entry, and a fact a line below it.

For ``git diff`` through a textconv: the order, quotes and line breaks of the file are no
difference, and git shows the sentence that a changed fact stands under.
"""

from collections.abc import Iterator
from typing import Any

from graph.decoding import decode
from graph.escaping import shown
from graph.model import Actor, ActorGraph, Citation, Relation, RelationType, Source, Step
from graph.patching.revising import said_by
from graph.problems import Problem
from graph.records import FLAG_DEFAULTS, Value, record_of

#: What the sentence says already.
_IN_HEAD = frozenset(
    {"id", "name", "kind", "label", "title", "source", "type", "target", "from", "to"}
    | {"confidence", "ambivalent", "published", "date"}
)
_ONE = {"sources": "source", "areas": "area", "ids": "known as", "relations": "rests on"}
_ONE |= {"aliases": "alias", "ambiguous_aliases": "ambiguous alias", "disputed_by": "disputed by"}


def facts(data: bytes, file: str) -> str:
    """Give the lines of a file; of one that cannot be read, its own, after a line that says so.

    >>> print(facts(b"actors: [{kind: state, name: A, id: a, areas: [b]}]", "x.yaml"), end="")
    actor a: A, state
      area b
    """
    text = decode(data, file)
    if isinstance(text, Problem):
        return _raw(text, data.decode(errors="replace"))
    draft = said_by([(file, text)], ())
    if draft.problems:
        return _raw(min(draft.problems), text)
    said = {key: [entry.value for entry in draft.entries[key]] for key in draft.entries}
    graph = ActorGraph.of(
        said["actors"], said["relations"], said["sources"], said["relation_types"]
    )
    values = (*graph.actors, *graph.relations, *graph.sources, *graph.types, *said["story"])
    lines = [line for value in values for line in (_sentence(value), *_facts(value))]
    return "".join(f"{shown(line)}\n" for line in lines)


def _raw(why: Problem, text: str) -> str:
    """Give a text as it is, but for what a terminal would obey."""
    lines = [f"# not read as data, {why}", *text.splitlines()]
    return "".join(f"{shown(line)}\n" for line in lines)


def _sentence(value: Value | Step) -> str:
    match value:
        case Actor():
            kind = f", {value.kind.replace('_', ' ')}" if value.kind else ""
            return f"actor {value.id}: {value.name}{kind}{_span(value)}"
        case Relation():
            said = f"{value.source} {value.type.replace('_', ' ')} {value.target}{_span(value)}"
            said += f", confidence {value.confidence}" if value.confidence else ""
            said += ", ambivalent" if value.ambivalent else ""
            return f"{said} [{value.id}]" if value.id else said
        case Source():
            date = f", {value.published.text}" if value.published else ""
            return f"source {value.id}: {value.title}{date}"
        case RelationType():
            return f"relation type {value.name}: {value.label}"
        case Step():
            return f"story, {value.date.text}"


def _span(value: Actor | Relation) -> str:
    begin = f", from {value.begin.text}" if value.begin else ""
    return (
        f"{begin} to {value.end.text}"
        if begin and value.end
        else (f", to {value.end.text}" if value.end else begin)
    )


def _facts(value: Value | Step) -> Iterator[str]:
    for field in record_of(value).fields:
        content: Any = getattr(value, field.attribute)
        if field.name in _IN_HEAD:
            continue
        if field.form == "flag":
            if content != FLAG_DEFAULTS[field.name]:
                yield f"  {field.name} {str(content).lower()}"
        elif field.name in (*_ONE, "focus"):
            name = _ONE.get(field.name, field.name)
            yield from (f"  {name} {_item(item)}" for item in sorted(content))
        elif content or field.form == "sign":
            yield f"  {field.name.replace('_', ' ')} {getattr(content, 'text', content)}"


def _item(item: Any) -> str:
    if not isinstance(item, Citation):
        return str(item)
    about = ": ".join(filter(None, item[1:]))
    return f"{item.source} ({about})" if about else item.source

"""Checks of the story: every sentence is borne out by relations that the map shows with it."""

from collections.abc import Iterator

from graph.dates import Date
from graph.findings import Context, Finding, warning
from graph.model import Relation, Step
from graph.parsing import Entry
from graph.problems import Place, Problem
from graph.reading import Items
from graph.suggesting import Hints
from graph.timing import state, tenure


def known_focus(context: Context) -> Iterator[Finding]:
    """Steps name declared actors."""
    if not context.draft.whole:
        return
    declared = context.draft.declared["actors"]
    hint = Hints(context.graph.actor)
    for entry in context.entries("story"):
        for number, name in enumerate(entry.value.focus):
            if name not in declared:
                place = _item(entry, "focus", number)
                message = f'no actor "{name}"{hint(name)}'
                yield Finding(Problem(place, "error", "unknown-actor", message), entry)


def known_relations(context: Context) -> Iterator[Finding]:
    """Steps name relations by their keys; not asked while entries are left out."""
    story = context.entries("story")
    if not story or not context.draft.whole or context.draft.problems:
        return
    keyed = context.graph.keyed
    hint = Hints(keyed)
    for entry in story:
        for number, key in enumerate(entry.value.relations):
            if key not in keyed:
                place = _item(entry, "relations", number)
                message = f'no relation "{key}"{_meant(context, key, hint)}'
                yield Finding(Problem(place, "error", "unknown-relation", message), entry)


def _meant(context: Context, key: str, hint: Hints) -> str:
    """The same tie the other way round, as symmetric ones are turned, or what is nearest."""
    parts = key.split(":")
    turned = ":".join([*parts[2::-1], *parts[3:]])
    if turned in context.graph.keyed:
        return f'; did you mean "{turned}"?'
    return hint(key)


def backed(context: Context) -> Iterator[Finding]:
    """Every step has relations, which hold at its date and whose ends are in its focus."""
    keyed = context.graph.keyed
    for entry in context.entries("story"):
        step: Step = entry.value
        if not step.relations:
            said = "no relation bears it out; name those that do, by their keys"
            yield warning(entry, "", "unbacked", said)
        for number, key in enumerate(step.relations):
            relation = keyed.get(key)
            if relation and (said := _hidden(context, relation, step)):
                place = _item(entry, "relations", number)
                yield Finding(Problem(place, "warning", "unbacked", f'"{key}" {said}'))


def _hidden(context: Context, relation: Relation, step: Step) -> str:
    """Why a reader of the step would not see this relation; empty when they do."""
    missing = sorted({relation.source, relation.target} - set(step.focus))
    if missing:
        return f"joins {missing[0]}, which is not in focus"
    return _at(context, relation, step.date)


def _at(context: Context, relation: Relation, date: Date) -> str:
    days = tenure(context.graph, relation)
    return "" if state(days, date) == "holds" else f"does not hold at {date.text} ({days})"


def _item(entry: Entry, field: str, number: int) -> Place:
    items = entry.node.nodes[field]
    node = items.nodes[number] if isinstance(items, Items) else items
    return Place(entry.file, node.line, node.column)

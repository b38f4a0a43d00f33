"""A diff -> the texts of a dataset's files, changed in place; or why it does not fit them.

Laws, for data without mistakes of form: what the amended files say is ``apply(diff, graph)``, and
every line that belongs to no entry that the diff names is still there, in order.
"""

import os
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from graph.decoding import decode
from graph.diffing.changes import Change, GraphDiff, carrier, differing, inverse, name_of
from graph.diffing.renaming import Carrier
from graph.model import ActorGraph, Relation, RelationType, Step, tie
from graph.parsing import Draft, Entry
from graph.patching.revising import Plan, Wanted, first, revised, said_by
from graph.problems import Place, Problem
from graph.records import RECORDS, Value, record_of, to_record

_BOM = b"\xef\xbb\xbf"


class Clash(NamedTuple):
    """Where a diff does not fit; ``str()`` is one line."""

    place: Place
    message: str

    def __str__(self) -> str:
        """Give place and message."""
        return f"{self.place}: {self.message}" if self.place.file else self.message


class Amended(NamedTuple):
    """What `amend` gave.

    Attributes:
        files: Those that change, with their new bytes, by name.
        clashes: All of them, in the order of the diff; with any, no file is given.
        done: The diff does not fit because the data is already as it makes it.
    """

    files: Mapping[str, bytes] = MappingProxyType({})
    clashes: tuple[Clash, ...] = ()
    done: bool = False


def amend(
    files: Sequence[tuple[str, bytes]],
    diff: GraphDiff,
    defaults: Sequence[RelationType] = (),
    folder: str = "",
) -> Amended:
    """Change the texts of a dataset as a diff says.

    Args:
        files: Name and content of each.
        diff: What changes; empty: no file does.
        defaults: The vocabulary that the dataset adds to.
        folder: Where a new file is made when no file lists entries of a kind; ``""``: the data is
            one file, which gets the list.
    """
    texts: dict[str, str] = {}
    for file, data in files:
        text = decode(data, file)
        if isinstance(text, Problem):
            return Amended(clashes=(Clash(text.place, text.message),))
        texts[file] = text
    draft = said_by(texts.items(), defaults)
    if draft.problems:
        return Amended(clashes=tuple(Clash(p.place, p.message) for p in sorted(draft.problems)))
    fit = _Fit(draft, diff, defaults)
    if fit.clashes:
        done = bool(diff) and not _Fit(draft, inverse(diff), defaults).clashes
        return Amended(clashes=tuple(fit.clashes), done=done)
    try:
        made = revised(texts, draft, fit.plan(texts, folder), first)
    except ValueError as error:
        return Amended(clashes=(Clash(Place(""), str(error)),))
    marked = {file for file, data in files if data.startswith(_BOM)}
    return Amended({f: _BOM * (f in marked) + text.encode() for f, text in sorted(made.items())})


class _Fit:
    """A diff laid against what files say: what becomes of each entry, and where it clashes."""

    def __init__(self, draft: Draft, diff: GraphDiff, defaults: Sequence[RelationType]) -> None:
        self.draft, self.diff = draft, diff
        self.carry = carrier(diff, draft.types.values())
        self.clashes: list[Clash] = []
        self.targets: dict[str, list[Any]] = {}
        self.added: dict[str, list[Value]] = {}
        parts: dict[str, Sequence[Change[Any]]] = {
            "actors": diff.actors,
            "relations": diff.relations,
            "sources": diff.sources,
            "relation_types": diff.types,
        }
        for key, changes in parts.items():
            self._match(key, changes, defaults)
        self._free_names(parts)
        own = [*filter(None, self.targets["relation_types"]), *self.added["relation_types"]]
        self.types = vocabulary(own, defaults)

    def _match(
        self, key: str, changes: Iterable[Change[Any]], defaults: Sequence[RelationType]
    ) -> None:
        carry = carrying(self.carry, key)
        waiting: defaultdict[Value, deque[Change[Any]]] = defaultdict(deque)
        for change in changes:
            if change.before is not None:
                waiting[carry(change.before)].append(change)
        entries = self.draft.entries[key]
        targets = self.targets[key] = []
        for entry in entries:
            carried = carry(entry.value)
            queue = waiting.get(carried)
            targets.append(queue.popleft().after if queue else carried)
        added = self.added[key] = [c.after for c in changes if c.before is None and c.after]
        words = set(defaults) if key == "relation_types" else set()
        for change in (change for queue in waiting.values() for change in queue):
            if change.before in words:  # no file holds a default word
                added += [change.after] if change.after is not None else []
            else:
                self.clashes.append(_misfit(change, entries))
        if words:
            own = [value for value in (*targets, *added) if value is not None]
            back = {kind for kind in vocabulary(own, defaults) if kind in words}
            self.added[key] = [value for value in added if value not in back - set(targets)]

    def _free_names(self, parts: Mapping[str, Sequence[Change[Any]]]) -> None:
        """Find what gets the name of something that stays, or is there already."""
        for key, changes in parts.items():
            there = {name_of(entry.value): entry for entry in self.draft.entries[key]}
            freed = {change.old_key for change in changes}
            for change in changes:
                renamed = change.kind == "changed" and change.old_key != change.new_key
                if name_of(change.value) and renamed and change.new_key not in freed:
                    other = there.get(change.new_key)
                    if other:
                        said = f"{_called(change.value)} is already there"
                        self.clashes.append(Clash(other.place(), said))
        for key, added in self.added.items():
            kept = {name_of(v) or v: e for v, e in self._kept(key)}
            for value in added:
                if other := kept.get(name_of(value) or value):
                    self.clashes.append(Clash(other.place(), f"{_called(value)} is already there"))

    def _kept(self, key: str) -> list[tuple[Value, Entry]]:
        pairs = zip(self.targets[key], self.draft.entries[key], strict=True)
        return [(value, entry) for value, entry in pairs if value is not None]

    def plan(self, texts: Mapping[str, str], folder: str) -> Plan:
        """Say what becomes of every entry, and where the new ones go."""
        entries = {
            key: [Wanted(value, value) for value in targets]
            for key, targets in self.targets.items()
        }
        keys = followed_keys(self.draft, self.targets, self.added)
        steps = [carried_step(e.value, self.carry, keys) for e in self.draft.entries["story"]]
        entries["story"] = [Wanted(step, step) for step in steps]
        added: dict[str, dict[str, list[Wanted]]] = defaultdict(lambda: defaultdict(list))
        for key, values in self.added.items():
            for value in values:
                home = home_of(value, self.draft, texts, folder)
                added[home][key].append(Wanted(value, value))
        names = names_of(self.carry, keys)
        return plan_of(entries, added, names, (self.types, self.types))


def names_of(carry: Carrier, keys: Mapping[str, str]) -> Callable[[str, str], str]:
    """Give what renames ids by what they name; `keys` are those of relations, old -> new."""
    names = {
        "actors": carry.actors,
        "sources": carry.sources,
        "relation_types": carry.types,
        "relations": keys,
    }
    return lambda kind, id_: names[kind].get(id_, id_)


def plan_of(
    entries: Mapping[str, Sequence[Wanted]],
    added: Mapping[str, Mapping[str, Sequence[Wanted]]],
    name: Callable[[str, str], str],
    words: tuple[Sequence[RelationType], Sequence[RelationType]],
) -> Plan:
    """Put a plan together.

    Args:
        entries: As `Plan` has them.
        added: As `Plan` has them.
        name: As `Plan` has it.
        words: The vocabularies of the two forms.
    """
    one, two = ({kind.name for kind in types if kind.symmetric} for types in words)
    return Plan(entries, added, name, words, frozenset(one & two))


def carrying(carry: Carrier, key: str) -> Any:
    """Give what writes entries of a top-level key in the new ids."""
    return {
        "actors": carry.actor,
        "relations": carry.relation,
        "sources": carry.source,
        "relation_types": carry.type,
    }[key]


def vocabulary(own: Sequence[RelationType], defaults: Iterable[RelationType]) -> list[RelationType]:
    """Give the words of a dataset: its own, and the defaults that they leave free."""
    taken = {text.casefold() for kind in own for text in (kind.label, kind.inverse)}
    names = {kind.name for kind in own}
    free = [
        kind
        for kind in defaults
        if kind.name not in names
        and taken.isdisjoint({kind.label.casefold(), kind.inverse.casefold()})
    ]
    return [*free, *own]


def followed_keys(
    draft: Draft, targets: Mapping[str, Sequence[Any]], added: Mapping[str, Sequence[Any]]
) -> dict[str, str]:
    """Give the keys of relations that a story names and that change, old -> new."""
    named = {key for entry in draft.entries["story"] for key in entry.value.relations}
    if not named:
        return {}
    pairs = [
        (entry.value, target)
        for entry, target in zip(draft.entries["relations"], targets["relations"], strict=True)
    ]
    old = ActorGraph.of(relations=[value for value, _ in pairs])
    kept = [target for _, target in pairs if target is not None]
    new = ActorGraph.of(relations=[*kept, *added.get("relations", ())])
    becomes = {id(value): target for value, target in pairs}
    key_of = {id(relation): key for key, relation in new.keyed.items()}
    moved = {}
    for key in named & old.keyed.keys():
        target = becomes[id(old.keyed[key])]
        if target is not None and key_of[id(target)] != key:
            moved[key] = key_of[id(target)]
    return moved


def carried_step(step: Step, carry: Carrier, keys: Mapping[str, str]) -> Step:
    """Write a step of the story in the new ids and keys."""
    focus = type(step.focus)(carry.actors.get(id_, id_) for id_ in step.focus)
    relations = type(step.relations)(keys.get(key, key) for key in step.relations)
    return Step(step.text, step.date, focus, relations, place=step.place)


def home_of(value: Value, draft: Draft, texts: Mapping[str, str], folder: str) -> str:
    """Give the file for a new entry: where most of its neighbours are, else most of its kind."""
    key = record_of(value).key
    near: Counter[str] = Counter()
    kind: Counter[str] = Counter()
    for entry in draft.entries[key]:
        kind[entry.file] += 1
        near[entry.file] += _related(entry.value, value)
    if kind:
        return min(kind, key=lambda file: (-near[file], -kind[file], file))
    if not folder and texts:
        return next(iter(texts))
    return os.path.join(folder, f"{key}.yaml")


def _related(one: Value, other: Value) -> int:
    if not isinstance(one, Relation) or not isinstance(other, Relation):
        return 0
    return len({one.source, one.target} & {other.source, other.target}) ** 2


def _called(value: Value) -> str:
    name = name_of(value)
    if not name and isinstance(value, Relation):
        begin = f" from {value.begin.text}" if value.begin else ""
        return f'relation "{tie(value)}"{begin}'
    return f'{record_of(value).one} "{name}"'


def _misfit(change: Change[Any], entries: Sequence[Entry]) -> Clash:
    """Say how an entry differs from what a change expects of it."""
    before: Value = change.before or change.value
    found = _counterpart(before, entries)
    if found is None:
        return Clash(Place(""), f"{_called(before)} is not there")
    names = differing(before, found.value)
    if not names:
        return Clash(found.place(), f"{_called(before)} is there once, and expected twice")
    said, expected = to_record(found.value), to_record(before)
    told = "; ".join(
        f"{name} is {_shown(said.get(name))}, expected {_shown(expected.get(name))}"
        for name in names
    )
    return Clash(found.place(names[0]), f"{_called(before)}: {told}")


def _counterpart(before: Value, entries: Sequence[Entry]) -> Entry | None:
    name = name_of(before)
    if name:
        return next((entry for entry in entries if name_of(entry.value) == name), None)
    if not isinstance(before, Relation):
        return None
    same = [entry for entry in entries if tie(entry.value) == tie(before)]
    alike = [entry for entry in same if entry.value.begin == before.begin]
    return next(iter(alike or (same if len(same) == 1 else [])), None)


def _shown(content: Any) -> str:
    if content is None:
        return "not given"
    if isinstance(content, list):
        return f"[{', '.join(map(_item, content))}]"
    return f'"{_item(content)}"'


def _item(content: Any) -> str:
    if isinstance(content, Mapping):
        return "{" + ", ".join(f"{key}: {_item(value)}" for key, value in content.items()) + "}"
    return str(content)


__all__ = ["RECORDS", "Amended", "Clash", "amend"]

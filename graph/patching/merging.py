"""Two graphs that grew out of one -> one graph, and where the two contradict each other.

Entries are matched as `graph.diff` matches them, and merged field by field: what one side
changed is taken, what both changed alike is taken once, lists are merged as sets. A rename on one
side is followed by the other. What contradicts is a conflict, of which both forms are kept.

Laws: ``merge(base, x, base).graph == x``, ``merge(base, base, x).graph == x``,
``merge(base, x, x).graph == x``; without conflicts the order of the sides does not matter.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from graph.diffing.changes import Change, GraphDiff, name_of
from graph.diffing.comparing import diff
from graph.diffing.renaming import Carrier
from graph.model import ActorGraph, Listed, Relation, RelationType, tie
from graph.patching.carrying import all_names, carriers, names_in, writer
from graph.records import ACTOR, RELATION, RELATION_TYPE, SOURCE, Field, Record, Value, to_record


class Conflict(NamedTuple):
    """Where two sides contradict each other.

    Attributes:
        record: The kind of entry.
        key: Its id or name; of a relation without one ``source:type:target``.
        field: Its YAML name; ``""``: one side took the entry out, which the other changed or
            names.
        base, ours, theirs: What stands there as plain data, a field or an entry; None: nothing.
        taken: It is a name that theirs gave, and ours has for another entry: with it there would
            be two of that name.
    """

    record: Record
    key: str
    field: str
    base: Any
    ours: Any
    theirs: Any
    taken: bool = False


class Forms(NamedTuple):
    """An entry as it comes out: as ours has it where there is a conflict, and as theirs has it."""

    one: Any
    two: Any


class Merged(NamedTuple):
    """What `merge` gave.

    Attributes:
        graph: Conflicts are as ours has them.
        other: Conflicts are as theirs has them.
        forms: All entries, by top-level key.
        conflicts: By kind of entry and key.
        carry: Writes any of the three graphs' entries in the ids of the result.
    """

    graph: ActorGraph
    other: ActorGraph
    forms: Mapping[str, Sequence[Forms]]
    conflicts: tuple[Conflict, ...]
    carry: Carrier


def merge(base: ActorGraph, ours: ActorGraph, theirs: ActorGraph) -> Merged:
    """Merge two graphs that grew out of one.

    >>> from graph.model import Actor
    >>> one = ActorGraph.of([Actor("a", "A")])
    >>> two = ActorGraph.of([Actor("a", "A", "state")])
    >>> three = ActorGraph.of([Actor("a", "B")])
    >>> merge(one, two, three).graph.actors
    (Actor(id='a', name='B', kind='state', ...
    """
    sides = (diff(base, ours), diff(base, theirs))
    return _Merging(base, (ours, theirs), sides).merged()


class _Three(NamedTuple):
    """An entry on the three sides, in the ids of the result; None: it is not there."""

    base: Any
    ours: Any
    theirs: Any


class _Merging:
    def __init__(
        self,
        base: ActorGraph,
        sides: tuple[ActorGraph, ActorGraph],
        diffs: tuple[GraphDiff, GraphDiff],
    ) -> None:
        self.base, self.sides, self.diffs = base, sides, diffs
        self.conflicts: list[Conflict] = []
        self.forms: dict[str, list[Forms]] = {}
        self.carries = carriers(base, diffs)

    def merged(self) -> Merged:
        """Merge types first: they say which relations have sorted ends."""
        parts: tuple[tuple[Record, str], ...] = (
            (RELATION_TYPE, "types"),
            (ACTOR, "actors"),
            (SOURCE, "sources"),
            (RELATION, "relations"),
        )
        for record, attribute in parts:
            self.forms[record.key] = self._merged(record, attribute)
        self._keep_what_is_named()
        # Whether a type is symmetric may be what the sides contradict each other in.
        still = Carrier({}, {}, {}, frozenset())
        turned = [writer(RELATION.key, still, _types(self.forms, form)) for form in (0, 1)]
        self.forms[RELATION.key] = [
            Forms(one and turned[0](one), two and turned[1](two))
            for one, two in self.forms[RELATION.key]
        ]
        graph, other = (_graph(self.forms, form) for form in (0, 1))
        conflicts = sorted(self.conflicts, key=lambda c: (c.record.key, c.key, c.field))
        return Merged(graph, other, self.forms, tuple(conflicts), all_names(self.carries))

    def _merged(self, record: Record, attribute: str) -> list[Forms]:
        sides = [_sides(getattr(d, attribute)) for d in self.diffs]
        write = [self._writer(record, number) for number in (0, 1, 2)]
        found = []
        for value in getattr(self.base, attribute):
            carried = write[0](value)
            three = [carried]
            for number, (changed, _) in enumerate(sides, 1):
                queue = changed.get(value)
                if queue:
                    after = queue.popleft().after
                    three.append(None if after is None else write[number](after))
                else:
                    three.append(carried)
            found.append(self._named_twice(record, value, self._entry(record, _Three(*three))))
        added = [[write[n](value) for value in side[1]] for n, side in enumerate(sides, 1)]
        found = [forms for forms in found if forms != (None, None)]
        return self._with_added(record, found, added[0], added[1])

    def _named_twice(self, record: Record, value: Any, forms: Forms) -> Forms:
        """Find that an entry cannot have the new name that theirs gave it.

        Ours gave it another one, or gave the same one to another entry.
        """
        if record is RELATION or None in forms:
            return forms
        kind, name = _KINDS[record.key], name_of(value)
        ours, theirs = (getattr(d.renames, kind).get(name) for d in self.diffs)
        has = getattr(self.carries[0], kind).get(name, name)
        if not theirs or theirs == has:
            return forms
        field = record.identity
        three = _Three(value, *forms)
        self._conflict(record, three, field, name, ours or name, theirs)
        if theirs in map(name_of, getattr(self.sides[0], kind)):
            self.conflicts[-1] = self.conflicts[-1]._replace(taken=True)
        return Forms(forms.one, forms.two._replace(**{field: theirs}))

    def _writer(self, record: Record, number: int) -> Callable[[Any], Any]:
        return writer(record.key, self.carries[number], _types(self.forms, 0))

    def _with_added(
        self, record: Record, found: list[Forms], ours: list[Any], theirs: list[Any]
    ) -> list[Forms]:
        """Pair what both added, by its name, or as the same claim; each other one is added."""
        waiting: defaultdict[Any, deque[Any]] = defaultdict(deque)
        for value in theirs:
            waiting[_claim(value)].append(value)
        place = {name_of(f.one): n for n, f in enumerate(found) if f.one and name_of(f.one)}
        for value in ours:
            queue = waiting.get(_claim(value))
            there = queue.popleft() if queue else None
            name = name_of(value)
            if there is None and name in place:  # theirs gave another entry this name
                two = found[place[name]].two
                found[place[name]] = self._entry(record, _Three(None, value, two))
            else:
                found.append(self._entry(record, _Three(None, value, there)))
        place = {name_of(f.one): n for n, f in enumerate(found) if f.one and name_of(f.one)}
        there_already = {form for forms in found for form in forms if form is not None}
        for value in (value for queue in waiting.values() for value in queue):
            name = name_of(value)
            if value in there_already:
                continue
            if name in place:  # ours gave another entry this name
                one = found[place[name]].one
                found[place[name]] = self._entry(record, _Three(None, one, value))
            else:
                found.append(self._entry(record, _Three(None, None, value)))
        return found

    def _entry(self, record: Record, three: _Three) -> Forms:
        base, ours, theirs = three
        if theirs in (ours, base):
            return Forms(ours, ours)
        if ours == base:
            return Forms(theirs, theirs)
        if ours is None or theirs is None:
            self._conflict(record, three, "", *map(_plain, three))
            return Forms(ours, theirs)
        one: dict[str, Any] = {}
        two: dict[str, Any] = {}
        for field in record.fields:
            values = [_given(value, ours, field) for value in three]
            made = _field(field, values, new=base is None)
            if made is None:
                plain = [(_plain(value) or {}).get(field.name) for value in three]
                self._conflict(record, three, field.name, *plain)
            one[field.attribute], two[field.attribute] = made or (values[1], values[2])
        return Forms(ours._replace(**one), ours._replace(**two))

    def _conflict(self, record: Record, three: _Three, field: str, *values: Any) -> None:
        value = next(value for value in three if value is not None)
        key = name_of(value) or tie(value)
        self.conflicts.append(Conflict(record, key, field, *values))

    def _keep_what_is_named(self) -> None:
        """Find what one side took out and the other goes on to name."""
        result = [f for key in ("relations", "actors") for f in self.forms[key]]
        used = {named for forms in result for one in forms if one for named in names_in(one)}
        sides = [_Side(self, number) for number in (1, 2)]
        for record, attribute in _NAMED:
            write = self._writer(record, 0)
            kept = {name_of(f.one or f.two) for f in self.forms[record.key]}
            for value in map(write, getattr(self.base, attribute)):
                name = name_of(value)
                if name in kept or (record.key, name) not in used:
                    continue
                gone = [side.took_out(record, attribute, name) for side in sides]
                if any(gone):
                    three = _Three(value, *(None if lost else value for lost in gone))
                    self.forms[record.key].append(Forms(three.ours, three.theirs))
                    self._conflict(record, three, "", *map(_plain, three))


class _Side:
    """What a side has and names, in the ids of the result."""

    def __init__(self, merging: _Merging, number: int) -> None:
        self.graph = merging.sides[number - 1]
        self.write = {
            record.key: merging._writer(record, number)  # noqa: SLF001 - a part of it
            for record in (RELATION, ACTOR, SOURCE, RELATION_TYPE)
        }
        self.names = {
            named
            for record, values in ((RELATION, self.graph.relations), (ACTOR, self.graph.actors))
            for value in values
            for named in names_in(self.write[record.key](value))
        }

    def took_out(self, record: Record, attribute: str, name: str) -> bool:
        """Tell whether something is not there, and nothing here names it any more."""
        there = {name_of(self.write[record.key](one)) for one in getattr(self.graph, attribute)}
        return name not in there and (record.key, name) not in self.names


#: What renames of entries are called, by top-level key.
_KINDS = {ACTOR.key: "actors", SOURCE.key: "sources", RELATION_TYPE.key: "types"}
#: What other entries name.
_NAMED = ((ACTOR, "actors"), (SOURCE, "sources"), (RELATION_TYPE, "types"))


def _types(forms: Mapping[str, Sequence[Forms]], form: int) -> list[RelationType]:
    return [one[form] for one in forms.get(RELATION_TYPE.key, ()) if one[form]]


def _graph(forms: Mapping[str, Sequence[Forms]], form: int) -> ActorGraph:
    said = {key: [one[form] for one in found if one[form]] for key, found in forms.items()}
    return ActorGraph.of(said["actors"], said["relations"], said["sources"], said["relation_types"])


_Changed = Mapping[Any, deque[Change[Any]]]


def _sides(changes: Iterable[Change[Any]]) -> tuple[_Changed, list[Any]]:
    """Give the changes of a side by what they change, and what it adds."""
    changed: defaultdict[Any, deque[Change[Any]]] = defaultdict(deque)
    added = []
    for change in changes:
        if change.before is None:
            added.append(change.after)
        else:
            changed[change.before].append(change)
    return changed, added


def _claim(value: Value) -> Any:
    """Give what two new entries share that say the same: a name, or tie and begin."""
    if isinstance(value, Relation) and not value.id:
        return tie(value), value.begin
    return name_of(value)


def _given(value: Any, other: Any, field: Field) -> Any:
    """Give a field; where the entry is not there what is meant by leaving the field out."""
    if value is not None:
        return getattr(value, field.attribute)
    return other._field_defaults.get(field.attribute)


def _field(field: Field, values: Sequence[Any], *, new: bool) -> tuple[Any, Any] | None:
    """Merge a field; None where it cannot be."""
    base, ours, theirs = values
    if ours == theirs:
        return ours, ours
    if not (new and field.form in ("date", "end") and field.name in ("from", "to")):
        # Of a new entry the dates say something by not being there.
        if theirs == base:
            return ours, ours
        if ours == base:
            return theirs, theirs
    if field.form == "ids":
        return _identifiers(base, ours, theirs)
    if isinstance(ours, Listed):
        joined = Listed(_joined(base, ours, theirs))
        return joined, joined
    return None


def _joined(base: Iterable[Any], ours: Iterable[Any], theirs: Sequence[Any]) -> Iterator[Any]:
    """Give ours without what theirs took out, and then what theirs put in."""
    gone = Counter(base) - Counter(theirs)
    come = Counter(theirs) - Counter(base) - (Counter(ours) - Counter(base))
    for item in ours:
        if gone[item] and item in Counter(base):
            gone[item] -= 1
        else:
            yield item
    for item in theirs:
        if come[item]:
            come[item] -= 1
            yield item


def _identifiers(base: Any, ours: Any, theirs: Any) -> tuple[Any, Any] | None:
    """Merge identifiers by their scheme."""
    sides = [{one.scheme: one for one in side or ()} for side in (base, ours, theirs)]
    made = []
    for scheme in dict.fromkeys([*sides[1], *sides[2]]):
        was, one, two = (side.get(scheme) for side in sides)
        if one != two and was not in (one, two):
            return None
        made.append(two if one == was else one)
    found = Listed(one for one in made if one)
    return found, found


def _plain(value: Value | None) -> dict[str, Any] | None:
    return None if value is None else to_record(value)


__all__ = ["Conflict", "Forms", "Merged", "merge"]

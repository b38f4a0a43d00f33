"""Three versions of a dataset's files -> one, merged by what they say; ours is the ground.

The lines that only one side changed come from that side, comments and all, as git merges them; then
the texts are changed in place until they say what `merging.merge` found. So it does not
matter where in a file two people wrote. Entries of theirs are taken as they stand there. Where
the two contradict each other both forms stand between git's conflict markers.
"""

import os
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any, NamedTuple

from graph.decoding import decode
from graph.diffing.changes import name_of
from graph.loading import collector_resting
from graph.model import ActorGraph, Relation, RelationType, tie
from graph.parsing import Draft
from graph.patching.amending import (
    carried_step,
    followed_keys,
    home_of,
    names_of,
    plan_of,
    vocabulary,
)
from graph.patching.blocks import blocks_of
from graph.patching.carrying import writer
from graph.patching.lines import line_ending, split_lines
from graph.patching.merging import Conflict, Forms, Merged, merge
from graph.patching.revising import Choose, Plan, Wanted, first, revised, said_by, second
from graph.problems import Problem
from graph.reading import comments, spans
from graph.records import STEP, to_record

_BOM = b"\xef\xbb\xbf"
_KEYS = ("actors", "relations", "sources", "relation_types")
#: Merges the lines of base, ours and theirs, taking ours where both changed the same ones.
Lines = Callable[[bytes, bytes, bytes], bytes]
Files = Mapping[str, bytes]


class Sides(NamedTuple):
    """The files of three versions by name, and what to call two of them in conflicts."""

    base: Files
    ours: Files
    theirs: Files
    one: str = "ours"
    two: str = "theirs"


class Woven(NamedTuple):
    """What `weave` gave.

    Attributes:
        files: All files of the result; with conflicts some hold conflict markers.
        conflicts: Where the sides contradict each other.
        problems: Mistakes of form in one of the versions, with which nothing is merged.
        strays: Comments of theirs that are about no entry of the result, and stand at its end.
    """

    files: Files = MappingProxyType({})
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Problem, ...] = ()
    strays: tuple[str, ...] = ()


class _Version(NamedTuple):
    """One side, read."""

    texts: dict[str, str]
    draft: Draft
    graph: ActorGraph

    @classmethod
    def of(cls, files: Files, defaults: Sequence[RelationType]) -> "_Version | list[Problem]":
        texts: dict[str, str] = {}
        problems = []
        for file, data in files.items():
            text = decode(data, file)
            if isinstance(text, Problem):
                problems.append(text)
            else:
                texts[file] = text
        draft = said_by(texts.items(), defaults)
        if problems or draft.problems:
            return sorted([*problems, *draft.problems])
        said = {key: [entry.value for entry in draft.entries[key]] for key in _KEYS}
        graph = ActorGraph.of(
            said["actors"], said["relations"], said["sources"], draft.types.values()
        )
        return cls(texts, draft, graph)


@collector_resting()
def weave(sides: Sides, lines: Lines, defaults: Sequence[RelationType] = ()) -> Woven:
    """Merge three versions of the files of a dataset, or of one of its files.

    Args:
        sides: A file that a version lacks is not named there.
        lines: Merges texts line by line.
        defaults: The vocabulary that a whole dataset adds to; none for a file on its own, whose
            relations then are compared as they are written.
    """
    read = [_Version.of(files, defaults) for files in sides[:3]]
    problems = [problem for one in read if isinstance(one, list) for problem in one]
    versions = [one for one in read if isinstance(one, _Version)]
    if problems:
        return Woven(problems=tuple(problems))
    base, ours, theirs = versions
    merged = merge(base.graph, ours.graph, theirs.graph)
    ground = _Version.of(_by_lines(sides, lines), defaults)
    for start in (ground, ours):
        if isinstance(start, list):
            continue  # lines of both together are no YAML
        try:
            return _Weaver(sides, (base, ours, theirs), merged, start, defaults).woven()
        except ValueError:
            if start is ours:
                raise
    raise AssertionError


def _by_lines(sides: Sides, lines: Lines) -> dict[str, bytes]:
    """Give every file as merging lines gives it."""
    found: dict[str, bytes] = {}
    for file in sorted({*sides.ours, *sides.theirs}):
        base, ours, theirs = (files.get(file) for files in sides[:3])
        if theirs in (ours, base):
            made = ours
        elif ours == base:
            made = theirs
        elif ours is None or theirs is None:
            made = ours if theirs is None else theirs
        else:
            made = lines(base or b"", ours, theirs)
        if made is not None:
            found[file] = made
    return found


class _Weaver:
    """Turns the ground into a text that says what was merged."""

    def __init__(
        self,
        sides: Sides,
        versions: tuple[_Version, _Version, _Version],
        merged: Merged,
        ground: _Version,
        defaults: Sequence[RelationType],
    ) -> None:
        self.sides, self.merged, self.ground, self.defaults = sides, merged, ground, defaults
        self.base, self.ours, self.theirs = versions
        self.conflicts = list(merged.conflicts)

    def woven(self) -> Woven:
        """Make the texts in both forms, which reads them again, and with markers if they differ."""
        plan = self._plan()
        made = self._made(plan, first)
        strays = self._lost(made)
        if strays:
            plan = self._noted(plan, strays)
            made = self._made(plan, first)
        if self.conflicts:
            self._made(plan, second)
            made = self._made(plan, marker(self.sides.one, self.sides.two))
        left = tuple((+strays).elements())
        made = {file: text + self._at_end(file, text, strays) for file, text in made.items()}
        files = {
            file: _BOM * self._marked(file) + text.encode() for file, text in sorted(made.items())
        }
        return Woven(files, tuple(self.conflicts), strays=left)

    def _made(self, plan: Plan, choose: Choose) -> dict[str, str]:
        return self.ground.texts | revised(self.ground.texts, self.ground.draft, plan, choose)

    def _at_end(self, file: str, text: str, strays: Counter[str]) -> str:
        """Give the comments of theirs that no entry took, for the end of the file."""
        mine = list((+strays & _comments([self.theirs.texts.get(file, "")])).elements())
        if not mine:
            return ""
        strays.subtract(mine)
        ends = line_ending(text)
        open_ = "" if not text or text.endswith(("\n", "\r")) else ends
        return open_ + ends + "".join(one + ends for one in mine)

    def _noted(self, plan: Plan, strays: Counter[str]) -> Plan:
        """Put comments that theirs brought above the entries that they are about there."""
        entries = {key: list(found) for key, found in plan.entries.items()}
        written = _blocks(self.theirs)
        for key in _KEYS:
            write = self._write(key)
            spots: dict[Any, int] = {}
            for number, wanted in enumerate(entries[key]):
                for what in _called(wanted):
                    spots.setdefault(what, number)
            for entry in self.theirs.draft.entries[key]:
                text = written.get(id(entry), "")
                if not any(one in text for one in +strays):
                    continue
                mine = list((+strays & _comments([text])).elements())
                value = write(entry.value)
                spot = next((spots[w] for w in _called(Wanted(value, value)) if w in spots), None)
                if mine and spot is not None:
                    strays.subtract(mine)
                    notes = "".join(f"{one}\n" for one in mine)
                    entries[key][spot] = entries[key][spot]._replace(text=notes)
        return plan._replace(entries=entries)

    def _marked(self, file: str) -> bool:
        side = self.sides.ours if file in self.sides.ours else self.sides.theirs
        return side.get(file, b"").startswith(_BOM)

    def _plan(self) -> Plan:
        entries: dict[str, list[Wanted]] = {}
        added: dict[str, dict[str, list[Wanted]]] = defaultdict(lambda: defaultdict(list))
        news: dict[str, list[Any]] = {}
        for key in _KEYS:
            entries[key], left = self._matched(key)
            news[key] = [forms.one for forms in left if forms.one is not None]
            find = self._as_written(key) if left else None
            for forms in left:
                value = forms.two if forms.one is None else forms.one
                file, text = find(forms) if find else ("", "")
                home = file or home_of(value, self.ground.draft, self.ground.texts, self._folder())
                added[home][key].append(Wanted(*forms, text))
        targets = {key: [wanted.one for wanted in found] for key, found in entries.items()}
        keys = followed_keys(self.ground.draft, targets, news)
        entries["story"] = self._story(keys, added)
        words = [
            vocabulary([kind for kind in graph.types if kind not in self.defaults], self.defaults)
            for graph in (self.merged.graph, self.merged.other)
        ]
        name = names_of(self.merged.carry, keys)
        return plan_of(entries, added, name, (words[0], words[1]))

    def _folder(self) -> str:
        return os.path.dirname(next(iter(self.ground.texts), ""))

    def _write(self, key: str) -> Callable[[Any], Any]:
        """Give what writes entries of any version in the ids of the result."""
        return writer(key, self.merged.carry, self.merged.graph.types)

    def _matched(self, key: str) -> tuple[list[Wanted], list[Forms]]:
        """Say what becomes of the ground's entries, and which are not among them."""
        write = self._write(key)
        values = [write(entry.value) for entry in self.ground.draft.entries[key]]
        own = self.merged.forms[key]
        if key == "relation_types":
            words = set(self.defaults) - set(values)
            own = [forms for forms in own if forms.one != forms.two or forms.one not in words]
        found: list[Wanted | None] = [None] * len(values)
        left = list(own)
        for same in (_whole, _second, _named, _spell, _alike):
            waiting: defaultdict[Any, deque[int]] = defaultdict(deque)
            for number, forms in enumerate(left):
                if (what := same(forms)) is not None:
                    waiting[what].append(number)
            taken = set()
            for number, value in enumerate(values):
                what = None if found[number] else same(Forms(value, value))
                if what is not None and waiting.get(what):
                    taken.add(at := waiting[what].popleft())
                    found[number] = Wanted(*left[at])
            left = [forms for number, forms in enumerate(left) if number not in taken]
        return [wanted or Wanted(None, None) for wanted in found], left

    def _as_written(self, key: str) -> Callable[[Forms], tuple[str, str]]:
        """Give what finds the file and the lines that a side has for an entry, theirs first."""
        write = self._write(key)
        known: dict[Any, tuple[str, str]] = {}
        for side in (self.theirs, self.ours):
            written = _blocks(side)
            for entry in side.draft.entries[key]:
                file = entry.file if entry.file in self.ground.texts else ""
                known.setdefault(write(entry.value), (file, written.get(id(entry), "")))
        return lambda forms: next((known[one] for one in reversed(forms) if one in known), ("", ""))

    def _story(
        self, keys: Mapping[str, str], added: dict[str, dict[str, list[Wanted]]]
    ) -> list[Wanted]:
        """Keep the steps that lines gave; a step of theirs that is not there is a conflict."""
        carry = self.merged.carry
        steps = {
            name: Counter(carried_step(e.value, carry, {}) for e in side.draft.entries["story"])
            for name, side in (("base", self.base), ("ours", self.ours), ("theirs", self.theirs))
        }
        gone = (steps["base"] - steps["theirs"]) & steps["ours"]
        new = steps["theirs"] - steps["base"] - steps["ours"]
        made = []
        for entry in self.ground.draft.entries["story"]:
            step = carried_step(entry.value, carry, {})
            if gone[step]:
                gone[step] -= 1
                made.append(Wanted(None, None))
                continue
            new[step] -= 1
            made.append(Wanted(followed := carried_step(entry.value, carry, keys), followed))
        for step in (+new).elements():
            self.conflicts.append(Conflict(STEP, step.text[:60], "", None, None, to_record(step)))
            file = next(e.file for e in self.theirs.draft.entries["story"])
            added[file]["story"].append(Wanted(None, step))
        return made

    def _lost(self, texts: Mapping[str, str]) -> Counter[str]:
        """Give the comments that theirs brought and the result lacks."""
        brought = _comments(self.theirs.texts.values()) - _comments(self.base.texts.values())
        return brought - _comments(texts.values())


def _whole(forms: Forms) -> Any:
    return forms.one


def _second(forms: Forms) -> Any:
    return forms.two


def _named(forms: Forms) -> Any:
    return name_of(forms.one or forms.two) or None


def _spell(forms: Forms) -> Any:
    value = forms.one or forms.two
    return (tie(value), value.begin) if isinstance(value, Relation) else None


def _alike(forms: Forms) -> Any:
    value = forms.one or forms.two
    return tie(value) if isinstance(value, Relation) else None


def _called(wanted: Wanted) -> Iterator[Any]:
    """Give what an entry is known by, the surest first."""
    value = wanted.two or wanted.one
    if value is not None:
        forms = Forms(value, value)
        yield from (what for same in (_named, _spell, _alike) if (what := same(forms)) is not None)


def _blocks(side: _Version) -> dict[int, str]:
    """Give the lines of every entry that stands in lines of its own, comments above it too."""
    found: dict[int, str] = {}
    for file, text in side.texts.items():
        whole = text if text.endswith("\n") else text + "\n"
        root = spans(whole)
        for key in _KEYS if root else ():
            node = root.item(key) if root else None
            entries = [entry for entry in side.draft.entries[key] if entry.file == file]
            if node is None or node.style != "-":
                continue
            with suppress(ValueError):
                blocks = blocks_of(whole, node).blocks
                found |= {id(e): b.text for e, b in zip(entries, blocks, strict=True)}
    return found


def _comments(texts: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        if "#" not in text:  # most large files have none, and looking closer takes long
            continue
        found.update(one.text for one in comments("\n".join(text.splitlines()) + "\n"))
    return found


def marker(one: str, two: str) -> Callable[[str, str], str]:
    r"""Give what writes both forms of a text between conflict markers, line by line.

    >>> marker("ours", "theirs")("a\nb\n", "a\nc\n")
    'a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n'
    """

    def choose(ours: str, theirs: str) -> str:
        ends = line_ending(ours or theirs)
        sides = split_lines(ours), split_lines(theirs)
        made = []
        for what, a, b, c, d in SequenceMatcher(None, *sides, autojunk=False).get_opcodes():
            if what == "equal":
                made += sides[0][a:b]
            else:
                made += [f"<<<<<<< {one}{ends}", *sides[0][a:b], f"======={ends}"]
                made += [*sides[1][c:d], f">>>>>>> {two}{ends}"]
        return "".join(made)

    return choose


__all__ = ["Sides", "Woven", "marker", "weave"]

"""The texts of data files, and what becomes of each entry -> the texts that say so.

What no entry asks for stays as it is, byte for byte. Each text is read again and compared before
it is given back, so that a mistake here cannot lose data.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from graph.formatting import format_text, order_of, plain_entry, sorted_entries
from graph.model import Relation, RelationType, Step
from graph.parsing import Draft, Entry, parse
from graph.patching.blocks import Blocks, blocks_of, changed
from graph.patching.lines import line_end, line_ending, line_start, split_lines
from graph.patching.mending import cut, edited, mended, plain_of, renamed
from graph.patching.rewriting import rewritten, shifted
from graph.reading import Fields, Items, Span, read, spans
from graph.records import RECORDS, Record, Value, to_record
from graph.writing import WIDTH, entry_lines, flow

Said: TypeAlias = Value | Step | None
#: Chooses between two forms of an entry's text, ``""`` where it has none in that form.
Choose: TypeAlias = Callable[[str, str], str]


class Wanted(NamedTuple):
    """What becomes of an entry: two forms, which differ only where a merge leaves a choice.

    Attributes:
        one, two: None: it is taken out.
        text: For a new entry, the lines that it has elsewhere, comments above it too; for one
            that is there, comments to put above it. ``""``: none.
    """

    one: Said
    two: Said
    text: str = ""

    def form(self, number: int) -> Said:
        """Give the first form for 0, the second for 1."""
        return self.two if number else self.one


class Plan(NamedTuple):
    """What becomes of a dataset.

    Attributes:
        entries: One for each of the draft's, in their order, by top-level key.
        added: New entries by the file they go to and their top-level key.
        name: From what an id names and the id, the new id.
        types: The vocabularies that the new texts are read with, one for each form.
        symmetric: Names of the types whose ends are sorted in both.
    """

    entries: Mapping[str, Sequence[Wanted]]
    added: Mapping[str, Mapping[str, Sequence[Wanted]]]
    name: Callable[[str, str], str]
    types: tuple[Sequence[RelationType], Sequence[RelationType]]
    symmetric: frozenset[str]


def first(one: str, two: str) -> str:
    """Choose the first form."""
    del two
    return one


def second(one: str, two: str) -> str:
    """Choose the second form."""
    del one
    return two


def revised(texts: Mapping[str, str], draft: Draft, plan: Plan, choose: Choose) -> dict[str, str]:
    """Give the texts that change, and new ones.

    Args:
        texts: By file; a file that is not there yet is not named.
        draft: What they say: without problems.
        plan: What they shall say.
        choose: `first` or `second`, whose texts are read again; or what writes both forms.

    Raises:
        ValueError: A text cannot be made to say what is wanted; the message names its file.
    """
    jobs: dict[str, dict[str, list[tuple[Entry, Wanted]]]] = defaultdict(lambda: defaultdict(list))
    for key, entries in draft.entries.items():
        for entry, wanted in zip(entries, plan.entries[key], strict=True):
            jobs[entry.file][key].append((entry, wanted))
    found = {}
    for file in dict.fromkeys([*texts, *plan.added]):
        made = _file(file, texts.get(file, ""), jobs[file], plan, choose)
        if made != texts.get(file):
            found[file] = made
    return found


_Jobs: TypeAlias = Mapping[str, Sequence[tuple[Entry, Wanted]]]


def _file(file: str, text: str, jobs: _Jobs, plan: Plan, choose: Choose) -> str:
    added = plan.added.get(file, {})
    if not any(added.values()) and not any(
        _touched(entry, wanted, plan) for pairs in jobs.values() for entry, wanted in pairs
    ):
        return text
    try:
        return _checked(_revised(text, jobs, added, plan, choose), jobs, added, plan, choose)
    except ValueError:
        try:
            tidy = format_text(text)
            return _checked(
                _revised(tidy, _again(text, tidy, jobs), added, plan, choose),
                *(jobs, added, plan, choose),
            )
        except ValueError as error:
            raise ValueError(f"{file}: {error}") from None


def _again(text: str, tidy: str, jobs: _Jobs) -> _Jobs:
    """Find the entries of a file again in its tidy form, where they stand in another order."""
    old, new = read(text, "").root, read(tidy, "").root
    found: dict[str, list[tuple[Entry, Wanted]]] = {}
    if not isinstance(old, Fields) or not isinstance(new, Fields):
        return found
    for record in RECORDS:
        items = new.nodes.get(record.key)
        nodes = items.nodes if isinstance(items, Items) else []
        order = [number for number, _ in sorted_entries(record, old.nodes.get(record.key))]
        pairs = [jobs[record.key][number] for number in order]
        found[record.key] = [
            (entry._replace(node=node), wanted)
            for (entry, wanted), node in zip(pairs, nodes, strict=True)
            if isinstance(node, Fields)
        ]
    return found


def _touched(entry: Entry, wanted: Wanted, plan: Plan) -> bool:
    if wanted.text or not wanted.one == wanted.two == entry.value:
        return True
    if not isinstance(entry.value, Relation):
        return False
    written = tuple(getattr(entry.node.nodes[end], "value", "") for end in ("source", "target"))
    ends = (entry.value.source, entry.value.target)
    return written != ends and entry.value.type not in plan.symmetric


def _checked(
    text: str,
    jobs: _Jobs,
    added: Mapping[str, Sequence[Wanted]],
    plan: Plan,
    choose: Choose,
) -> str:
    """Give a text that says what is wanted; one that holds both forms is not read."""
    if choose not in (first, second):
        return text
    form = 0 if choose is first else 1
    wanted = [wanted.form(form) for pairs in jobs.values() for _, wanted in pairs]
    wanted += [one.form(form) for news in added.values() for one in news]
    made = read(text, "")
    draft = parse([("", made.root)], plan.types[form])
    said = Counter(entry.value for entries in draft.entries.values() for entry in entries)
    if made.problems or draft.problems or said != Counter(one for one in wanted if one):
        raise ValueError("it cannot be changed to say this; run whowhom fmt on it and try again")
    return text


def _revised(
    text: str,
    jobs: _Jobs,
    added: Mapping[str, Sequence[Wanted]],
    plan: Plan,
    choose: Choose,
) -> str:
    ends, whole = line_ending(text), not text or text[-1] in "\n\r\x85\u2028\u2029"
    text = text if whole else text + ends
    root = spans(text)
    if root and root.style != ":":
        raise ValueError("the file is one mapping in braces")
    by_key = {record.key: record for record in RECORDS}
    lists = dict(zip((k.value for k in root.keys), root.items, strict=True)) if root else {}
    for name in [key for key in added if key not in lists]:
        # What stands behind all changes no place before it.
        text = _with_section(text, by_key[name], added[name], choose, ends)
    keys = {key.value: key for key in root.keys} if root else {}
    for name, node in reversed(lists.items()):
        job = _List(by_key[name], jobs.get(name, ()), added.get(name, ()), plan, choose, ends)
        text = job.revised(text, keys[name], node)
    return text if whole else text.removesuffix(ends)


def _with_section(
    text: str, record: Record, news: Sequence[Wanted], choose: Choose, ends: str
) -> str:
    blocks = [choose(*(_new_block(record, one, form, ends) for form in (0, 1))) for one in news]
    said = ends.join(block for block in blocks if block)
    apart = ends if text.strip() else ""
    return f"{text}{apart}{record.key}:{ends}{said}" if said else text


def _new_block(record: Record, new: Wanted, form: int, ends: str, edge: int = 2) -> str:
    value = new.form(form)
    if value is None:
        return ""
    if new.text:
        lines = split_lines(new.text)
        was = next(line for line in lines if line.strip() and line.lstrip()[0] == "-")
        by = edge - (len(was) - len(was.lstrip()))
        text = "".join(shifted(line.rstrip() + ends, by) for line in lines)
        try:
            return mended(text, record, to_record(value), ends)
        except ValueError:
            return rewritten(text, record, to_record(value), ends, edge)
    lines = entry_lines(record, to_record(value))
    return "".join(shifted(line + ends, edge - 2) for line in lines)


class _List(NamedTuple):
    """What becomes of one list of a file."""

    record: Record
    pairs: Sequence[tuple[Entry, Wanted]]
    added: Sequence[Wanted]
    plan: Plan
    choose: Choose
    ends: str

    def revised(self, text: str, key: Span, node: Span) -> str:
        """Change the list in a text; nothing that stands before it moves."""
        touched = any(_touched(entry, wanted, self.plan) for entry, wanted in self.pairs)
        if not touched and not self.added:
            return text
        if not node.items:
            return self._filled(text, node)
        if node.style == "[":
            return self._in_brackets(text)
        cut = blocks_of(text, node)
        new = [
            self._both(block.text, pair, cut.edge)
            for block, pair in zip(cut.blocks, self.pairs, strict=True)
        ]
        placed = self._placed(cut, new, node)
        made = changed(cut, new, placed)
        return made.joined() if made.blocks else _emptied(made, key)

    def _both(self, text: str, pair: tuple[Entry, Wanted], edge: int) -> str:
        one = self._block(text, pair, 0, edge)
        same = pair[1].one == pair[1].two
        return one if same else self.choose(one, self._block(text, pair, 1, edge))

    def _block(self, text: str, pair: tuple[Entry, Wanted], form: int, edge: int) -> str:
        entry, wanted = pair
        value = wanted.form(form)
        if value is None:
            return ""
        notes = "".join(f"{' ' * edge}{note}{self.ends}" for note in wanted.text.splitlines())
        text = notes + text
        if not _touched(entry, Wanted(value, value), self.plan):
            return text
        try:
            text = renamed(text, self.record, self.plan.name)
            return mended(text, self.record, self._oriented(text, value), self.ends)
        except ValueError:
            plain = self._oriented(text, value)
            return rewritten(text, self.record, plain, self.ends, edge)

    def _oriented(self, text: str, value: Value | Step) -> dict[str, Any]:
        """Give the fields of an entry; the ends of a symmetric relation as they are written."""
        plain = to_record(value)
        if isinstance(value, Relation) and value.type in self.plan.symmetric:
            root = spans(text)
            node = root.items[0] if root and root.style == "-" else root
            said = plain_of(node) if node else {}
            one, two = said.get("source"), said.get("target")
            kept = one == value.source or two == value.target
            if not kept and (one == value.target or two == value.source):
                plain["source"], plain["target"] = value.target, value.source
        return plain

    def _placed(self, cut: Blocks, new: Sequence[str], node: Span) -> list[tuple[int, str]]:
        """Put new entries in the order of ``whowhom fmt`` if the list is in it, else last."""
        if not self.added:
            return []
        kept = [number for number, text in enumerate(new) if text]
        orders = [order_of(self.record, plain_entry(self.record, e.node)) for e, _ in self.pairs]
        ordered = bool(self.record.identity) and orders == sorted(orders)
        short = all(item.style == "{" for item in node.items)
        found = []
        for wanted in self.added:
            shown = wanted.one or wanted.two
            if shown is None:
                continue
            order = order_of(self.record, to_record(shown))
            before = [n for n in kept if not ordered or orders[n] <= order]
            text = self.choose(*(self._new(wanted, form, cut.edge, short=short) for form in (0, 1)))
            if text:
                found.append((before[-1] if before else -1, order if ordered else (), text))
        return [(place, text) for place, _, text in sorted(found, key=lambda one: one[:2])]

    def _new(self, wanted: Wanted, form: int, edge: int, *, short: bool) -> str:
        value = wanted.form(form)
        if short and value is not None and not wanted.text:
            line = f"{' ' * edge}- {flow(to_record(value))}"
            if len(line) <= WIDTH:
                return line + self.ends
        return _new_block(self.record, wanted, form, self.ends, edge)

    def _filled(self, text: str, node: Span) -> str:
        """Write entries into a list that has none."""
        news = [
            self.choose(*(_new_block(self.record, one, form, self.ends) for form in (0, 1)))
            for one in self.added
        ]
        said = self.ends.join(one for one in news if one)
        if not said:
            return text
        if "#" in text[node.begin : node.end]:
            raise ValueError("a comment stands in an empty list")
        start = line_start(text, node.begin)
        before = text[start : node.begin].rstrip()
        text = text[:start] + before + text[node.end :]
        at = line_end(text, start + len(before))
        return text[:at] + said + text[at:]

    def _in_brackets(self, text: str) -> str:
        """Change a list in brackets, one entry at a time and the last one first."""
        forms: list[str] = []
        for form in (0, 1):
            made = text
            for number in reversed(range(len(self.pairs))):
                made = self._one_in_brackets(made, number, form)
            for wanted in self.added:
                if (value := wanted.form(form)) is not None:
                    node = _list(made, self.record.key)
                    at = node.items[-1].end if node.items else node.begin + 1
                    said = (", " if node.items else "") + flow(to_record(value))
                    made = edited(made, [(at, at, said)], self.ends)
            forms.append(made)
        if forms[0] != forms[1] and self.choose not in (first, second):
            raise ValueError("both forms cannot stand in brackets")
        return self.choose(*forms)

    def _one_in_brackets(self, text: str, number: int, form: int) -> str:
        entry, wanted = self.pairs[number]
        value = wanted.form(form)
        if value is not None and not _touched(entry, Wanted(value, value), self.plan):
            return text
        node = _list(text, self.record.key)
        item = node.items[number]
        if value is None:
            return edited(
                text, [cut(text, [(one.begin, one.end) for one in node.items], number)], self.ends
            )
        old = text[item.begin : item.end]
        said = renamed(old, self.record, self.plan.name)
        said = mended(said, self.record, self._oriented(said, value), self.ends)
        return text[: item.begin] + said + text[item.end :]


def _emptied(made: Blocks, key: Span) -> str:
    """Write the empty list beside its key."""
    colon = made.before.index(":", key.end)
    return f"{made.before[: colon + 1]} []{made.before[colon + 1 :]}{made.after}"


def _list(text: str, key: str) -> Span:
    root = spans(text)
    node = root.item(key) if root else None
    if node is None:
        raise ValueError("the list is gone")
    return node


def said_by(files: Iterable[tuple[str, str]], types: Sequence[RelationType]) -> Draft:
    """Read texts, without the checks of meaning; their problems are the draft's."""
    reads = [(file, read(text, file)) for file, text in files]
    draft = parse([(file, found.root) for file, found in reads], types)
    draft.problems.extend(problem for _, found in reads for problem in found.problems)
    return draft

"""The history of a graph, and of one relation in it -> `Report`."""

from collections.abc import Iterator, Sequence
from typing import Any

from graph.decoding import printable
from graph.model import Actor
from graph.records import to_record
from graph.report import Report, plural, sentence
from graph.timing import tenure
from graph.versioning.blaming import Blame, Said
from graph.versioning.history import Log, Step, Told
from graph.versioning.revisions import Commit
from graph.writing import flow

#: What a commit may change, in the order in which it is told, and its short name.
_NOUNS = {
    "relation": "relations",
    "actor": "actors",
    "source": "sources",
    "relation type": "types",
}
_SIGNS = ("+", "-", "~")
LOG_COLUMNS = ("commit", "day", "change", "author", "subject")
BLAME_COLUMNS = ("field", "said", "commit", "day", "author", "subject")
#: Letters of a commit's name that are shown.
_SHORT = 7


def log(found: Log, about: Actor | None = None, *, shallow: bool = False) -> Report:
    """Report a history, one row and one JSON item a commit.

    ``reason`` is ``no-change`` where there is none.

    Args:
        found: What to tell.
        about: The actor that was asked for.
        shallow: The clone has not the whole history.
    """
    subject = f"{about.name} ({about.id})" if about else "the graph"
    none = f"no commit changed {subject}" + ("; form alone" if found.form and not about else "")
    return Report(
        "log",
        results=lambda: [_step(step) for step in found.steps],
        columns=LOG_COLUMNS,
        rows=[_row(step) for step in found.steps],
        about={
            "actor": about.id if about else None,
            "left_out": {"form": found.form, "others": found.others, "unread": len(found.unread)},
            "more": found.more,
        },
        title=f"What changed {subject}, newest first",
        lead=("+ added  - removed  ~ changed",) if found.steps else (),
        foot=tuple(_notes(found, shallow=shallow)),
        reason="" if found.steps else "no-change",
        message="" if found.steps else none,
    )


def _row(step: Step) -> tuple[str, ...]:
    commit = step.snapshot.commit
    return (commit.id[:_SHORT], _day(commit), _change(step), commit.author, commit.subject)


def _change(step: Step) -> str:
    if step.fault:
        return "not readable"
    return counted(step.told) if step.told else "not known"


def counted(told: Told) -> str:
    """Count what changed: ``relations +2 -1 ~1, actors +1``.

    >>> counted(Told({"actor": (1, 0, 0), "relation": (2, 0, 1)}, frozenset()))
    'relations +2 ~1, actors +1'
    """
    parts = []
    for one, noun in _NOUNS.items():
        counts = zip(_SIGNS, told.counts.get(one, ()), strict=False)
        signs = [f"{sign}{count:,}" for sign, count in counts if count]
        parts += [" ".join([noun, *signs])] if signs else []
    return ", ".join(parts)


def _notes(found: Log, *, shallow: bool) -> Iterator[str]:
    for step in (*found.steps, *found.unread):
        if step.fault:
            short = step.snapshot.commit.id[:_SHORT]
            more = f" ({plural(step.fault.errors, 'error')})" if step.fault.errors > 1 else ""
            yield f"not readable, and passed over: {short}:{step.fault.first}{more}"
    moved = {step.snapshot.moved: step.snapshot.commit for step in reversed(found.steps)}
    for folder, commit in moved.items():
        if folder:
            yield f"up to {commit.id[:_SHORT]} the data lay in {printable(folder)}"
    if any(step.told is None and not step.fault for step in found.steps):
        why = "; the clone is shallow, run git fetch --unshallow" if shallow else ""
        yield f"not known: what came before cannot be read here{why}"
    if found.form:
        yield f"left out: {plural(found.form, 'commit')} that changed the form of the files alone"
    if found.others:
        yield f"left out: {plural(found.others, 'commit')} about others"
    more = "; there are more, --max 0 shows all" if found.more else ""
    yield f"{plural(len(found.steps), 'commit')}; merges count as what they brought in{more}"


def _step(step: Step) -> dict[str, Any]:
    told = step.told
    return {
        **_commit(step.snapshot.commit),
        "before": step.before.commit.id if step.before else None,
        "changes": {
            one.replace(" ", "_"): dict(zip(("added", "removed", "changed"), counts, strict=True))
            for one, counts in sorted(told.counts.items())
        }
        if told
        else None,
        "actors": sorted(told.actors) if told else [],
        "error": step.fault.first if step.fault else None,
        "errors": step.fault.errors if step.fault else 0,
        "moved": step.snapshot.moved or None,
    }


def _commit(commit: Commit) -> dict[str, Any]:
    return {
        "commit": commit.id,
        "recorded": commit.recorded.text if commit.recorded else None,
        "author": commit.author,
        "subject": commit.subject,
    }


def _day(commit: Commit) -> str:
    return commit.recorded.text if commit.recorded else ""


def blame(found: Blame) -> Report:
    """Report who said what of a relation: one row and one JSON item for each of its fields."""
    graph, relation = found.graph, found.relation
    fields = {name: found.last_change(name) for name in to_record(relation)}
    return Report(
        "blame",
        results=lambda: [
            {"field": name, "value": to_record(relation)[name], **_said(fields[name])}
            for name in fields
        ],
        columns=BLAME_COLUMNS,
        rows=[
            (name, _value(to_record(relation)[name]), *_who(said)) for name, said in fields.items()
        ],
        about={
            "relation": found.key,
            "first": _commit(found.first.commit) if found.first else None,
            "said": [
                {**_said(said), "change": said.change.kind, "fields": list(said.change.fields)}
                for said in found.said
            ],
        },
        title=f"{sentence(graph, relation)}, {tenure(graph, relation)}: who said so",
        lead=tuple(_lead(found)),
        foot=(f"{found.key}; {plural(len(found.said), 'commit')} about it",),
    )


def _lead(found: Blame) -> Iterator[str]:
    last = found.said[0] if found.said else None
    if last and last.change.after is None:
        yield f"taken back by {_told(last)}"
    elif last and last is not found.first:
        yield f"last changed by {_told(last)} ({', '.join(last.change.fields)})"
    if found.first:
        yield f"first said by {_told(found.first)}"
    else:
        yield "first said by a commit that is not in this history"


def _told(said: Said) -> str:
    commit = said.commit
    who = ", ".join(filter(None, (_day(commit), commit.author)))
    return f"{commit.id[:_SHORT]} ({who}): {commit.subject}"


def _who(said: Said | None) -> Sequence[str]:
    if said is None:
        return ("", "", "", "")
    commit = said.commit
    return (commit.id[:_SHORT], _day(commit), commit.author, commit.subject)


def _said(said: Said | None) -> dict[str, Any]:
    empty = Commit("", "")
    given = _commit(said.commit if said else empty)
    return given if said else dict.fromkeys(given)


def _value(content: Any) -> str:
    return content if isinstance(content, str) else flow(content)

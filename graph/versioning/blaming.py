"""Which commit said a relation first, and which one last changed each of its fields."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from graph.asking import spoken
from graph.diffing.changes import Change, carrier
from graph.diffing.comparing import diff
from graph.model import ActorGraph, Relation
from graph.names import resolve
from graph.records import RELATION_TYPE
from graph.versioning.history import History, Step
from graph.versioning.revisions import Commit

#: Gives the keys of the relations of a graph that are meant.
Select = Callable[[ActorGraph], Sequence[str]]


class Said(NamedTuple):
    """A commit that said something about the relation.

    Attributes:
        commit: Which.
        change: What it changed; `before` is None where it said the relation first, `after` where
            it took it back.
    """

    commit: Commit
    change: Change[Relation]


class Blame(NamedTuple):
    """The history of one relation.

    Attributes:
        key: Its key in the newest version that has it.
        relation: As it says it.
        graph: That version.
        said: The commits that changed it, newest first. The first of them may have taken it back;
            the last one said it first, unless the history that is asked for begins later.
    """

    key: str
    relation: Relation
    graph: ActorGraph
    said: tuple[Said, ...]

    @property
    def first(self) -> Said | None:
        """Give what said it first; None when that is not here."""
        return self.said[-1] if self.said and self.said[-1].change.before is None else None

    def last_change(self, field: str) -> Said | None:
        """Give what last changed a field, by its name in the files; None when that is not here."""
        changed = (one for one in self.said if field in one.change.fields)
        return next(changed, self.first)


def selected(graph: ActorGraph, words: Sequence[str]) -> list[str]:
    """Give the keys of the relations that words mean, in their order; none where none is meant.

    Args:
        graph: The words are looked up in it.
        words: A key; or two actors, for what is between them; or actor, verb and actor.
    """
    if len(words) == 1:
        return [words[0]] if words[0] in graph.keyed else []
    ends = [resolve(graph, words[place]).actor for place in (0, -1)]
    if ends[0] is None or ends[1] is None:
        return []
    one, two = ends[0].id, ends[1].id
    verb = spoken(graph, words[1]) if len(words) > 2 else None  # noqa: PLR2004
    if len(words) > 2 and verb is None:  # noqa: PLR2004
        return []
    if verb and verb.backwards:
        one, two = two, one
    return [
        key
        for key, relation in graph.keyed.items()
        if (relation.source, relation.target) == (one, two)
        or (
            (relation.source, relation.target) == (two, one)
            and (verb is None or graph.type[relation.type].symmetric)
        )
        if verb is None or relation.type in verb.types
    ]


def blame(history: History, start: str, select: Select, hidden: Sequence[str] = ()) -> Blame | None:
    """Follow a relation back to the commit that said it first.

    Its key may have changed meanwhile, as it does when an actor is renamed or an earlier spell is
    added: it is the same as long as `graph.diffing.comparing.diff` says so.

    Args:
        history: Of its dataset.
        start: Full name of the newest commit.
        select: Chooses it. In the newest version that has such, the first is taken.
        hidden: Full names of commits whose history is left out.

    Returns:
        None when no version has such a relation.
    """
    found: Blame | None = None
    said: list[Said] = []
    key = ""
    for step in history.steps(start, hidden):
        if step.fault:
            continue
        if found is None:
            found = _newest(history, step, select)
            if found is None:
                continue
            said, key = list(found.said), found.key
            if said:  # this commit took it back
                continue
        if step.told is None:
            break
        change, key = _followed(history, step, key)
        if change:
            said.append(Said(step.snapshot.commit, change))
        if not key:
            break
    return found and found._replace(said=tuple(said))


def _newest(history: History, step: Step, select: Select) -> Blame | None:
    """Find the relation after a commit, or among what the commit took back."""
    after = history.graph(step.snapshot)
    for key in select(after)[:1]:
        return Blame(key, after.keyed[key], after, ())
    if step.told is None:
        return None
    before = history.graph(step.before)
    wanted = set(select(before))
    for change in diff(before, after).relations if wanted else ():
        if change.after is None and change.before is not None and change.old_key in wanted:
            said = (Said(step.snapshot.commit, change),)
            return Blame(change.old_key, change.before, before, said)
    return None


def _followed(history: History, step: Step, key: str) -> tuple[Change[Relation] | None, str]:
    """Give what a commit changed about a relation, and its key before; ``""``: there was none."""
    after = history.graph(step.snapshot)
    relation = after.keyed[key]
    if step.told is None:
        return None, key
    # A key follows its type, too, which may have another name before.
    aside = step.told.actors.isdisjoint({relation.source, relation.target})
    if aside and RELATION_TYPE.one not in step.told.counts:
        return None, key
    before = history.graph(step.before)
    found = diff(before, after)
    for change in found.relations:
        if change.new_key == key:
            return change, change.old_key
    if before.keyed.get(key) == relation:
        return None, key
    # Its actors, its sources or its type may have had other ids.
    carry = carrier(found, before.types)
    same = [old for old, other in before.keyed.items() if carry.relation(other) == relation]
    return None, key if key in same else next(iter(same), "")

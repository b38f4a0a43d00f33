"""Who turned, who gained or lost an opponent or an ally, who came, went, or stands alone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from graph.dates import UNKNOWN, Date
from graph.diffing.effects import Consequence
from graph.diffing.projecting import Causes, Views, World, together
from graph.diffing.weighing import rank
from graph.pairs import Pair
from graph.query import Held
from graph.ties import Polarity, pair
from graph.timing import life
from graph.wording import in_a_row, plural

#: Names that a sentence gives before it counts the rest.
MOST_NAMES = 6
_SIDES: dict[Polarity, str] = {
    "friendly": "allies",
    "hostile": "opponents",
    "mixed": "both allies and opponents",
}


def stances(views: Views) -> Iterator[Consequence]:
    """Give all that changed in how actors stand to each other, each told once."""
    turns = dict(_turns(views))
    yield from turns.values()
    touched = sorted({actor for ends in views.shifts for actor in ends})
    entrances = {actor: found for actor in touched if (found := _entrance(views, actor))}
    yield from entrances.values()
    others = [actor for actor in touched if actor not in entrances]
    for bond in (_opposition(views), _alliance(views)):
        yield from _gains(views, bond, others, turns)


def _turns(views: Views) -> Iterator[tuple[Pair, Consequence]]:
    for ends in views.shifts:
        before, after = (side.polarity.get(ends) for side in (views.old, views.new))
        causes = views.causes([ends], signed=True)
        if before is None or after is None or before == after or not causes:
            continue
        if not (views.old.firm(ends) and views.new.firm(ends)):
            continue
        one, two = _by_name(views, ends)
        said = _turn(before, after, recorded=views.recorded(causes))
        was, now = (
            in_a_row(_labels(side, side.signed(ends), one)) for side in (views.old, views.new)
        )
        note = views.new.grade(views.new.signed(ends)).note
        both = f"{views.name(one)} and {views.name(two)}"
        sentence = f"{both} {said} ({was} -> {now}).{rests(note)}"
        kind = _turn_kind(before, after)
        yield ends, Consequence(kind, (one, two), sentence, causes, before, after)


def _turn_kind(before: Polarity, after: Polarity) -> str:
    if "mixed" in (before, after):
        return "turned-mixed" if after == "mixed" else "no-longer-mixed"
    return "friend-to-foe" if after == "hostile" else "foe-to-friend"


def _turn(before: Polarity, after: Polarity, *, recorded: bool) -> str:
    was, now = _SIDES[before], _SIDES[after]
    if recorded:
        return f"were recorded as {was} and are now recorded as {now}"
    if "mixed" in (before, after):
        return f"were {was} and are now {now}"
    return f"turn from {was} to {now}"


def rests(note: str, *, now: bool = True) -> str:
    """Give the sentence that keeps a weak claim from reading like a fact; ``""`` for a sound one.

    Args:
        note: From `projecting.grade`.
        now: The claims are those of the newer side, and not what was lost.
    """
    return f" {'Rests' if now else 'Rested'} on {note}." if note else ""


def _by_name(views: Views, ids: Iterable[str]) -> list[str]:
    return sorted(ids, key=lambda id_: (views.name(id_), id_))


def _labels(world: World, ties: Iterable[Held], reader: str) -> list[str]:
    """Give how relations read from one of their ends, the surest first, each once."""
    labels = []
    for held in sorted(ties, key=lambda one: (-rank(one.relation.confidence), one.key)):
        kind = world.graph.type[held.relation.type]
        forward = kind.symmetric or world.ends(held.relation)[0] == reader
        helping = ", in support" if world.helping(held) else ""
        labels.append((kind.label if forward else kind.inverse) + helping)
    return list(dict.fromkeys(labels))


def _item(views: Views, world: World, other: str, ties: list[Held], *, now: bool) -> str:
    """Name another actor, with how it stands and whether that is well borne out."""
    note = world.grade(ties).note
    said = ", ".join(_labels(world, ties, other))
    rest = f"; {'rests' if now else 'rested'} on {note}" if note else ""
    return f"{views.name(other)} ({said}{rest})"


def _entrance(views: Views, actor: str) -> Consequence | None:
    """Tell of an actor that has ties on one side only: it came, went, or stood alone there."""
    old, new = views.old, views.new
    now = bool(new.near.get(actor))
    if now == bool(old.near.get(actor)):
        return None
    world, other = (new, old) if now else (old, new)
    near = _by_name(views, world.near[actor])
    if other.lives(actor):
        kind = "joined" if now else "isolated"
        said = "had no recorded tie and gains" if now else "is left without a recorded tie, losing"
    elif world.lives(actor):
        kind = "came" if now else "went"
        said = _arrival(views, actor) if now else _departure(views, actor)
    else:
        return None
    causes = views.causes((actor, one) for one in near)
    if not causes:
        return None
    counts = [str(len(side.near.get(actor, ()))) for side in (old, new)]
    sentence = f"{views.name(actor)} {said} {_company(views, world, actor, near, now=now)}."
    return Consequence(kind, (actor, *near), sentence, causes, counts[0], counts[1])


def _arrival(views: Views, actor: str) -> str:
    if actor not in views.old.actor:
        return "is new in the data, with"
    if life(views.old.actor[actor]).first > views.old.at.last:
        return f"begins{_on(views.new.actor[actor].begin)}, with"
    return "has not ended, and has"


def _departure(views: Views, actor: str) -> str:
    if actor not in views.new.actor:
        return "is no longer in the data; it had"
    gone = views.new.actor[actor]
    if life(gone).first > views.new.at.last:
        return "has not begun; it had"
    return f"{'dies' if gone.kind == 'person' else 'ends'}{_on(gone.end)}, leaving"


def _on(date: Date | None) -> str:
    return f" ({date.text})" if date and date != UNKNOWN else ""


def _company(views: Views, world: World, actor: str, near: list[str], *, now: bool) -> str:
    """Say whom an actor is tied to: opponents, allies, those that are both, and others."""
    groups: dict[str, list[str]] = {"opponent": [], "ally": [], "mixed tie": [], "other": []}
    nouns = {"hostile": "opponent", "friendly": "ally", "mixed": "mixed tie"}
    for other in near:
        ends = pair(actor, other)
        noun = nouns.get(world.polarity.get(ends, ""), "other")
        ties = world.ties[ends] if noun == "other" else world.signed(ends)
        groups[noun].append(_item(views, world, other, ties, now=now))
    parts = [
        f"{_number(len(items), noun)}: {in_a_row(items, MOST_NAMES)}"
        for noun, items in groups.items()
        if items
    ]
    return "; ".join(parts)


def _number(count: int, noun: str) -> str:
    if noun == "ally":
        return "1 ally" if count == 1 else f"{count:,} allies"
    if noun == "other":
        return plural(count, "neutral tie")
    return plural(count, noun)


class _Bond(NamedTuple):
    """A way of standing to another that can be gained and lost.

    Attributes:
        noun, nouns: What the other is then.
        of: Who stands so to each actor, on one side.
        ties: The relations by which the first named stands so to the second.
        causes: The changes that moved these.
    """

    noun: Literal["opponent", "ally"]
    nouns: str
    of: Callable[[World], Mapping[str, set[str]]]
    ties: Callable[[World, str, str], list[Held]]
    causes: Callable[[str, str], Causes]


def _opposition(views: Views) -> _Bond:
    return _Bond(
        "opponent",
        "opponents",
        lambda world: world.opponents,
        lambda world, one, two: world.opposing(one, two),
        views.opposing,
    )


def _alliance(views: Views) -> _Bond:
    return _Bond(
        "ally",
        "allies",
        lambda world: world.allies,
        lambda world, one, two: world.signed(pair(one, two)),
        lambda one, two: views.causes([(one, two)], signed=True),
    )


class _Gain(NamedTuple):
    """Those whom an actor gained in one bond, or lost.

    Attributes:
        others: Their ids, by name.
        gained: It did not lose them.
        before, after: How many it had and has.
        back: How many it lost meanwhile, or gained.
    """

    actor: str
    others: list[str]
    gained: bool
    before: int
    after: int
    back: int

    @property
    def crosses(self) -> bool:
        """Whether they are the first or the last."""
        return not (self.before and self.after)


def _gains(
    views: Views, bond: _Bond, actors: list[str], turns: Collection[Pair]
) -> Iterator[Consequence]:
    """Tell what each actor gained and lost, one sentence each.

    What turns tell wholly is left out. So is what another actor's sentence tells as well, for two
    who gained or lost each other, unless it was the first or the last.
    """
    for gained in (True, False):
        gains = {
            actor: gain
            for actor in actors
            if (gain := _gain(views, bond, actor, gained=gained))
            and not all(pair(actor, other) in turns for other in gain.others)
        }
        for gain in gains.values():
            other = gains.get(gain.others[0]) if len(gain.others) == 1 else None
            if other is None or gain.actor not in other.others:
                yield _told(views, bond, gain)
            elif len(other.others) == 1 and gain.crosses == other.crosses:
                one, two = _by_name(views, (gain.actor, other.actor))
                if gain.actor == one:
                    yield _both(views, bond, gain, gains[two])
            elif gain.crosses:
                yield _told(views, bond, gain)


def _gain(views: Views, bond: _Bond, actor: str, *, gained: bool) -> _Gain | None:
    before, after = (bond.of(side).get(actor, set()) for side in (views.old, views.new))
    found, back = (after - before, before - after)[:: 1 if gained else -1]
    others = [other for other in _by_name(views, found) if bond.causes(other, actor)]
    sizes = len(before), len(after), len(back)
    return _Gain(actor, others, gained, *sizes) if others else None


def _kind(bond: _Bond, gain: _Gain, *, crosses: bool) -> str:
    if bond.noun == "ally" and crosses:
        return "first-ally" if gain.gained else "last-ally-lost"
    return f"{bond.noun}-{'gained' if gain.gained else 'lost'}"


def _told(views: Views, bond: _Bond, gain: _Gain) -> Consequence:
    world = views.new if gain.gained else views.old
    items = [
        _item(views, world, other, bond.ties(world, other, gain.actor), now=gain.gained)
        for other in gain.others
    ]
    causes, count = _caused(bond, gain), len(items)
    recorded = "recorded " if views.recorded(causes) else ""
    article = "a" if recorded else "an"
    what = f"{article} {recorded}{bond.noun}" if count == 1 else f"{count:,} {recorded}{bond.nouns}"
    # What is not in the data may be in the world.
    if gain.crosses and gain.gained:
        what += ", having had none" if recorded else ", having had none recorded"
    elif gain.crosses and count == 1:
        what = f"the last recorded {bond.noun}"
    elif gain.crosses:
        what = f"all {count:,} recorded {bond.nouns}"
    verb, back = ("gains", "lost") if gain.gained else ("loses", "gained")
    meanwhile = f", {gain.back:,} {back}" if gain.back else ""
    sentence = (
        f"{views.name(gain.actor)} {verb} {what} ({gain.before:,} -> {gain.after:,}{meanwhile}):"
        f" {in_a_row(items, MOST_NAMES)}."
    )
    return Consequence(
        _kind(bond, gain, crosses=gain.crosses),
        (gain.actor, *gain.others),
        sentence,
        causes,
        str(gain.before),
        str(gain.after),
    )


def _caused(bond: _Bond, gain: _Gain) -> Causes:
    return together(bond.causes(other, gain.actor) for other in gain.others)


def _both(views: Views, bond: _Bond, gain: _Gain, other: _Gain) -> Consequence:
    """Tell of two who gained or lost each other, and nobody else."""
    world = views.new if gain.gained else views.old
    ways = ((gain.actor, other.actor), (other.actor, gain.actor))
    ties = list({id(held): held for way in ways for held in bond.ties(world, *way)}.values())
    said = in_a_row(_labels(world, ties, gain.actor))
    causes = together(_caused(bond, one) for one in (gain, other))
    what = f"become {bond.nouns}" if gain.gained else f"are no longer {bond.nouns}"
    if views.recorded(causes):
        now = "now" if gain.gained else "no longer"
        what = f"are {now} recorded as {bond.nouns}"
    each = ""
    if gain.crosses:
        which = "having had no other recorded" if gain.gained else "the other's last recorded"
        each = f", each {which}"
    counts = [f"{one.before:,} -> {one.after:,}" for one in (gain, other)]
    both = in_a_row(list(dict.fromkeys(counts)))
    note = world.grade(ties).note
    return Consequence(
        _kind(bond, gain, crosses=gain.crosses),
        (gain.actor, other.actor),
        f"{views.name(gain.actor)} and {views.name(other.actor)} {what}{each} ({both}): {said}."
        f"{rests(note, now=gain.gained)}",
        causes,
        str(gain.before),
        str(gain.after),
    )

"""Triads that came out of balance or into it: three actors, each tied to the other two.

Heider's rule (J. of Psychology 21, 1946; Cartwright and Harary, Psychological Review 63, 1956) is
the strict one: the product of the three signs is positive - an enemy's enemy is a friend. Davis's
(Human Relations 20, 1967) is the weak one: only two friends who are enemies of each other are
unbalanced, three who are all enemies are not. Who is not tied, is neutral or mixed, makes no triad.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from graph.diffing.effects import Consequence
from graph.diffing.projecting import Causes, Views, World, mutual
from graph.diffing.turning import rests
from graph.diffing.weighing import Grade, rank, weakest
from graph.pairs import Pair
from graph.ties import Polarity
from graph.wording import in_a_row, plural

#: Triads of one kind that are told one by one.
MOST = 3
Triad = tuple[str, str, str]
#: How much a triad is out of balance: not, by the strict rule alone, by both rules.
BALANCED, STRICT, BOTH = range(3)
_SIGNED: set[Polarity | None] = {"friendly", "hostile"}


def strain(signs: tuple[Polarity | None, ...]) -> int:
    """Give how much three ties are out of balance.

    >>> strain(("hostile", "hostile", "hostile")) == STRICT
    True
    >>> strain(("hostile", "friendly", "friendly")) == BOTH
    True
    """
    if not _SIGNED.issuperset(signs):
        return BALANCED
    return {1: BOTH, 3: STRICT}.get(signs.count("hostile"), BALANCED)


class _Turned(NamedTuple):
    """A triad, its strain on both sides, and how sure what is told of it is, now or before."""

    triad: Triad
    before: int
    after: int
    causes: Causes
    grade: Grade
    now: bool


def triads(views: Views) -> Iterator[Consequence]:
    """Give the triads that turned: the first few one by one, and the rest of each kind counted.

    Those strained by both rules come first, then those that are better borne out, then by name.
    """
    found = [turned for triad in _touched(views) if (turned := _turned(views, triad))]
    for kind, worse in (("triad-unbalanced", True), ("triad-balanced", False)):
        some = [one for one in found if (one.after > one.before) == worse]
        some.sort(key=lambda one: (-max(one[1:3]), -rank(one.grade.confidence), _names(views, one)))
        # One more is told rather than counted alone.
        most = MOST if len(some) > MOST + 1 else MOST + 1
        yield from (_told(views, kind, one) for one in some[:most])
        if some[most:]:
            yield _rest(kind, some[most:])


def _touched(views: Views) -> list[Triad]:
    """Give the triads of a side with a tie of another polarity on the other side."""
    near = [mutual(side.polarity) for side in (views.old, views.new)]
    found = set()
    for ends in views.shifts:
        one, two = ends
        if not _moved(views, ends):
            continue
        for side in near:
            few, many = sorted((side.get(one, set()), side.get(two, set())), key=len)
            found |= {_triad(one, two, third) for third in few if third in many}
    return sorted(found)


def _moved(views: Views, ends: Pair) -> bool:
    return views.old.polarity.get(ends) != views.new.polarity.get(ends)


def _triad(one: str, two: str, three: str) -> Triad:
    first, second, third = sorted((one, two, three))
    return first, second, third


def _signs(world: World, triad: Triad) -> tuple[Polarity | None, ...]:
    return tuple(world.polarity.get(ends) for ends in combinations(triad, 2))


def _turned(views: Views, triad: Triad) -> _Turned | None:
    before, after = (strain(_signs(side, triad)) for side in (views.old, views.new))
    if before == after:
        return None
    moved = [ends for ends in combinations(triad, 2) if _moved(views, ends)]
    causes = views.causes(moved, signed=True)
    # What it came to rests on all three ties, what it was relieved by on those that moved.
    counted = combinations(triad, 2) if after > before else moved
    now = [ends for ends in counted if ends in views.new.polarity]
    side = views.new if now else views.old
    found = weakest(side.grade(side.signed(ends)) for ends in now or combinations(triad, 2))
    return _Turned(triad, before, after, causes, found, bool(now)) if causes else None


def _names(views: Views, one: _Turned) -> list[str]:
    return sorted(views.name(id_) for id_ in one.triad)


def _told(views: Views, kind: str, one: _Turned) -> Consequence:
    worse = one.after > one.before
    if worse:
        said = f"{_described(views, views.new, one, 'are now')}: {_RULES[one.after]}"
    else:
        was = f"{_described(views, views.old, one, 'were')}: {_RULES[one.before]}"
        said = f"{was}; now {_eased(views, one)}"
    return Consequence(
        kind,
        tuple(sorted(one.triad, key=lambda id_: (views.name(id_), id_))),
        f"{said}.{rests(one.grade.note, now=one.now)}",
        one.causes,
        _STRAINS[one.before],
        _STRAINS[one.after],
    )


_STRAINS = ("balanced", "unbalanced (strict)", "unbalanced")
_RULES = (
    "balanced",
    "unbalanced in the strict sense (Heider), allowed in the weak sense (Davis)",
    "unbalanced in the strict sense (Heider) and in the weak one (Davis)",
)


def _described(views: Views, world: World, one: _Turned, verb: str) -> str:
    """Say how three stand to each other who all are allies or opponents."""
    triad, recorded = one.triad, "recorded as " if views.recorded(one.causes) else ""
    signs = dict(zip(combinations(triad, 2), _signs(world, triad), strict=True))
    words: tuple[tuple[Polarity, str, str], ...] = (
        ("hostile", "opponents", "allies"),
        ("friendly", "allies", "opponents"),
    )
    for sign, this, that in words:
        some = [ends for ends in signs if signs[ends] == sign]
        if len(some) == 1:
            third = views.name(next(id_ for id_ in triad if id_ not in some[0]))
            return f"{_and(views, some[0])} {verb} {recorded}{this}, both {that} of {third}"
    all_ = "opponents" if "hostile" in signs.values() else "allies"
    return f"{_and(views, triad)} {verb} all {recorded}{all_} of one another"


def _eased(views: Views, one: _Turned) -> str:
    """Say what three who were unbalanced are now."""
    signs = dict(zip(combinations(one.triad, 2), _signs(views.new, one.triad), strict=True))
    mixed = [ends for ends in signs if signs[ends] == "mixed"]
    loose = [ends for ends in signs if signs[ends] not in {*_SIGNED, "mixed"}]
    said = [f"{_and(views, ends)} are for and against each other at once" for ends in mixed]
    if len(loose) == 2:  # noqa: PLR2004 - they have one in common
        (middle,) = set(loose[0]) & set(loose[1])
        others = tuple(id_ for id_ in one.triad if id_ != middle)
        said.append(f"{views.name(middle)} is neither ally nor opponent of {_and(views, others)}")
    elif loose:
        some = {id_ for ends in loose for id_ in ends}
        said.append(f"{_and(views, tuple(some))} are neither allies nor opponents")
    now = _described(views, views.new, one, "are") if not said else ""
    return in_a_row(said) or f"{now}: {_RULES[one.after]}"


def _and(views: Views, ids: tuple[str, ...]) -> str:
    return in_a_row(sorted(views.name(id_) for id_ in ids))


def _rest(kind: str, some: list[_Turned]) -> Consequence:
    """Count the triads that are not told one by one."""
    ids = sorted({id_ for one in some for id_ in one.triad})
    causes = {id(change): change for one in some for change in one.causes}
    number = plural(len(some), "more triad")
    strict = sum(max(one.before, one.after) == STRICT for one in some)
    which = "" if strict == len(some) else f"{strict:,} of them "
    rules = f", {which}by the strict rule alone" if strict else ""
    turn = "turned unbalanced" if kind == "triad-unbalanced" else "were eased"
    sentence = f"{number} {turn}{rules}."
    return Consequence(kind, tuple(ids), sentence, tuple(causes.values()), more=len(some))

"""A dataset held against event data: which relations the events bear out, and which are missing.

The data can only speak of what it records. A relation on which it is silent is told apart by
whether it could have shown it: an actor that no crosswalk entry explains, a time that it does not
cover, or a kind of tie that nobody records is no evidence against anything.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from graph.dates import LAST_DAY, Span
from graph.escaping import one_line
from graph.events.covering import ENOUGH, Covered, covered, slight
from graph.events.crosswalk import Crosswalk
from graph.events.folding import Read
from graph.events.graphing import Spell, count, dates, spells, summary
from graph.events.matching import Tie, ends, ties
from graph.events.reader import Reader
from graph.events.sql import Source as Events
from graph.events.supporting import helped
from graph.events.values import Dyad, DyadQuery, Dyads
from graph.model import ActorGraph, Citation, Listed, Relation, RelationType, Source
from graph.timing import Tenure, tenure

Verdict = Literal["borne-out", "contradicted", "mixed", "silent"]
#: Why the data is silent. What it could not have shown, what it shows and decides nothing, and last
#: what it could have shown.
SILENCES = {
    "neither": "for nor against nobody: events of this data say nothing on such a tie",
    "kind": "a kind of tie that such data does not record",
    "undated": "no date says which events to look at",
    "unmatched": "an end has no entry in the crosswalk",
    "time": "at a time that the data does not cover, or hardly",
    "slice": f"the data covers fewer than {ENOUGH} days of its time",
    "absent": "an end is nowhere in the data, which may be of other places",
    "states": "between two who are no government then, which the data does not record",
    "coarse": "an event on a day, where the data tells no more than the year or the month",
    "side": "the data would show it only if one fought on the side of the other",
    "both": "events against it, and the dataset itself calls the tie ambivalent",
    "thin": "too few events, or of one publisher alone, to say so",
    "overlap": "events that may all lie outside of its time: the data is dated more coarsely",
    "could": "the data could have shown it",
}
#: Days up to which a dyad can stand for an event on a day.
_FINE = 31
#: Who must report what one event does not decide.
_PUBLISHERS = 2
#: Families of types that events can bear out, by sign.
_SHOWN = {-1: "conflict", 1: "cooperation"}


class Evidence(NamedTuple):
    """What the events say of a pair in a time.

    Attributes:
        hostile, cooperative: Events of that sign.
        supporting: Of those, how many one of the two surely took part in as a supporter.
        low, best: Deaths; None where the data has no such number.
        first, last: Days of the first and the last; None where there is none.
        inside: Of all events of a sign, those whose days lie within the time as a whole.
        perhaps: Events that may be this pair's or somebody else's; in none of the other numbers.
        publishers: The most that report on the pair in one period; None: they were not counted.
    """

    hostile: int = 0
    cooperative: int = 0
    supporting: int = 0
    low: int | None = None
    best: int | None = None
    first: int | None = None
    last: int | None = None
    inside: int = 0
    perhaps: int = 0
    publishers: int | None = None


class Finding(NamedTuple):
    """What the events say on a relation.

    Attributes:
        key: Of the relation in its graph.
        days: By the time rule.
        silence: A key of `SILENCES`, or ``""``.
        unmatched: The ends without an entry in the crosswalk.
    """

    key: str
    relation: Relation
    days: Tenure
    verdict: Verdict
    evidence: Evidence
    silence: str = ""
    unmatched: tuple[str, ...] = ()


class Proposal(NamedTuple):
    """A relation that the events suggest and the dataset lacks.

    Attributes:
        relation: With the event data as its source, and nobody's confidence.
        events: How many it rests on.
        supporters: Whether one of the two was a supporter in all of them: they never met as the
            main parties of two sides, or of one.
    """

    relation: Relation
    events: int
    supporters: bool = False


class Outside(NamedTuple):
    """A strong pair of an actor, and of somebody whom no entry of the crosswalk explains.

    Attributes:
        actor: Id; ``""`` where the known key may mean several.
        names: How the data calls both, the known one first.
        key: Of the other.
        events: Of that sign.
        sign: -1 or 1.
        supporting: Of those, in how many surely one of the two was a supporter.
    """

    actor: str
    names: tuple[str, str]
    key: str
    events: int
    sign: int
    supporting: int = 0


class Corroboration(NamedTuple):
    """A dataset held against event data.

    Attributes:
        findings: One for each relation, in their order.
        proposals: Those that rest on supporters alone last; the strongest first.
        source: What a proposal cites.
        known: Whether the dataset has that source.
        span: The days of the data.
        covered: Those of which its silence says something.
        enough: Events of one sign from which on there was a verdict.
        outside: Strong pairs of which one end alone is explained by the crosswalk, the strongest
            first.
        actors: Ids of those to whom it was narrowed; none: all.
    """

    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    source: Source
    known: bool
    span: Span | None
    outside: tuple[Outside, ...] = ()
    actors: tuple[str, ...] = ()
    covered: Covered = Covered(None)
    enough: int = 1


def corroborate(
    graph: ActorGraph,
    dyads: Dyads,
    crosswalk: Crosswalk,
    strong: int | None = None,
    enough: int | None = None,
) -> Corroboration:
    """Hold every relation of a dataset against the events, and name the strong pairs it lacks.

    Args:
        graph: The dataset.
        dyads: Unordered, areas apart, so that the crosswalk can tell meanings apart by place.
        crosswalk: Of the reader's scheme.
        strong: Events of one sign from which on a pair is proposed; None: what suits the data.
        enough: Events of one sign from which on they decide; None: what suits the data, and where
            that is more than one, two publishers, too, if they were counted (`counting`).
    """
    reader = dyads.reader
    found = ties(dyads.dyads, crosswalk)
    by_pair: dict[tuple[str, str], list[Tie]] = {}
    for tie in found:
        by_pair.setdefault(tie.pair, []).append(tie)
    seen = {one for dyad in dyads.dyads for end in ends(dyad, crosswalk) for one in end}
    days, needed = covered(dyads), enough or reader.enough
    judge = _Judge(graph, reader, crosswalk, days.span, by_pair, frozenset(seen), needed)
    findings = tuple(judge.of(key, relation) for key, relation in graph.keyed.items())
    least = strong or reader.strong
    source, known = _source(graph, reader)
    proposals = _proposals(graph, dyads, by_pair, least, source.id)
    outside = _outside(dyads, crosswalk, least)
    return Corroboration(
        *(findings, proposals, source, known, dyads.span, outside), covered=days, enough=needed
    )


def counting(read: Read, _source: Events, query: DyadQuery) -> DyadQuery:
    """Count publishers where verdicts hang on them; a `graph.events.folding.Fit`."""
    return replace(query, sources=not read.reader.armed)


def of_actors(found: Corroboration, actors: Collection[str]) -> Corroboration:
    """Give what has to do with some actors alone; none: all of it."""
    if not actors:
        return found
    ours = lambda one: not {one.relation.source, one.relation.target}.isdisjoint(actors)  # noqa: E731
    return found._replace(
        findings=tuple(filter(ours, found.findings)),
        proposals=tuple(filter(ours, found.proposals)),
        outside=tuple(one for one in found.outside if one.actor in actors),
        actors=tuple(sorted(actors)),
    )


class _Judge(NamedTuple):
    graph: ActorGraph
    reader: Reader
    crosswalk: Crosswalk
    span: Span | None
    ties: dict[tuple[str, str], list[Tie]]
    seen: frozenset[str]
    enough: int = 1

    def of(self, key: str, relation: Relation) -> Finding:
        """Give what the events say on a relation."""
        days = tenure(self.graph, relation)
        sign = self.graph.type[relation.type].sign
        pair = _pair(relation)
        met = _meeting(self.ties.get(pair, ()), days.span) if days.span else []
        lasting = self.graph.type[relation.type].lasting
        fine = [tie for tie in met if lasting or tie.dyad.last - tie.dyad.first < _FINE]
        span = days.span or Span(0, 0)
        evidence = gather(fine, span)
        verdict, silence = self._weighed(relation, fine, span)
        if verdict != "silent":
            return Finding(key, relation, days, verdict, evidence)
        unmatched = tuple(end for end in pair if end not in self.crosswalk.actors)
        coarse = len(fine) < len(met) or (not lasting and self.reader.period == "year")
        silence = silence or self._silence(relation, sign, days, unmatched, coarse=coarse)
        return Finding(key, relation, days, "silent", evidence, silence, unmatched)

    def _weighed(self, relation: Relation, met: Sequence[Tie], span: Span) -> tuple[Verdict, str]:
        """Give the verdict of the events, and where those that there are decide nothing, why."""
        kind = self.graph.type[relation.type]
        # A year of fighting is no evidence on two months of it; an event has no such length.
        sure = [tie for tie in met if not kind.lasting or _within(tie, span)]
        verdict = self._verdict(kind, gather(sure, span), self.enough)
        if relation.ambivalent and verdict in ("contradicted", "mixed"):
            return ("borne-out", "") if verdict == "mixed" else ("silent", "both")
        if verdict == "silent":
            for least, silence in ((self.enough, "overlap"), (1, "thin")):
                if self._verdict(kind, gather(met, span), least) != "silent":
                    return "silent", silence
        return verdict, ""

    def _verdict(self, kind: RelationType, evidence: Evidence, least: int) -> Verdict:
        sign = kind.sign
        with_it = evidence.hostile if sign < 0 else evidence.cooperative
        against = evidence.cooperative if sign < 0 else evidence.hostile
        shown = kind.family == _SHOWN.get(sign)
        # Fighting denies an alliance of any kind; being on one side denies no sanction.
        denied = shown or sign > 0
        with_it, against = (with_it if shown else 0), (against if denied and sign else 0)
        if _alone(evidence.publishers, least):
            return "silent"
        with_it, against = (count if count >= least else 0 for count in (with_it, against))
        if with_it and against:
            return "mixed"
        if with_it:
            return "borne-out"
        return "contradicted" if against else "silent"

    def _silence(
        self,
        relation: Relation,
        sign: int,
        days: Tenure,
        unmatched: tuple[str, ...],
        *,
        coarse: bool,
    ) -> str:
        kind = self.graph.type[relation.type]
        tests = (
            ("neither", sign == 0),
            ("kind", kind.family != _SHOWN.get(sign)),
            ("unmatched", bool(unmatched)),
            ("undated", days.span is None),
            ("time", not (self.span and days.span and days.span.meets(*self.span))),
            ("slice", self._slight(days)),
            ("absent", not self.seen.issuperset((relation.source, relation.target))),
            ("states", self.reader.of_states and sign < 0 and not self._governs(relation, days)),
            ("coarse", coarse),
            ("side", sign > 0 and self.reader.armed),
        )
        return next((code for code, applies in tests if applies), "could")

    def _slight(self, days: Tenure) -> bool:
        if self.reader.armed or not (self.span and days.span):
            return False
        return slight(days.span, self.span)

    def _governs(self, relation: Relation, days: Tenure) -> bool:
        """Tell whether an end is a government to the data on a day of the relation."""
        span = days.span or Span(0, 0)
        return any(
            entry.actor in (relation.source, relation.target)
            and entry.name.startswith("Government of ")
            and entry.span.meets(*span)
            for entry in self.crosswalk.entries
        )


def _alone(publishers: int | None, least: int) -> bool:
    """Tell whether so many events are asked for, and they are of one publisher."""
    return least > 1 and publishers is not None and publishers < _PUBLISHERS


def _pair(relation: Relation) -> tuple[str, str]:
    one, two = sorted((relation.source, relation.target))
    return one, two


def _meeting(found: Iterable[Tie], span: Span) -> list[Tie]:
    return [tie for tie in found if span.meets(tie.dyad.first, tie.dyad.last)]


def _within(tie: Tie, span: Span) -> bool:
    return span.first <= tie.dyad.first and tie.dyad.last <= span.last


def gather(found: Sequence[Tie], span: Span) -> Evidence:
    """Sum up ties of one pair in a time."""
    dyads = [tie.dyad for tie in found if tie.sure]
    perhaps = sum(tie.dyad.events for tie in found if not tie.sure)
    if not dyads:
        return Evidence(perhaps=perhaps)
    low = [dyad.low for dyad in dyads if dyad.low is not None]
    best = [dyad.best for dyad in dyads if dyad.best is not None]
    return Evidence(
        sum(dyad.hostile for dyad in dyads),
        sum(dyad.cooperative for dyad in dyads),
        helped(dyads, None).least,
        sum(low) if low else None,
        sum(best) if best else None,
        min(dyad.first for dyad in dyads),
        max(dyad.last for dyad in dyads),
        sum(
            tie.dyad.hostile + tie.dyad.cooperative
            for tie in found
            if tie.sure and _within(tie, span)
        ),
        perhaps,
        _publishers(dyads),
    )


def _publishers(dyads: Iterable[Dyad]) -> int | None:
    """Give the most publishers of a period: those of several may be the same."""
    return max((dyad.sources for dyad in dyads if dyad.sources is not None), default=None)


def _source(graph: ActorGraph, reader: Reader) -> tuple[Source, bool]:
    """Give the source to cite: the dataset's own where it has the data, else a new one."""
    cited = reader.citation
    for source in graph.sources:
        if cited.publisher == source.publisher and source.title.startswith(cited.title):
            return source, True
    return Source(cited.id, cited.title, publisher=cited.publisher, url=cited.url), False


def _outside(dyads: Dyads, crosswalk: Crosswalk, least: int) -> tuple[Outside, ...]:
    """Give the pairs of one known end that have so many events of one sign, the strongest first."""
    met: dict[tuple[str, str, str], list[Dyad]] = {}
    for dyad in dyads.dyads:
        known = [key for key in dyad.pair if crosswalk.of(key)]
        if len(known) == 1:
            for actor in ends(dyad, crosswalk)[dyad.pair.index(known[0])] or ("",):
                met.setdefault((actor, *dyad.pair), []).append(dyad)
    found = [
        _unknown(actor, there, sign, crosswalk)
        for (actor, *_), there in met.items()
        for sign in (-1, 1)
        if sum(count(dyad, sign) for dyad in there) >= least
        and not _alone(_publishers(there), dyads.reader.enough)
    ]
    return tuple(
        sorted(found, key=lambda one: (_helpers(one), -one.events, one.names, one.key, one.sign))
    )


def _helpers(one: Outside) -> bool:
    return one.supporting == one.events


def _unknown(actor: str, dyads: Sequence[Dyad], sign: int, crosswalk: Crosswalk) -> Outside:
    last = dyads[-1]
    first = bool(crosswalk.of(last.source))
    names, keys = (last.names, last.pair) if first else (last.names[::-1], last.pair[::-1])
    events = sum(count(dyad, sign) for dyad in dyads)
    return Outside(actor, names, keys[1], events, sign, helped(dyads, sign).least)


def _proposals(
    graph: ActorGraph,
    dyads: Dyads,
    by_pair: dict[tuple[str, str], list[Tie]],
    least: int,
    source: str,
) -> tuple[Proposal, ...]:
    """Give the spells of strong pairs that meet no relation of their sign."""
    held = _held(graph)
    made = []
    for pair, found in by_pair.items():
        for sign in (-1, 1):
            there = [tie.dyad for tie in found if tie.sure and count(tie.dyad, sign)]
            for spell in spells(there, sign, dyads.period):
                days = Span(min(d.first for d in spell.dyads), max(d.last for d in spell.dyads))
                strong = spell.events >= least and not _alone(
                    _publishers(spell.dyads), dyads.reader.enough
                )
                if strong and not any(span.meets(*days) for span in held.get((*pair, sign), ())):
                    made.append(_proposal(pair, spell, dyads, source))
    return tuple(sorted(made, key=_rank))


def _rank(one: Proposal) -> tuple[bool, int, str, str]:
    return one.supporters, -one.events, one.relation.source, one.relation.target


def _held(graph: ActorGraph) -> dict[tuple[str, str, int], list[Span]]:
    """Give the days on which each pair has a lasting tie of each sign."""
    held: dict[tuple[str, str, int], list[Span]] = {}
    for relation in graph.relations:
        kind = graph.type[relation.type]
        span = tenure(graph, relation).span
        if span and kind.lasting:
            held.setdefault((*_pair(relation), kind.sign), []).append(span)
    return held


def _proposal(pair: tuple[str, str], spell: Spell, dyads: Dyads, source: str) -> Proposal:
    begin, end = dates(spell.dyads, dyads.period)
    goes_on = dyads.span is not None and dyads.span.last <= max(end.last, 0) < LAST_DAY
    hostile = "fights" if dyads.reader.armed else "opposes"
    keys = " and ".join(
        one_line(f"{name} ({key})" if name != key else name)
        for key, name in zip(spell.dyads[0].pair, spell.dyads[0].names, strict=True)
    )
    relation = Relation(
        pair[0],
        hostile if spell.sign < 0 else "cooperates_with",
        pair[1],
        begin=begin,
        # The data ends there, and the tie perhaps not.
        end=None if goes_on else end,
        summary=summary(spell, dyads),
        sources=Listed([Citation(source, keys)]),
    )
    supporters = helped(spell.dyads, spell.sign).least == spell.events
    return Proposal(relation, spell.events, supporters)

"""A dataset held against event data: which relations the events bear out, and which are missing.

The data can only speak of what it records. A relation on which it is silent is told apart by
whether it could have shown it: an actor that no crosswalk entry explains, a time that it does not
cover, or a kind of tie that nobody records is no evidence against anything.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from graph.dates import Span
from graph.events.covering import ENOUGH, Covered, covered, slight
from graph.events.crosswalk import Crosswalk
from graph.events.folding import Read
from graph.events.matching import Tie, ends, ties
from graph.events.proposing import (
    Outside,
    Proposal,
    Strong,
    one_voice,
    outside,
    pair_of,
    proposals,
    source_of,
)
from graph.events.reader import Reader
from graph.events.sql import Source as Events
from graph.events.supporting import helped
from graph.events.values import Dyad, DyadQuery, Dyads
from graph.model import ActorGraph, Relation, RelationType, Source
from graph.timing import Tenure, tenure

Verdict = Literal["borne-out", "contradicted", "mixed", "silent"]
#: Why the data is silent. What it could not have shown, what it shows and decides nothing, what
#: may be of others, and last what it could have shown.
SILENCES = {
    "neither": "neither for nor against anybody: events of this data say nothing on such a tie",
    "kind": "a kind of tie that such data does not record",
    "undated": "no date says which events to look at",
    "unmatched": "an end has no entry in the crosswalk, or none of that time",
    "time": "at a time that the data does not cover",
    "slice": f"the data covers fewer than {ENOUGH} days of its time",
    "absent": "an end is nowhere in the data, which may be of other places",
    "states": "neither end was a government then, and the data records no such fighting",
    "coarse": "an event on a day, where by this period the data tells of longer times alone",
    "side": "the data would show it only if one fought on the side of the other",
    "both": "events against it, and the dataset itself calls the tie ambivalent",
    "thin": "too few events, or of one publisher alone, to say so",
    "overlap": "events that, by this period, may all lie outside of its time",
    "perhaps": "events that may be theirs or another's",
    "could": "the data could have shown it",
}
#: Days up to which a dyad can stand for an event on a day.
_FINE = 31
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
        perhaps: Events of the relation's sign, or of any where it has none, that may be this pair's
            or somebody else's; in none of the other numbers.
        one_publisher: Whether all are of one; None: the data names none.
        lone: The signs of which all events are of one publisher.
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
    one_publisher: bool | None = None
    lone: tuple[int, ...] = ()


class Finding(NamedTuple):
    """What the events say on a relation.

    Attributes:
        key: Of the relation in its graph.
        days: By the time rule.
        silence: A key of `SILENCES`, or ``""``.
        unmatched: The ends without an entry in the crosswalk on the days of the relation.
    """

    key: str
    relation: Relation
    days: Tenure
    verdict: Verdict
    evidence: Evidence
    silence: str = ""
    unmatched: tuple[str, ...] = ()


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
        places: Where the events are, in order, ``""`` for those of which the data does not say.
        explained: Whether the crosswalk knows anybody in the data.
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
    places: tuple[str, ...] = ()
    explained: bool = True


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
        enough: Events of one sign from which on they decide; None: what suits the data. Where it
            is more than one, and the data names publishers (`counting`), those of one alone decide
            nothing.
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
    source, known = source_of(graph, reader)
    asked = Strong(least, lone=needed <= 1)
    proposed = proposals(graph, dyads, by_pair, asked, source.id)
    unknown = outside(dyads, crosswalk, asked)
    return Corroboration(
        findings=findings,
        proposals=proposed,
        source=source,
        known=known,
        span=dyads.span,
        outside=unknown,
        covered=days,
        enough=needed,
        places=tuple(sorted({dyad.area for dyad in dyads.dyads})),
        explained=bool(seen) or not dyads.dyads,
    )


def counting(read: Read, _source: Events, query: DyadQuery) -> DyadQuery:
    """Ask for what verdicts hang on; a `graph.events.folding.Fit`."""
    return replace(query, sources=False, voices=not read.reader.armed, coarse=True)


def of_actors(found: Corroboration, actors: Collection[str]) -> Corroboration:
    """Give what has to do with some actors alone; none: all of it."""
    if not actors:
        return found

    def ours(one: Finding | Proposal) -> bool:
        return not {one.relation.source, one.relation.target}.isdisjoint(actors)

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
        pair = pair_of(relation)
        met = _meeting(self.ties.get(pair, ()), days.span) if days.span else []
        lasting = self.graph.type[relation.type].lasting
        fine = [tie for tie in met if lasting or tie.dyad.last - tie.dyad.first < _FINE]
        span = days.span or Span(0, 0)
        evidence = gather(fine, span, sign)
        verdict, silence = self._weighed(relation, fine, span)
        if verdict != "silent":
            return Finding(key, relation, days, verdict, evidence)
        unmatched = tuple(end for end in pair if not self.crosswalk.knows(end, days.span))
        coarse = len(fine) < len(met) or (not lasting and self.reader.period == "year")
        silence = silence or self._silence(relation, sign, days, unmatched, coarse=coarse)
        if silence == "could" and evidence.perhaps:
            silence = "perhaps"
        return Finding(key, relation, days, "silent", evidence, silence, unmatched)

    def _weighed(self, relation: Relation, met: Sequence[Tie], span: Span) -> tuple[Verdict, str]:
        """Give the verdict of the events, and where those that there are decide nothing, why."""
        kind = self.graph.type[relation.type]
        # A year of fighting is no evidence on two months of it, nor a month on one of its days.
        sure = [tie for tie in met if _within(tie, span)]
        within, whole = gather(sure, span), gather(met, span)
        verdict = self._verdict(kind, within, self.enough)
        if relation.ambivalent and verdict in ("contradicted", "mixed"):
            return ("borne-out", "") if verdict == "mixed" else ("silent", "both")
        if verdict != "silent":
            return verdict, ""
        if self._verdict(kind, within, 1) != "silent":
            return "silent", "thin"
        if self._verdict(kind, whole, self.enough) != "silent":
            return "silent", "overlap"
        return "silent", "thin" if self._verdict(kind, whole, 1) != "silent" else ""

    def _verdict(self, kind: RelationType, evidence: Evidence, least: int) -> Verdict:
        sign = kind.sign
        if not sign:
            return "silent"
        said = _enough(evidence, least)
        shown = kind.family == _SHOWN[sign]
        with_it = shown and said[sign]
        # Fighting denies an alliance of any kind; being on one side denies no sanction.
        against = (shown or sign > 0) and said[-sign]
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


def _meeting(found: Iterable[Tie], span: Span) -> list[Tie]:
    return [tie for tie in found if span.meets(tie.dyad.first, tie.dyad.last)]


def _within(tie: Tie, span: Span) -> bool:
    return span.first <= tie.dyad.first and tie.dyad.last <= span.last


def _enough(evidence: Evidence, least: int) -> dict[int, bool]:
    """Tell whether there are events enough of each sign to say so."""
    counts = {-1: evidence.hostile, 1: evidence.cooperative}
    lone = evidence.lone if least > 1 else ()
    return {sign: count >= least and sign not in lone for sign, count in counts.items()}


def gather(found: Sequence[Tie], span: Span, sign: int = 0) -> Evidence:
    """Sum up ties of one pair in a time; `sign` is that of the relation."""
    dyads = [tie.dyad for tie in found if tie.sure]
    perhaps = sum(_counted(tie.dyad, sign) for tie in found if not tie.sure)
    if not dyads:
        return Evidence(perhaps=perhaps)
    low = [dyad.low for dyad in dyads if dyad.low is not None]
    best = [dyad.best for dyad in dyads if dyad.best is not None]
    return Evidence(
        sum(dyad.hostile for dyad in dyads),
        sum(dyad.cooperative for dyad in dyads),
        helped(dyads, -1, 1),
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
        one_voice(dyads, -1, 1),
        tuple(sign for sign in (-1, 1) if one_voice(dyads, sign)),
    )


def _counted(dyad: Dyad, sign: int) -> int:
    return {-1: dyad.hostile, 0: dyad.events, 1: dyad.cooperative}[sign]

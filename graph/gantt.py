"""A timeline as a gantt chart in Mermaid, which GitHub and many editors draw."""

import re
from collections.abc import Sequence

from graph.dates import Date, Span, day_text
from graph.model import Actor, ActorGraph
from graph.query import Held
from graph.report import sentence
from graph.resting import WEAKNESSES, weaknesses
from graph.timeline import Timeline
from graph.timeline_report import about, bar_days, bare, counted, polarity_of

#: What the chart has for colours: ``crit`` is red, ``active`` blue, ``done`` grey in its themes.
_TAGS = {"hostile": ["crit"], "friendly": ["active"], "neutral": ["done"], "mixed": []}
#: What ends a name or begins something else in the chart's grammar, or in the page it is shown in.
_SIGNS = re.compile(r'[:;#"%<>&{}\\]')
_WORDS = re.compile(
    r"(?=\d{4}-\d\d-\d\d\b|(?:accDescr|accDescription|accTitle|axisFormat|call|click|dateFormat|"
    r"excludes|gantt|href|includes|inclusiveEndDates|section|tickInterval|title|todayMarker|"
    r"topAxis|vert|weekday|weekend)\b)",
    re.IGNORECASE,
)
#: Mermaid draws no longer text unless its page raises ``maxTextSize``.
MOST_CHARACTERS = 50_000


def gantt(
    graph: ActorGraph, actors: Sequence[Actor], found: Timeline, window: Span, today: Date
) -> str:
    """Give the chart: a bar for each relation that holds in the window, oldest first.

    A section is what the asked actor has with one other, or else what a pair has. An open end is
    drawn up to today, and nothing beyond the window. A chart knows no dashes: that a relation rests
    on little or is disputed is said in its name, as a question mark for a time that nobody knows.
    """
    sections: dict[str, list[str]] = {}
    for number, held in enumerate(found.holding, 1):
        line = _bar(graph, held, number, bar_days(held, window, today))
        sections.setdefault(_section(graph, held, actors), []).append(line)
    lines = [
        "gantt",
        f"    title {escaped(f'Timeline of {about(actors)}')}",
        "    dateFormat YYYY-MM-DD",
        "    axisFormat %Y-%m",
        "    inclusiveEndDates",
        "    %% crit = hostile, active = friendly, done = neither; no tag = both at once",
        (
            f"    %% {counted(window)}; open ends up to {today.text}; "
            f"{len(found.undated)} undated left out"
        ),
    ]
    for name, bars in sections.items():
        lines += [f"    section {escaped(name)}", *bars]
    return "\n".join(lines) + "\n"


def _section(graph: ActorGraph, held: Held, actors: Sequence[Actor]) -> str:
    ends = (held.relation.source, held.relation.target)
    others = [id_ for id_ in ends if len(actors) != 1 or id_ != actors[0].id]
    return " and ".join(graph.actor[id_].name for id_ in others)


def _bar(graph: ActorGraph, held: Held, number: int, days: Span) -> str:
    doubts = [WEAKNESSES[why] for why in weaknesses(graph, held.relation)]
    name = escaped(f"{sentence(graph, held.relation)} ({', '.join([str(held.days), *doubts])})")
    tags = list(_TAGS[polarity_of(graph, held)])
    if days.first == days.last and not graph.type[held.relation.type].lasting:
        tags.append("milestone")
    data = ", ".join([*tags, f"r{number}", day_text(days.first), day_text(days.last)])
    return f"    {name} :{data}"


def escaped(text: str) -> str:
    """Write a text so that Mermaid takes it for one: its signs as entities, ``#58;`` for a colon.

    >>> escaped("Title: a#1; b")
    '#84;itle#58; a#35;1#59; b'
    """
    coded = _SIGNS.sub(lambda sign: f"#{ord(sign[0])};", bare(text))
    first = f"#{ord(coded[0])};" if _WORDS.match(coded) else coded[:1]
    return first + coded[1:]

"""A timeline as a picture: SVG with a bar for each relation, text as text, and its own legend.

Equal input gives equal bytes. Lengths are in pixels; a day's place is proportional.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from graph.dates import FIRST_DAY, LAST_DAY, Date, Span, parse_date
from graph.labels import text_width
from graph.model import Actor, ActorGraph
from graph.query import Held
from graph.report import evidence, plural, sentence
from graph.resting import weaknesses
from graph.ties import SIGNS, Polarity
from graph.timeline import Timeline
from graph.timeline_report import about, bar_days, bare, counted, polarity_of

#: As on the map.
_FILLS: dict[Polarity, tuple[str, ...]] = {
    "hostile": ("#d55e00",),
    "friendly": ("#0072b2",),
    "neutral": ("#7a828e",),
    "mixed": ("#0072b2", "#d55e00"),
}
_LEGEND: tuple[tuple[Polarity, str], ...] = (
    ("hostile", "against"),
    ("friendly", "with"),
    ("mixed", "both at once"),
    ("neutral", "neither"),
)
_WIDTH, _MARGIN, _ROW, _BAR, _FONT = 1200, 20, 20, 10, 12
_TOP = 138
#: Thickness of an outline, and from one slit to the next.
_LINE, _SLIT = 1.5, 6
_BOLD = ' font-weight="bold"'
_VAGUE, _OPEN = "lighter: begins or ends on one of these days", "arrow: still holds"
_WEAK = "hollow: no source, one independent source, or none better than D"
_DISPUTED, _UNKNOWN = "cut through: disputed", "?: nobody says when it began or ended"
_LONGEST_LABEL = 470
#: Months between two ticks: the first that gives no more than `_MOST_TICKS` is taken.
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 60000)
_MOST_TICKS = 12


class _Scale(NamedTuple):
    """Days to pixels: the first day begins at `left`, the last ends at `right`."""

    days: Span
    left: float
    right: float

    def at(self, day: int) -> float:
        """Give the place of a day's beginning."""
        share = (day - self.days.first) / (self.days.last + 1 - self.days.first)
        return self.left + share * (self.right - self.left)


class _Place(NamedTuple):
    scale: _Scale
    window: Span
    today: Date


def bars(
    graph: ActorGraph, actors: Sequence[Actor], found: Timeline, window: Span, today: Date
) -> str:
    """Draw the relations that hold in the window, the oldest at the top.

    An open end is drawn up to today with an arrow; the days on which something vaguely dated may
    have begun or ended are drawn lighter; where nobody says when, there is a question mark. What
    rests on little is hollow, what is disputed cut through.
    """
    labels = [_label(graph, held) for held in found.holding]
    widest = max((text_width(label) * _FONT for label in labels), default=0)
    scale = _Scale(_extent(found, window, today), _MARGIN + widest + 20, _WIDTH - 30)
    height = _TOP + _ROW * max(1, len(labels)) + 30
    place = _Place(scale, window, today)
    told = (
        f"{plural(len(labels), 'relation')} drawn, {len(found.undated)} undated left out; "
        f"open ends up to {today.text}; counted: {counted(window)}"
    )
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
            f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="title" '
            "font-family=\"Arial, 'Liberation Sans', Helvetica, sans-serif\" "
            f'font-size="{_FONT}" fill="#1f2937">'
        ),
        f'<title id="title">{_text(f"Timeline of {about(actors)}")}</title>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        _written(_MARGIN, 32, f"Timeline of {about(actors)}", ' font-size="18" font-weight="bold"'),
        _written(_MARGIN, 54, told, ' fill="#5b687b"'),
        *_legend(),
        *_axis(scale, height),
    ]
    for number, (held, label) in enumerate(zip(found.holding, labels, strict=True)):
        parts += _row(graph, held, label, _TOP + number * _ROW, place)
    if not labels:
        parts.append(_written(_MARGIN, _TOP + _BAR, "nothing to draw"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _extent(found: Timeline, window: Span, today: Date) -> Span:
    """The days of the axis: the window where it is bounded, else those of the bars."""
    spans = [bar_days(held, window, today) for held in found.holding]
    first = min((days.first for days in spans), default=today.first)
    last = max((days.last for days in spans), default=today.last)
    begin = first if window.first == FIRST_DAY else window.first
    end = last if window.last == LAST_DAY else window.last
    return Span(begin, max(begin, end))


def _label(graph: ActorGraph, held: Held) -> str:
    mark = SIGNS[polarity_of(graph, held)]
    text = f"{mark} {bare(sentence(graph, held.relation))}"
    if text_width(text) * _FONT <= _LONGEST_LABEL:
        return text
    room = _LONGEST_LABEL / _FONT
    fitting = bisect(range(len(text)), room, key=lambda size: text_width(text[:size] + "…"))
    return text[: fitting - 1].rstrip() + "…"


def _text(text: str) -> str:
    return escape(bare(text), quote=True)


def _written(x: float, y: float, text: str, style: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{style}>{_text(text)}</text>'


def _legend() -> Iterator[str]:
    x = float(_MARGIN)
    for kind, said in _LEGEND:
        yield from _filled(kind, x, x + 22, 68)
        yield _written(x + 28, 78, f"{SIGNS[kind]} {said}")
        x += 56 + text_width(f"{SIGNS[kind]} {said}") * _FONT
    yield from _filled("neutral", x, x + 22, 68, ' opacity="0.35"')
    yield _written(x + 28, 78, _VAGUE)
    x += 56 + text_width(_VAGUE) * _FONT
    yield from _filled("neutral", x, x + 14, 68)
    yield _arrow("neutral", x + 14, 68)
    yield _written(x + 28, 78, _OPEN)
    x = float(_MARGIN)
    yield from _hollow("neutral", x, x + 22, 88)
    yield _written(x + 28, 98, _WEAK)
    x += 56 + text_width(_WEAK) * _FONT
    yield from _filled("neutral", x, x + 22, 88)
    yield _slits(x, x + 22, 88)
    yield _written(x + 28, 98, _DISPUTED)
    x += 56 + text_width(_DISPUTED) * _FONT
    yield from _filled("neutral", x + 8, x + 22, 88)
    yield _written(x, 98, "?", _BOLD)
    yield _written(x + 28, 98, _UNKNOWN)


def _filled(kind: Polarity, left: float, right: float, y: float, style: str = "") -> Iterator[str]:
    """Draw a bar in the colour of its polarity, a mixed one in both."""
    fills = _FILLS[kind]
    tall = _BAR / len(fills)
    for number, fill in enumerate(fills):
        yield (
            f'<rect x="{left:.1f}" y="{y + number * tall:.1f}" width="{max(2, right - left):.1f}" '
            f'height="{tall:.1f}" fill="{fill}"{style}/>'
        )


def _hollow(kind: Polarity, left: float, right: float, y: float, style: str = "") -> Iterator[str]:
    """Draw the outline of a bar, inside its edges; one too short for that is full."""
    wide = max(2, right - left)
    yield from _filled(kind, left, right, y, style)
    if wide > 4 * _LINE:
        yield (
            f'<rect x="{left + _LINE:.1f}" y="{y + _LINE:.1f}" width="{wide - 2 * _LINE:.1f}" '
            f'height="{_BAR - 2 * _LINE:.1f}" fill="#ffffff"/>'
        )


def _slits(left: float, right: float, y: float) -> str:
    """Cut through a bar; one that is too short for a slit stays whole."""
    places = [left + _SLIT * number for number in range(1, 1 + int((right - left) / _SLIT))]
    cuts = "".join(f"M{x:.1f} {y}v{_BAR}" for x in places)
    return f'<path d="{cuts}" stroke="#ffffff" stroke-width="2"/>'


def _arrow(kind: Polarity, x: float, y: float) -> str:
    tip = f"{x:.1f},{y - 2:.1f} {x + 8:.1f},{y + _BAR / 2:.1f} {x:.1f},{y + _BAR + 2:.1f}"
    return f'<polygon points="{tip}" fill="{_FILLS[kind][-1]}"/>'


def _axis(scale: _Scale, height: int) -> Iterator[str]:
    months = (_month(scale.days.first), _month(scale.days.last))
    step = next(step for step in _STEPS if (months[1] - months[0]) // step < _MOST_TICKS)
    for month in range(-(-months[0] // step) * step, months[1] + 1, step):
        day = date(month // 12, month % 12 + 1, 1)
        x = scale.at(max(scale.days.first, day.toordinal()))
        text = day.isoformat()[:4] if step % 12 == 0 else day.isoformat()[:7]
        yield f'<path d="M{x:.1f} {_TOP - 8}V{height - 24}" stroke="#e3e5e9"/>'
        yield _written(x, _TOP - 14, text, ' text-anchor="middle" fill="#5b687b"')


def _month(day: int) -> int:
    """Number the months from that of 0000-01."""
    found = date.fromordinal(day)
    return found.year * 12 + found.month - 1


def _row(graph: ActorGraph, held: Held, label: str, y: float, place: _Place) -> Iterator[str]:
    days = bar_days(held, place.window, place.today)
    kind = polarity_of(graph, held)
    told = f"{sentence(graph, held.relation)}, {held.days}; {evidence(held.relation)}; {held.key}"
    left, right = place.scale.at(days.first), place.scale.at(days.last + 1)
    sure = _sure_days(held, days)
    why = weaknesses(graph, held.relation)
    draw = _hollow if set(why) - {"disputed"} else _filled
    yield f"<g><title>{_text(told)}</title>"
    yield _written(_MARGIN, y + _BAR, label)
    yield from draw(kind, left, right, y, "" if sure == days else ' opacity="0.35"')
    if sure and sure != days:
        yield from draw(kind, place.scale.at(sure.first), place.scale.at(sure.last + 1), y)
    if "disputed" in why and right - left >= _SLIT:
        yield _slits(left, right, y)
    if held.days.begin.startswith(("by ", "?")) and days.first > place.window.first:
        yield _written(left - 3, y + _BAR, "?", f' text-anchor="end"{_BOLD}')
    if held.days.end == "?" and days.last < place.window.last:
        yield _written(max(right, left + 2) + 3, y + _BAR, "?", _BOLD)
    elif held.days.span and held.days.span.last == LAST_DAY and days.last < place.window.last:
        yield _arrow(kind, max(right, left + 2), y)
    yield "</g>"


def _sure_days(held: Held, days: Span) -> Span | None:
    """The days on which it surely held: from the last of its begin to the first of its end."""
    begin = held.days.begin.removeprefix("by ")
    open_end = held.days.span is not None and held.days.span.last == LAST_DAY
    end = held.days.end or ("" if open_end else begin)  # an event has one date
    first = days.first if begin in ("", "?") else max(days.first, parse_date(begin).last)
    last = days.last if end in ("", "?") else min(days.last, parse_date(end).first)
    return Span(first, last) if first <= last else None

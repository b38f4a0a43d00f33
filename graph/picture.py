"""The map as a picture: an SVG made from the same positions, labels and marks as the page.

It needs no browser and makes no request. Text stays text, in a font by its name; every box and
line says in its ``<title>`` what it is, when, and who says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from graph import __version__
from graph.captions import (
    SMALL,
    Claim,
    badge,
    head,
    kind_items,
    legend,
    line_items,
    line_mark,
    notes,
)
from graph.curves import Box, Curve, Point, bends, between, curve
from graph.dates import ALWAYS, Date, today
from graph.ends import AIR, Ink, ended
from graph.folding import folded, folds, held_back
from graph.grading import voices
from graph.labels import GLYPHS, PADDING, Label, text_width
from graph.looks import (
    DARK,
    IDLE_BOX,
    IDLE_TEXT,
    LIGHT,
    LINE_SHARE,
    LineLook,
    box_look,
    faded,
    line_look,
)
from graph.markup import number, rightward, tag, words, written
from graph.model import Actor, ActorGraph, Relation
from graph.report import evidence, plural, sentence
from graph.symbols import symbol
from graph.timing import RULE, life, tenure

FONTS = (
    "Arial, 'Liberation Sans', 'Helvetica Neue', Helvetica, 'Noto Sans', 'DejaVu Sans', sans-serif"
)
MARKS = frozenset([*GLYPHS.values(), "◇"])
_WAY_TO_THE_SOURCES = (
    "Who says so: each line of the SVG names its sources when it is pointed at in a browser; "
    "so do the page (whowhom map) and the command line (whowhom show)."
)
_MARGIN, _LEAST_WIDTH = 30.0, 780.0


class View(NamedTuple):
    """What is drawn.

    Attributes:
        relations: By key.
        actors: By id.
        idle: Who of them has no relation that is drawn.
        held: How many persons stand inside each group.
        folded: How many relations are not drawn for that reason.
    """

    relations: Mapping[str, Relation]
    actors: Mapping[str, Actor]
    idle: frozenset[str]
    held: Mapping[str, int]
    folded: int


def draw_svg(  # noqa: PLR0913 - what was asked for
    graph: ActorGraph,
    *,
    title: str = "Who stands against whom",
    as_of: Date | None = None,
    positions: Mapping[str, Point] | None = None,
    dark: bool = False,
    unfold: bool = False,
) -> str:
    """Draw what holds at a date; equal arguments give equal text.

    Args:
        graph: Is not changed. Relations whose ends it lacks are not drawn.
        title: The heading, plain text.
        as_of: The date; None is today, `graph.dates.ALWAYS` stands for all.
        positions: The centre of every actor's box; None computes them, which takes seconds.
        dark: Light lines on a dark ground.
        unfold: Draw persons who would stand inside their groups (`graph.folding`).

    Raises:
        KeyError: `positions` lacks an actor.

    >>> draw_svg(ActorGraph(), title="Nobody")[:38]
    '<?xml version="1.0" encoding="UTF-8"?>'
    """
    from graph import layout  # noqa: PLC0415 - brings numpy and networkx

    spots: Mapping[str, Point] = layout.positions(graph) if positions is None else positions
    date = as_of or today()
    shown = view(graph, date, unfold=unfold)
    labels = layout.labels(graph)
    boxes = {id_: _box(actor, spots[id_], labels[id_]) for id_, actor in shown.actors.items()}
    colours = DARK if dark else LIGHT
    lines = list(_lines(graph, shown, boxes, colours))
    marks = list(_marks(lines, boxes.values(), colours["paper"]))
    drawn = "".join(line.svg for line in lines) + tag("g", *marks, aria_hidden="true")
    drawn += "".join(
        _actor(actor, boxes[id_], labels[id_], colours, idle=id_ in shown.idle)
        for id_, actor in shown.actors.items()
    )
    drawn += "".join(
        badge(f"+{count}", (box.x + box.width / 2 - 9, box.y - box.height / 2 - 1), colours)
        for id_, count in sorted(shown.held.items())
        if (box := boxes.get(id_))
    )
    return _page(graph, shown, (title, date), (drawn, _frame(boxes.values())), colours)


def view(graph: ActorGraph, as_of: Date, *, unfold: bool = False) -> View:
    """Give what holds at a date, and the actors that live then, in the order of the graph."""
    gone = folded(graph, as_of) if folds(graph) and not unfold else {}
    held = {
        key: relation
        for key, relation in graph.keyed.items()
        if relation.source in graph.actor and relation.target in graph.actor
        if (span := tenure(graph, relation).span) and span.meets(as_of.first, as_of.last)
    }
    relations = {
        key: relation
        for key, relation in held.items()
        if relation.source not in gone and relation.target not in gone
    }
    busy = {id_ for one in relations.values() for id_ in (one.source, one.target)}
    actors = {
        actor.id: actor
        for actor in graph.actors
        if actor.id in busy or (actor.id not in gone and life(actor).meets(as_of.first, as_of.last))
    }
    idle = frozenset(actors.keys() - busy)
    inside = held_back(graph, gone, as_of)
    return View(relations, actors, idle, inside, len(held) - len(relations))


def _box(actor: Actor, spot: Point, label: Label) -> Box:
    return Box(*spot, label.width, label.height, box_look(actor.kind).radius)


class _Line(NamedTuple):
    curve: Curve
    look: LineLook
    colour: str
    svg: str


def _lines(
    graph: ActorGraph, shown: View, boxes: Mapping[str, Box], colours: Mapping[str, str]
) -> Iterator[_Line]:
    centres = {id_: (box.x, box.y) for id_, box in boxes.items()}
    for key, bend in bends(shown.relations, centres).items():
        claim = _claim(graph, shown.relations[key])
        relation, sign, mutual, voices = claim
        look = line_look(relation, sign, voices)
        colour = colours[look.hue]
        whole = curve(centres[relation.source], centres[relation.target], bend)
        source = _grown(boxes[relation.source], AIR[sign] if mutual else 0)
        seen = between(whole, source, _grown(boxes[relation.target], AIR[sign]))
        drawn = _stroke(seen, look, colour, claim) if seen else ""
        told = tag("title", words(_told(graph, relation)))
        group = tag("g", told, drawn, data_key=key, role="graphics-symbol")
        yield _Line(seen or whole, look, colour, group)


def _claim(graph: ActorGraph, relation: Relation) -> Claim:
    kind = graph.type.get(relation.type)
    sign, mutual = (kind.sign, kind.symmetric) if kind else (0, False)
    return Claim(relation, sign, mutual, voices(graph, relation))


def _grown(box: Box, by: float) -> Box:
    width, height = box.width + 2 * by, box.height + 2 * by
    return Box(box.x, box.y, width, height, box.radius + by if box.radius else 0)


def _stroke(line: Curve, look: LineLook, colour: str, claim: Claim) -> str:
    # Each part is thinned by itself: a renderer of pixels needs a whole layer for a thin group.
    share = f"{LINE_SHARE:g}"
    ink = Ink(colour, share)
    shaft, ends = ended(line, claim.sign, look.width, ink, mutual=claim.mutual)
    (x, y), via, far = shaft
    path = tag(
        "path",
        d=f"M{number(x)} {number(y)}Q{' '.join(map(number, (*via, *far)))}",
        fill="none",
        stroke=colour,
        stroke_width=look.width,
        stroke_opacity=share,
        stroke_dasharray=" ".join(f"{dash:g}" for dash in look.dashes) or None,
    )
    return path + ends


def _marks(lines: Iterable[_Line], boxes: Iterable[Box], paper: str) -> Iterator[str]:
    """Write the marks of lines near their middle, off the boxes and off each other."""
    blocks = [_grown(box, 7) for box in boxes]
    for line in lines:
        if line.look.mark:
            shares = (0.5 + side * step / 20 for step in range(8) for side in (1, -1))
            spots = [line.curve.at(share) for share in shares]
            free = (spot for spot in spots if not any(block.holds(spot) for block in blocks))
            x, y = next(free, spots[0])
            blocks.append(Box(x, y, 16, 16, 0))
            yield line_mark(line.look.mark, (x, y), line.colour, paper)


def _told(graph: ActorGraph, relation: Relation) -> str:
    """What a line says to whoever points at it: the claim, its time, and who says so."""
    lines = [sentence(graph, relation), f"{tenure(graph, relation)}; {evidence(relation)}"]
    for mark, cited in (("- ", relation.sources), ("- disputed by ", relation.disputed_by)):
        for id_ in sorted({citation.source for citation in cited}):
            document = graph.document.get(id_)
            parts = [document.title, document.publisher] if document else [id_]
            if document and document.published:
                parts.append(document.published.text)
            lines.append(mark + ", ".join(filter(None, parts)))
    return "\n".join(lines)


def _actor(actor: Actor, box: Box, label: Label, colours: Mapping[str, str], *, idle: bool) -> str:
    look = box_look(actor.kind)
    paper = colours["paper"]
    shade = IDLE_BOX if idle else 1.0
    ink = IDLE_TEXT if idle and look.text != "paper" else 1.0
    rect = tag(
        "rect",
        x=box.x - box.width / 2 + look.width / 2,
        y=box.y - box.height / 2 + look.width / 2,
        width=box.width - look.width,
        height=box.height - look.width,
        rx=min(look.radius, box.height / 2),
        fill=faded(colours[look.fill], shade, paper),
        stroke=faded(colours[look.border], shade, paper),
        stroke_width=look.width,
        stroke_dasharray=" ".join(f"{dash:g}" for dash in look.dashes) or None,
    )
    top = box.y - box.height / 2 + PADDING[1]
    fill = faded(colours[look.text], ink, paper)
    lines = [
        _row(actor.kind, line, (box.x, top + (row + 0.5) * label.size), label.size, fill)
        for row, line in enumerate(label.lines)
    ]
    title = tag("title", words(_known(actor)))
    return tag("g", title, rect, *lines, data_id=actor.id, role="graphics-symbol")


def _row(kind: str, line: str, middle: Point, size: float, fill: str) -> str:
    """Write a line of a label, its glyph as a shape: before the name, on the right of some."""
    (x, y), down = middle, 0.36 * size
    glyph, _, name = line.partition(" ")
    if glyph not in MARKS:
        return written(line, x, y + down, size, fill, anchor="middle")
    way = 1 if rightward(name) else -1
    shape = symbol(kind, x - way * text_width(f" {name}") * size / 2, y, 0.9 * size, fill)
    aside = (text_width(line) - text_width(name)) * size / 2
    return shape + written(name, x + way * aside, y + down, size, fill, anchor="middle")


def _known(actor: Actor) -> str:
    lines = [actor.name, actor.kind.replace("_", " ") or "kind not said"]
    if actor.begin or actor.end:
        begin = actor.begin.text if actor.begin else "?"
        lines[1] += f", {begin} - {actor.end.text if actor.end else 'now'}"
    return "\n".join([*lines, actor.summary] if actor.summary else lines)


def _frame(boxes: Iterable[Box]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the boxes, with room for bent lines."""
    room = 14.0
    sides = [
        (
            box.x - box.width / 2,
            box.y - box.height / 2,
            box.x + box.width / 2,
            box.y + box.height / 2,
        )
        for box in boxes
    ] or [(0.0, 0.0, 0.0, 0.0)]
    left, top, right, bottom = zip(*sides, strict=True)
    return min(left) - room, min(top) - room, max(right) + room, max(bottom) + room


def _page(
    graph: ActorGraph,
    shown: View,
    heading: tuple[str, Date],
    body: tuple[str, tuple[float, float, float, float]],
    colours: Mapping[str, str],
) -> str:
    """Set head, map, legend and foot below each other."""
    title, date = heading
    drawn, (left, top, right, bottom) = body
    inner = max(right - left, _LEAST_WIDTH)
    rule = "Relations of all dates" if date == ALWAYS else RULE.format(date=date.text)
    above = head(title, [f"{rule[0].upper()}{rule[1:]}."], inner, colours)
    claims = [_claim(graph, relation) for relation in shown.relations.values()]
    kinds = kind_items((actor.kind for actor in shown.actors.values()), colours)
    rows = line_items(claims, colours, pale=bool(shown.idle), held=bool(shown.held)), kinds
    keys = [legend(items, inner, colours) for items in rows]
    below = notes(_counts(graph, shown), inner, colours["soft"], SMALL)
    shift = (inner - (right - left)) / 2 - left
    y = _MARGIN + above.height + 6
    placed = [_moved(above.svg, _MARGIN, _MARGIN)]
    placed.append(_moved(drawn, _MARGIN + shift, y - top))
    y += bottom - top + 10
    placed.append(_rule(y, inner, colours["rule"]))
    y += 12
    for part in (*keys, below):
        placed.append(_moved(part.svg, _MARGIN, y))
        y += part.height
    size = (inner + 2 * _MARGIN, y + _MARGIN - 8)
    return _document(title, _counts(graph, shown)[0], "\n".join(placed), size, colours["paper"])


def _moved(svg: str, x: float, y: float) -> str:
    return tag("g", svg, transform=f"translate({number(x)} {number(y)})")


def _rule(y: float, width: float, colour: str) -> str:
    return tag("path", d=f"M{number(_MARGIN)} {number(y)}h{number(width)}", stroke=colour)


def _counts(graph: ActorGraph, shown: View) -> list[str]:
    terms = [tenure(graph, relation) for relation in graph.relations]
    undated = sum(not term.dated for term in terms)
    others = len(graph.relations) - len(shown.relations) - shown.folded - undated
    alone = f", {len(shown.idle)} of them without a relation" if shown.idle else ""
    drawn = (
        f"{plural(len(shown.actors), 'actor')}{alone}, {plural(len(shown.relations), 'relation')}"
    )
    rest = f"{plural(others, 'relation')} of other dates, {undated:,} undated"
    if shown.folded:
        rest += f", {shown.folded:,} of persons inside their groups"
    told = f"Drawn: {drawn}. Not drawn: {rest}. Made by whowhom {__version__}."
    return [told, _WAY_TO_THE_SOURCES]


def _document(title: str, told: str, inside: str, size: tuple[float, float], paper: str) -> str:
    width, height = map(number, size)
    ground = tag("rect", width="100%", height="100%", fill=paper)
    root = tag(
        "svg",
        tag("title", words(title), id="title"),
        tag("desc", words(told), id="told"),
        ground,
        tag("g", inside, font_family=FONTS),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="graphics-document",
        aria_labelledby="title told",
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n'

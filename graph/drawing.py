"""The map: a whole graph as one HTML page that needs nothing else.

pyvis holds nodes, edges and options and renders our own template; the vis-network that comes with
it is written into the page. pyvis is imported only here, and only when a page is drawn, because
it brings IPython along. The page's own parts are in ``web/``.
"""

import json
import os
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from graph import page
from graph.dates import Date, today
from graph.diffing.uniting import Union
from graph.model import ActorGraph

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

#: The page's scripts in the order in which they are joined; each uses only what stands before
#: it, or is called after all are there.
SCRIPTS = (
    "data.js",
    "dates.js",
    "state.js",
    "paths.js",
    "fold.js",
    "ego.js",
    "style.js",
    "canvas.js",
    "overlay.js",
    "sight.js",
    "address.js",
    "timeline.js",
    "legend.js",
    "sources.js",
    "panel.js",
    "between.js",
    "story.js",
    "status.js",
    "table.js",
    "search.js",
    "picture.js",
    "handoff.js",
    "keys.js",
    "main.js",
)
STYLES = ("page.css", "parts.css", "panel.css", "small.css", "print.css")
#: A page of two versions has more of both.
DIFF_SCRIPTS = (SCRIPTS[0], "diff.js", "difflook.js", "diffpanel.js", *SCRIPTS[1:])
DIFF_STYLES = (*STYLES, "diff.css")
TEMPLATE = "map.html.j2"
#: What the page does without: everything but its own three scripts and styles.
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; "
    "img-src data: blob:; base-uri 'none'; form-action 'none'"
)
_WEB = os.path.join(os.path.dirname(os.path.abspath(__file__)), "web")
_VIS = os.path.join("lib", "vis-9.1.2", "vis-network.min.js")
#: Read by vis-network. Nothing moves by itself: the positions are known.
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False},
    "nodes": {"shape": "box", "chosen": False, "scaling": {"label": {"drawThreshold": 3}}},
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0},
}


def draw(
    graph: ActorGraph,
    *,
    title: str = "Who stands against whom",
    as_of: Date | None = None,
    positions: Mapping[str, tuple[int, int]] | None = None,
) -> str:
    """Write the page; it makes no request, and equal arguments give equal text.

    Args:
        graph: Is not changed. A relation whose ends it lacks is in the page's table alone.
        title: The heading, plain text.
        as_of: The date at which the page opens; None is today.
        positions: The centre of every actor's box; None computes them, which takes seconds.

    Raises:
        KeyError: `positions` lacks an actor.
        FileNotFoundError: The installed pyvis does not bring vis-network 9.1.2.

    >>> draw(ActorGraph(), title="Nobody").splitlines()[0]
    '<!doctype html>'
    """
    from graph import layout  # noqa: PLC0415 - brings numpy and networkx

    spots = layout.positions(graph) if positions is None else positions
    told = page.content(graph, spots, layout.labels(graph), as_of or today())
    return _written(title, told, SCRIPTS, STYLES)


def draw_union(
    union: Union,
    *,
    title: str = "",
    positions: Mapping[str, tuple[int, int]] | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Write the page of two versions; otherwise as `draw`.

    Args:
        union: Both versions.
        title: The heading; by default the titles of both.
        positions: The centre of the box of every actor of `Union.roomy`; None computes them.
        notes: Further lines of the foot, plain text: whose the data is.

    Raises:
        KeyError: `positions` lacks an actor.
        FileNotFoundError: As `draw`.
    """
    from graph import layout, page_diff  # noqa: PLC0415 - as above

    spots = layout.positions(union.roomy) if positions is None else positions
    told = page_diff.content(union, spots, today(), notes)
    return _written(title or page_diff.title(union), told, DIFF_SCRIPTS, DIFF_STYLES)


def _written(
    title: str, told: page.Content, scripts: tuple[str, ...], styles: tuple[str, ...]
) -> str:
    from pyvis.network import Network  # noqa: PLC0415 - brings IPython, a third of a second

    net = Network(heading=title)
    net.nodes, net.edges, net.options = told.nodes, told.edges, _OPTIONS
    net.templateEnv = _environment(told, scripts, styles)
    net.path = TEMPLATE
    text: str = net.generate_html()
    return text.encode("utf-8", "replace").decode()  # half a surrogate pair is no text


def _environment(
    told: page.Content, names: tuple[str, ...], styles: tuple[str, ...]
) -> "Environment":
    """The template's surroundings: everything that pyvis does not hand to it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    scripts = (_vis(), _joined(names))
    style = re.sub(r"\s*([{};,])\s*|(?<=:) ", r"\1", "\n".join(_web(name) for name in styles))
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(_WEB)
    )
    environment.filters |= {"embedded": embedded, "inert": inert}
    environment.globals |= {
        "policy": _policy(scripts, style),
        "scripts": [Markup(script) for script in scripts],  # noqa: S704 - ours and pyvis's
        "style": Markup(style),  # noqa: S704 - ours
        "facts": told.facts,
        "types": told.types,
        "sources": told.sources,
    }
    return environment


def embedded(value: object) -> "Markup":
    r"""Write a value as JSON that no markup can end.

    >>> print(embedded(["</script>"]))
    ["\u003c/script\u003e"]
    """
    return inert(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def inert(text: str) -> "Markup":
    r"""Write a text that is JSON already so that no markup can end it.

    >>> print(inert('["</script>"]'))
    ["\u003c/script\u003e"]
    """
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - just escaped


def _policy(scripts: tuple[str, ...], style: str) -> str:
    allowed = " ".join(_digest(script) for script in scripts)
    return _POLICY.format(scripts=allowed, styles=_digest(style))


def _digest(text: str) -> str:
    """The source expression that allows exactly this text between two tags."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _joined(names: tuple[str, ...]) -> str:
    """One script of many files, in a scope of its own."""
    body = "\n".join(_web(name) for name in names)
    return f'(() => {{\n"use strict";\n{body}\n}})();'


def _vis() -> str:
    """The bundled vis-network, licence head included, without the link to its source map."""
    import pyvis  # noqa: PLC0415 - as above

    text = _read(os.path.join(os.path.dirname(pyvis.__file__), _VIS))
    return text.partition("//# sourceMappingURL=")[0].rstrip()


def _web(name: str) -> str:
    """One of the page's own files, without indentation and lines that are only a comment."""
    lines = (line.strip() for line in _read(os.path.join(_WEB, name)).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if any(end in text.lower() for end in ("</script", "</style", "<!--")):
        raise ValueError(f"{path} cannot stand inside a page")
    return text

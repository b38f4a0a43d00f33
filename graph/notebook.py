"""The map inside a notebook: the whole page in a frame that the notebook is safe from."""

from html import escape

from graph.model import ActorGraph

#: Pixels.
HEIGHT = 680
#: The page runs its scripts in an origin of its own: it reads nothing of the notebook and its
#: cookies. Links to sources open in a tab of their own, and what is shown can be downloaded.
_ALLOWED = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"


def iframe(graph: ActorGraph) -> str:
    """Give the map of a graph as an element for a notebook's output; some 1 MB for 100 actors.

    The first time of a graph takes the seconds that its layout takes.
    """
    from graph.drawing import draw  # noqa: PLC0415 - brings pyvis, and that IPython
    from graph.placing import placed  # noqa: PLC0415 - brings numpy and networkx

    page = draw(graph, positions=placed(graph))
    return (
        f'<iframe title="Map of {len(graph.actors)} actors" sandbox="{_ALLOWED}" '
        f'width="100%" height="{HEIGHT}" frameborder="0" srcdoc="{escape(page)}"></iframe>'
    )

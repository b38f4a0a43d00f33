"""What event data calls an actor: one more name that it answers to."""

from collections.abc import Iterable, Mapping, Sequence

from graph.model import Actor, Listed
from graph.names import fold, names_of


def answering(actors: Sequence[Actor], heard: Mapping[str, Iterable[str]]) -> list[Actor]:
    """Give actors that answer to what the data calls them; a name of several is ambiguous.

    Args:
        actors: Of a graph.
        heard: What the data calls them, by their ids; a name that is another's own stays that's.
    """
    owned = {fold(name) for actor in actors for name in names_of(actor)}
    bearers: dict[str, set[str]] = {}
    for actor in actors:
        for name in (*heard.get(actor.id, ()), *actor.ambiguous_aliases):
            bearers.setdefault(fold(name), set()).add(actor.id)
    made = []
    for actor in actors:
        held = owned | {fold(name) for name in actor.ambiguous_aliases}
        more = {fold(name): name for name in heard.get(actor.id, ()) if fold(name) not in held}
        own = [name for key, name in more.items() if len(bearers[key]) == 1]
        shared = [name for key, name in more.items() if len(bearers[key]) > 1]
        made.append(
            actor._replace(
                aliases=Listed([*actor.aliases, *own]),
                ambiguous_aliases=Listed([*actor.ambiguous_aliases, *shared]),
            )
        )
    return made

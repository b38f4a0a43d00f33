"""Words for what every kind of text says: a relation, a number of things, names in a row."""

from collections.abc import Sequence

from graph.model import ActorGraph, Relation

#: How the summary of a relation begins that stands for events; what follows counts them.
COUNTED = "The data has "


def sentence(graph: ActorGraph, relation: Relation) -> str:
    """Say a relation in words: ``Taliban hosts al-Qaeda``.

    An actor or a type that the graph lacks goes by its id or name.
    """
    kind = graph.type.get(relation.type)
    label = kind.label if kind else relation.type.replace("_", " ")
    ends = (graph.actor.get(id_) for id_ in (relation.source, relation.target))
    one, two = (actor.name if actor else "" for actor in ends)
    return f"{one or relation.source} {label} {two or relation.target}"


def plural(count: int, noun: str) -> str:
    """Give ``1 source``, ``2 sources``, ``3 dates``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def in_a_row(words: Sequence[str], most: int = 0) -> str:
    """Give ``A``, ``A and B``, ``A, B and C``; beyond `most`, if any: ``A, B and 3 more``.

    One that would be left out alone is told, too.

    >>> in_a_row("ABCDE", 3), in_a_row("ABCD", 3), in_a_row("ABCD")
    ('A, B, C and 2 more', 'A, B, C and D', 'A, B, C and D')
    """
    told = list(words)
    if most and len(told) > most + 1:
        told[most:] = [f"{len(told) - most:,} more"]
    return " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))

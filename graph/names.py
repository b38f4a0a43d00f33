"""Names that people type -> actors: case, accents, dashes and spaces do not count."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from graph.model import Actor, ActorGraph
from graph.suggesting import nearest

#: Apostrophe-like letters and marks that transliterations put in or leave out, the Arabic
#: elongation stroke, and zero-width (non-)joiners.
_DROPPED = dict.fromkeys(map(ord, "'`\u2019\u2018\u02bb\u02bc\u02be\u02bf\u0640\u200c\u200d\u00ad"))
#: Letters that Persian, Pashto and Arabic keyboards write differently.
_LETTERS = str.maketrans({"\u064a": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647"})


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Reduce a name to what counts, its letters and digits; one that has none stays as it is.

    >>> fold("Al-Qa'ida"), fold("TTP")
    ('alqaida', 'ttp')
    """
    if name.isascii():
        return "".join(char for char in name.lower() if char.isalnum()) or name.strip()
    # Signs such as U+33D7 come apart into capitals, and small letters may come apart again.
    small = unicodedata.normalize("NFKD", name).casefold()
    wide = unicodedata.normalize("NFKD", small).translate(_DROPPED)
    bare = "".join(char for char in wide if not unicodedata.combining(char))
    # A vowel sign of an Indic script is no letter, and no accent either: it counts.
    letters = (char for char in bare.translate(_LETTERS) if char.isalnum() or _is_mark(char))
    kept = "".join(letters)
    return kept or name.strip()


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


class NameIndex(NamedTuple):
    """Folded names of all actors.

    Attributes:
        plain: Name or alias -> the ids that bear it as their own.
        ambiguous: Name -> the ids that share it by declaration.
    """

    plain: dict[str, tuple[str, ...]]
    ambiguous: dict[str, tuple[str, ...]]


class Resolved(NamedTuple):
    """What a typed name came to.

    Attributes:
        actor: The one actor meant, or None.
        candidates: Actors that it may mean, by id: two or more when ambiguous; suggestions for a
            name that nobody bears.
        ambiguous: Whether several actors bear the name.
    """

    actor: Actor | None
    candidates: tuple[Actor, ...] = ()
    ambiguous: bool = False


def names_of(actor: Actor) -> tuple[str, ...]:
    """Give id, name and aliases: what means this actor and no other."""
    return (actor.id, actor.name, *actor.aliases)


def index(graph: ActorGraph) -> NameIndex:
    """Build the index of a graph's names."""
    plain: dict[str, list[str]] = {}
    shared: dict[str, list[str]] = {}
    for actor in graph.actors:
        for key in dict.fromkeys(map(fold, names_of(actor))):
            plain.setdefault(key, []).append(actor.id)
        for key in dict.fromkeys(map(fold, actor.ambiguous_aliases)):
            shared.setdefault(key, []).append(actor.id)
    return NameIndex(
        {key: tuple(ids) for key, ids in plain.items()},
        {key: tuple(ids) for key, ids in shared.items()},
    )


def resolve(graph: ActorGraph, name: str) -> Resolved:
    """Find the actor that a typed name means: by id, then by name or alias, folded.

    A name that several bear, or a near miss, is never decided here: candidates come back.
    """
    if exact := graph.actor.get(name):
        return Resolved(exact)
    names, key = index(graph), fold(name)
    own, shared = names.plain.get(key, ()), names.ambiguous.get(key, ())
    ids = own or shared
    found = tuple(graph.actor[id_] for id_ in sorted(set(ids)))
    if len(found) == 1:
        return Resolved(found[0])
    if found:
        return Resolved(None, found, ambiguous=True)
    near = (names.plain.get(word, ()) for word in nearest(key, names.plain))
    close = dict.fromkeys(id_ for ids in near for id_ in ids)
    return Resolved(None, tuple(graph.actor[id_] for id_ in close))

"""Names that people type -> actors: case, accents, dashes and spaces do not count."""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from graph.model import Actor, ActorGraph, once
from graph.suggesting import misses

#: Apostrophe-like letters and marks that transliterations put in or leave out, the Arabic
#: elongation stroke, and zero-width (non-)joiners.
_DROPPED = dict.fromkeys(map(ord, "'`\u2019\u2018\u02bb\u02bc\u02be\u02bf\u0640\u200c\u200d\u00ad"))
#: Letters that Persian, Pashto and Arabic keyboards write differently.
_LETTERS = str.maketrans({"\u064a": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647"})


#: Hyphens and the like, which part the words of a name.
_DASHES = dict.fromkeys(map(ord, "-_/\u2010\u2011\u2012\u2013\u2014\u2212"), " ")
#: The Arabic article, as it is transcribed.
ARTICLES = frozenset({"al", "el", "ul"})
#: Suggestions for a name that nobody bears.
_MOST = 5
#: Letters from which on a word of a name is worth a suggestion.
_WORD = 4


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


def bare(name: str) -> str:
    """Fold a name without its articles; what is nothing but articles keeps them.

    >>> bare("al-Qaeda"), bare("Jamaat-ul-Ahrar"), bare("El")
    ('qaeda', 'jamaatahrar', 'el')
    """
    return "".join(fold(word) for word in _words(name)) or fold(name)


def _words(name: str) -> list[str]:
    words = name.translate(_DASHES).split()
    return [word for word in words if word.casefold() not in ARTICLES]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


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


@once
def index(graph: ActorGraph) -> dict[str, Resolved]:
    """Give what every folded name comes to: those whose own it is, else those who share it."""
    return _bearers(graph, fold)


@once
def _bare_index(graph: ActorGraph) -> dict[str, Resolved]:
    return _bearers(graph, bare)


def _bearers(graph: ActorGraph, key: Callable[[str], str]) -> dict[str, Resolved]:
    own: dict[str, list[Actor]] = {}
    shared: dict[str, list[Actor]] = {}
    for actor in graph.actors:
        for name in dict.fromkeys(map(key, names_of(actor))):
            own.setdefault(name, []).append(actor)
        for name in dict.fromkeys(map(key, actor.ambiguous_aliases)):
            shared.setdefault(name, []).append(actor)
    return {name: _meant(bearers) for name, bearers in (shared | own).items()}


def _meant(bearers: list[Actor]) -> Resolved:
    return Resolved(None, tuple(bearers), ambiguous=True) if bearers[1:] else Resolved(bearers[0])


def resolve(graph: ActorGraph, name: str) -> Resolved:
    """Find the actor that a typed name means: by id, then by name or alias, folded.

    Where nobody bears it, articles are left aside: ``Qaeda`` is al-Qaeda. A name that several
    bear, or a near miss, is never decided here: candidates come back.
    """
    if exact := graph.actor.get(name):
        return Resolved(exact)
    return (
        index(graph).get(fold(name))
        or _bare_index(graph).get(bare(name))
        or Resolved(None, near(graph, name))
    )


def near(graph: ActorGraph, name: str) -> tuple[Actor, ...]:
    """Give up to five actors with a name like a mistyped one, best first.

    A word of a name (``hekmatiar`` of Gulbuddin Hekmatyar) counts where it is nearer than every
    whole name.
    """
    wholes: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for actor in graph.actors:
        for known in (*names_of(actor), *actor.ambiguous_aliases):
            wholes.setdefault(fold(known), []).append(actor.id)
            for word in map(fold, _words(known)):
                if len(word) >= _WORD:
                    parts.setdefault(word, []).append(actor.id)
    whole, part = misses(fold(name), wholes), misses(bare(name), parts)
    best = min(whole.values(), default=(len(name), 0))
    ranked = sorted(
        [
            *((far, 0, id_) for key, far in whole.items() for id_ in wholes[key]),
            *((far, 1, id_) for key, far in part.items() if far < best for id_ in parts[key]),
        ]
    )
    return tuple(graph.actor[id_] for id_ in dict.fromkeys(id_ for *_, id_ in ranked))[:_MOST]

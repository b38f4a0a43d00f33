"""Whom the keys of event data stand for in a graph: actors of the dataset, or new ones."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import count, islice

from graph.escaping import one_line
from graph.events.crosswalk import Crosswalk
from graph.events.matching import ends
from graph.events.reader import Reader
from graph.events.values import Dyad
from graph.model import Actor, ActorGraph, Identifier, Listed
from graph.model import Citation as Cited
from graph.names import fold, names_of

#: Schemes whose keys are numbers that others know.
_IDS = frozenset({"ucdp"})


class Naming:
    """Actors as they are named: those of the dataset, and one for every other key.

    A name that several keys of the data bear is nobody's alone: who asks for it is asked back.
    """

    def __init__(
        self, reader: Reader, crosswalk: Crosswalk, known: ActorGraph, dyads: Iterable[Dyad] = ()
    ) -> None:
        self.reader, self.crosswalk, self.known = reader, crosswalk, known
        self.shared = _shared(dyads)
        self.own: dict[str, Actor] = {}
        self.used: dict[str, Actor] = {}
        self.names = {
            fold(name)
            for actor in known.actors
            for name in (*names_of(actor), *actor.ambiguous_aliases)
        }
        self.sources = Listed([Cited(reader.citation.id)])
        self.heard: dict[str, list[str]] = {}
        for entry in crosswalk.entries:
            self.heard.setdefault(entry.actor, []).extend(filter(None, [entry.name]))

    def pair(self, dyad: Dyad) -> tuple[str, str]:
        """Give the ids of a dyad's ends."""
        meant = ends(dyad, self.crosswalk)
        one, two = (
            self._id(key, name, found)
            for key, name, found in zip(dyad.pair, dyad.names, meant, strict=True)
        )
        return one, two

    def _id(self, key: str, name: str, found: tuple[str, ...]) -> str:
        if len(found) == 1 and found[0] in self.known.actor:
            return self._known(found[0])
        if key not in self.own:
            self.own[key] = self._new(key, name)
        return self.own[key].id

    def _known(self, id_: str) -> str:
        if id_ not in self.used:
            actor = self.known.actor[id_]
            # What else the dataset says of it rests on sources that this graph has not, and its
            # life would hide events outside it.
            self.used[id_] = Actor(
                id_,
                actor.name,
                actor.kind,
                aliases=actor.aliases,
                ambiguous_aliases=actor.ambiguous_aliases,
                ids=actor.ids,
                sources=self.sources,
            )
        return id_

    def _new(self, key: str, name: str) -> Actor:
        # Data may hold what no file of a dataset may: it is shown by its number.
        plain = one_line(name).strip() or "(blank)"
        number = f"{self.reader.scheme} {one_line(key).strip()}"
        shared = fold(plain) in self.shared and fold(plain) not in self.names
        names = _remarked(plain, number if key != name else "in the data")
        shown = self._free(islice(names, 1, None) if shared else names)
        # An id is a name, too: nobody else may answer to it.
        id_ = self._free(_numbered(slug(f"{name} {key}" if shared else name) or "actor"))
        self.names |= {fold(shown), fold(id_)}
        kind = "government" if name.startswith("Government of ") else ""
        ids = (
            [Identifier(self.reader.scheme, key)]
            if self.reader.scheme in _IDS and key != name
            else []
        )
        said = [name] if ids else [name, key]
        self.heard[id_] = list(filter(None, (one_line(one).strip() for one in said)))
        both = Listed([plain] if shared else [])
        return Actor(
            id_, shown, kind, ambiguous_aliases=both, ids=Listed(ids), sources=self.sources
        )

    def _free(self, wanted: Iterable[str]) -> str:
        """Give the first of some names that nobody answers to."""
        return next(one for one in wanted if fold(one) not in self.names)

    def actors(self, ids: Collection[str]) -> list[Actor]:
        """Give those of some ids that were named."""
        return [one for one in (*self.used.values(), *self.own.values()) if one.id in ids]


def _shared(dyads: Iterable[Dyad]) -> frozenset[str]:
    """Give the folded names that several keys bear."""
    keys: dict[str, set[str]] = {}
    for dyad in dyads:
        for key, name in zip(dyad.pair, dyad.names, strict=True):
            if key != name:
                keys.setdefault(fold(one_line(name).strip()), set()).add(key)
    return frozenset(name for name, found in keys.items() if len(found) > 1)


def slug(name: str) -> str:
    """Give a name as an id, ``""`` where it has no Latin letter.

    >>> slug("Jam'iyyat-i Islami-yi Afghanistan")
    'jamiyyat-i-islami-yi-afghanistan'
    """
    plain = unicodedata.normalize("NFKD", name.replace("'", "")).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain.lower()))


def _remarked(name: str, remark: str) -> Iterator[str]:
    yield name
    yield from (f"{name} ({one})" for one in _numbered(remark, ", "))


def _numbered(base: str, parting: str = "-") -> Iterator[str]:
    yield base
    yield from (f"{base}{parting}{number}" for number in count(2))

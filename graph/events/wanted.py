"""Whom a typed name means: somebody in the data, else an actor of the dataset by the crosswalk."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from graph.dates import FIRST_DAY, LAST_DAY
from graph.escaping import one_line
from graph.events.crosswalk import Crosswalk, Entry
from graph.events.folding import Fit, Read, keys_of
from graph.events.sql import Query, Source
from graph.events.values import DyadQuery, EventsError, Meant
from graph.model import Actor, ActorGraph
from graph.names import fold, resolve
from graph.suggesting import nearest

#: Gives the dataset, and the crosswalk of a scheme.
Known = Callable[[str], tuple[ActorGraph, Crosswalk]]
_STATE = "government of "
#: Letters of a typed name that are told back.
_SHOWN = 80


def by_name(known: Known) -> Fit:
    """Give what makes the actors of a query keys of the data, or fails with who may be meant.

    A name of the data goes first, an id or any name that it bears there; then an actor of the
    dataset, by id, name or alias, whom the crosswalk explains: it stands for each of its keys when
    and where that means it. The dataset is asked for only where the data has no such name.

    Args:
        known: Gives the dataset and the crosswalk of a scheme.

    Raises:
        EventsError: When called, an actor is in neither, or may be several.
    """

    def fit(read: Read, source: Source, query: DyadQuery) -> DyadQuery:
        keys: list[str] = []
        meant: list[Meant] = []
        for name in dict.fromkeys(query.actors):
            if here := _here(read, source, name):
                keys += here
            else:
                meant += _meant(name, read, source, known)
        return replace(query, actors=tuple(keys), meant=tuple(meant))

    return fit


def calling(fit: Fit, called: dict[str, str]) -> Fit:
    """Give the same, which also notes what the keys of the data that are codes are called."""

    def noted(read: Read, source: Source, query: DyadQuery) -> DyadQuery:
        called.update(_called(read))
        return fit(read, source, query)

    return noted


def _called(read: Read) -> dict[str, str]:
    """Give what most rows call the keys of the data that are codes."""
    text = read.reader.called(read.kinds)
    return dict(read.engine.rows(Query(text))) if text else {}


def _here(read: Read, source: Source, name: str) -> tuple[str, ...]:
    """Give the keys that a name has in the data, or that are called so."""
    found, _ = keys_of(read, DyadQuery(actors=(name,)))
    if len(found.actors) > 1:
        return found.actors
    there = _either(source, "LOWER({end}) = LOWER(?)")
    keys = [key for (key,) in read.engine.rows(Query(there, (name, name)))]
    if keys:
        return (name,) if name in keys else tuple(sorted(keys))
    return tuple(key for key, label in sorted(_called(read).items()) if fold(label) == fold(name))


def _meant(name: str, read: Read, source: Source, known: Known) -> list[Meant]:
    graph, crosswalk = known(read.reader.scheme)
    resolved = resolve(graph, name)
    keys = _keys(read, source)
    if resolved.actor is None:
        raise _unknown(name, resolved.candidates, keys, ambiguous=resolved.ambiguous)
    meant = meanings(resolved.actor.id, keys, crosswalk, area=source.area)
    if not meant:
        raise _absent(name, resolved.actor, keys, crosswalk)
    return meant


def meanings(
    actor: str, keys: Iterable[str], crosswalk: Crosswalk, *, area: bool = True
) -> list[Meant]:
    """Give those of some keys that mean an actor, each with when and where.

    Args:
        actor: Its id.
        keys: Of the data.
        crosswalk: Of its scheme.
        area: Whether the data says where; else an entry with areas means nobody.
    """
    found = []
    for key in sorted(keys):
        entries = crosswalk.of(key)
        local = tuple(_meaning(key, one) for one in entries if one.areas)
        for entry in entries:
            if entry.actor == actor and (area or not entry.areas):
                meant = _meaning(key, entry)
                found.append(meant if entry.areas else meant._replace(unless=local))
    return found


def _meaning(key: str, entry: Entry) -> Meant:
    span = entry.span
    return Meant(
        key,
        span.first if span.first > FIRST_DAY else None,
        span.last if span.last < LAST_DAY else None,
        entry.areas,
    )


def _keys(read: Read, source: Source) -> dict[str, str]:
    """Give all keys of the data, with their names."""
    text = _either(source, "{end} IS NOT NULL")
    _, labels = keys_of(read, DyadQuery())
    labels |= _called(read)
    return {key: labels.get(key, key) for (key,) in read.engine.rows(Query(text))}


def _either(source: Source, test: str) -> str:
    """Give the keys at either end of the events that count, those that pass a test."""
    return " UNION ".join(
        f"SELECT {end} AS label_key FROM (\n{source.events}\n) AS {end}s "
        f"WHERE reject IS NULL AND {test.format(end=end)}"
        for end in ("source", "target")
    )


def _near(name: str, keys: Mapping[str, str]) -> tuple[str, ...]:
    """Give names of the data that are like a mistyped one, best first."""
    folded: dict[str, str] = {}
    for text in (text for key, label in sorted(keys.items()) for text in (label, key)):
        folded.setdefault(fold(text), text)
        folded.setdefault(fold(text).removeprefix(fold(_STATE)), text)
    return tuple(dict.fromkeys(folded[one] for one in nearest(fold(name), folded)))


def _cut(name: str) -> str:
    return one_line(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}...")


def _unknown(
    name: str, candidates: tuple[Actor, ...], keys: Mapping[str, str], *, ambiguous: bool
) -> EventsError:
    ids = tuple(actor.id for actor in candidates)
    listed = [f"{actor.id} ({actor.name})" for actor in candidates]
    if ambiguous:
        return EventsError(
            f'"{_cut(name)}" may mean {", ".join(listed)}; ask with an id', "ambiguous", ids
        )
    near = _near(name, keys)
    said = ", ".join([*map(one_line, near), *listed])
    hint = f"; did you mean {said}?" if said else "; `whowhom events match` lists the data's names"
    told = f'no actor "{_cut(name)}" in the data, and none in the dataset{hint}'
    return EventsError(told, "unknown", (*near, *ids))


def _absent(name: str, actor: Actor, keys: Mapping[str, str], crosswalk: Crosswalk) -> EventsError:
    explained = crosswalk.keys_of(actor.id)
    if explained:
        why = f"which the crosswalk explains as {', '.join(map(one_line, explained))}"
    else:
        why = "which no entry of the crosswalk explains"
    near = _near(name, keys)
    hint = f"; did you mean {', '.join(map(one_line, near))}?" if near else ""
    return EventsError(f"nobody in the data is {actor.id}, {why}{hint}", "unknown", near)

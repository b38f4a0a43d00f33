"""What may stand where the cursor is: actors, verbs, sources, versions. It never complains."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

import click
from click.shell_completion import CompletionItem

from graph import bundled
from graph.loading import holds_yaml, load
from graph.model import Actor, ActorGraph
from graph.names import fold, names_of

#: Candidates at most: more than a screen helps nobody.
MOST = 200
#: A branch may be called `$(rm x)`; bash would run it.
_PLAIN = re.compile(r"[\w./@+~-]+", re.ASCII)
Items = list[CompletionItem]
Completer = Callable[[click.Context, click.Parameter, str], Items]


def _quiet(find: Callable[[click.Context, str], Iterable[CompletionItem]]) -> Completer:
    """Make a completer that gives nothing where anything fails."""

    def complete(ctx: click.Context, _param: click.Parameter, start: str) -> Items:
        found: Items = []
        with suppress(Exception):  # a message in the middle of a half-typed line helps nobody
            found.extend(item for item, _ in zip(find(ctx, start), range(MOST), strict=False))
        return found

    return complete


def _graph(ctx: click.Context) -> ActorGraph:
    """Load the dataset that the line so far means, in silence."""
    given = ctx.params.get("data") or os.environ.get("WHOWHOM_DATA")
    here = "data" if os.path.isdir("data") and holds_yaml("data") else bundled.data_folder()
    return load(given or here).graph


def _actors(ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    """Give actors by id; where no id begins so, by name or alias."""
    graph = _graph(ctx)
    taken = _taken(ctx)
    ids = [actor for actor in graph.actors if actor.id.startswith(start.lower())]
    for actor in ids:
        if actor.id not in taken:
            yield CompletionItem(actor.id, help=actor.name)
    if not ids and start:
        yield from _by_name(graph, start)


def _taken(ctx: click.Context) -> set[str]:
    """Give the words that stand on the line already: nobody asks for one actor twice."""
    words: set[str] = set()
    for value in ctx.params.values():
        words.update(value if isinstance(value, tuple) else [value] if value else [])
    return words


def _by_name(graph: ActorGraph, start: str) -> Iterator[CompletionItem]:
    # fish drops what does not begin as typed, so it gets the name itself.
    whole = os.environ.get("_WHOWHOM_COMPLETE", "").startswith("fish")
    key = fold(start.strip("\"'"))
    for actor in graph.actors:
        name = next((one for one in _all_names(actor) if fold(one).startswith(key)), "")
        if name and whole:
            yield CompletionItem(name, help=f"{actor.id}: {actor.name}")
        elif name:
            yield CompletionItem(actor.id, help=name)


def _all_names(actor: Actor) -> tuple[str, ...]:
    return (*names_of(actor), *actor.ambiguous_aliases)


def _verbs(ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    graph = _graph(ctx)
    words = {"opposes": "every hostile type", "sides_with": "every friendly type"}
    families = dict.fromkeys(kind.family for kind in graph.types)
    words |= {kind.name: f"{kind.family}: {kind.label}" for kind in graph.types}
    words |= dict.fromkeys(families, "every type of this family")
    words |= {f"type:{kind.name}": "this type alone" for kind in graph.types if ":" in start}
    words["opposes"] = "every hostile type"  # also where a type has that name
    for word, told in words.items():
        if word.startswith(start.lower()):
            yield CompletionItem(word, help=told)


def _others(ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    yield from _actors(ctx, start)
    if "whom".startswith(start):
        yield CompletionItem("whom", help="every pair")


def _folders(_ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    yield CompletionItem(start, type="dir")


def _files(_ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    yield CompletionItem(start, type="file")


def _questions(ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    """Give verbs and actors, for a question whose words may stand in either order."""
    yield from _verbs(ctx, start)
    yield from _others(ctx, start)


def _sources(ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    for source in _graph(ctx).sources:
        if source.id.startswith(start.lower()):
            yield CompletionItem(source.id, help=source.title)


def _keys(ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    """Give the keys of relations; where none begins so, what may stand in a question."""
    graph = _graph(ctx)
    taken = bool(ctx.params.get("relation"))
    keys = [key for key in graph.keys if start and not taken and key.startswith(start.lower())]
    for key in keys:
        yield CompletionItem(key, help=graph.keyed[key].summary)
    if not keys:
        yield from _questions(ctx, start) if taken else _actors(ctx, start)


def _versions(ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    """Give git's branches, tags and HEAD; behind A.. those of B; else leave files to the shell."""
    from graph.versioning import git, revisions  # noqa: PLC0415 - only a diff asks git

    head, dots, rest = start.rpartition("..")
    given = ctx.params.get("data") or os.environ.get("WHOWHOM_DATA")
    with suppress(git.VersionError):
        for name in ("HEAD", "HEAD~1", *revisions.references(given or ".")):
            if name.startswith(rest) and _PLAIN.fullmatch(name):
                yield CompletionItem(head + dots + name, help="")
    if not dots:
        yield CompletionItem(start, type="file")


def _only(ctx: click.Context, start: str) -> Iterator[CompletionItem]:
    """Give the words of ``--only``, behind a comma too."""
    from graph.diffing.narrowing import ONLY  # noqa: PLC0415 - only a diff has such words

    before, comma, rest = start.rpartition(",")
    taken = {*before.split(","), *(ctx.params.get("only") or ())}
    for word in ONLY:
        if word.startswith(rest) and word not in taken:
            yield CompletionItem(before + comma + word, help="")


folders, files = _quiet(_folders), _quiet(_files)
actors, others, verbs = _quiet(_actors), _quiet(_others), _quiet(_verbs)
questions, sources, versions = _quiet(_questions), _quiet(_sources), _quiet(_versions)
only = _quiet(_only)
keys = _quiet(_keys)

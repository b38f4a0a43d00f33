"""Pages that are made from the bundled data: its vocabulary, and the article's claims."""

from pathlib import Path

import yaml

from graph import load
from graph.model import CONFIDENCES, ActorGraph, Relation, RelationType, tie
from graph.report import sentence
from graph.timing import tenure

ROOT = Path(__file__).parents[1]
ARTICLE = "baloch-2023"
_SIGNS = {-1: "against", 0: "neither", 1: "with"}


def vocabulary_page() -> str:
    """Give docs/vocabulary.md: every relation type with an example from the bundled data."""
    graph = load(ROOT / "data").graph
    families = sorted({kind.family for kind in graph.types})
    used = len({relation.type for relation in graph.relations})
    parts = [
        "# The vocabulary of relations\n",
        "Made from `data/` by `make docs`. A dataset may add types, or redefine one by name.\n",
        "*Sign*: -1 against, 0 neither, 1 with; `opposes` in a question means every type against.",
        "*Holds*: a lasting tie from its begin to its end; an event on its own dates only. A",
        "mutual tie reads the same from both ends.\n",
        "UCDP is the Uppsala Conflict Data Program, BAAD the Big, Allied and Dangerous dataset,",
        "Mapping Militants the project of Stanford University. Where they have a term for the same",
        "thing, it is named.\n",
        f"{len(graph.types)} types in {len(families)} families, {used} of them used.\n",
    ]
    for family in families:
        kinds = [kind for kind in graph.types if kind.family == family]
        parts.append(f"## {family}\n")
        parts.extend(_type(graph, kind) for kind in kinds)
    return "\n".join(parts)


def _type(graph: ActorGraph, kind: RelationType) -> str:
    way = "mutual" if kind.symmetric else f"from the other end: *{kind.inverse}*"
    holds = "lasting" if kind.lasting else "event"
    return (
        f"### `{kind.name}`\n\n"
        f"*{kind.label}*; {way}. Sign {kind.sign} ({_SIGNS[kind.sign]}), {holds}.\n\n"
        f"{kind.description}\n\n"
        f"{_example(graph, kind)}\n"
    )


def _example(graph: ActorGraph, kind: RelationType) -> str:
    """Name the best sourced relation of a type."""
    found = [relation for relation in graph.relations if relation.type == kind.name]
    if not found:
        return "No example in the bundled data: vocabulary only."
    best = max(found, key=_worth)
    count = f" One of {len(found)}." if len(found) > 1 else ""
    return f"Example: {sentence(graph, best)} ({tenure(graph, best)}).{count}"


def _worth(relation: Relation) -> tuple[int, int, int, str]:
    sure = CONFIDENCES.index(relation.confidence) if relation.confidence else -1
    return (sure, bool(relation.begin), len(relation.sources), tie(relation))


def coverage_page() -> str:
    """Give docs/seed-coverage.md: each claim of the article, what carries it, what others say.

    Raises:
        ValueError: A claim names a relation or actor that is not there, or a relation that does
            not cite the article at that paragraph.
    """
    graph = load(ROOT / "data").graph
    text = (ROOT / "docs" / "seed-claims.yaml").read_text(encoding="utf-8")
    claims = yaml.load(text, Loader=yaml.BaseLoader)["claims"]  # noqa: S506 - text only
    article = graph.document[ARTICLE]
    rows = "\n".join(_claim(graph, claim) for claim in claims)
    carried = sum(bool(claim.get("carried_by")) for claim in claims)
    return (
        "# The article's claims, and what carries them\n\n"
        "Made from `docs/seed-claims.yaml` and `data/` by `make docs`; a claim whose carrier is\n"
        "gone, or no longer cites the article at that paragraph, fails the build.\n\n"
        f"The project began with *{article.title}* ({article.author}, {article.publisher},\n"
        f"{article.published.text if article.published else ''}). It makes {len(claims)} claims; "
        f"{carried} are carried by\nthe dataset, the others are context. (i) = implied. "
        '"Others" counts the sources beside the\narticle that assert the same relation, and those '
        "that dispute it.\n\n"
        "| claim | § | what the article says | carried by | others | where they differ or add |\n"
        "|---|---|---|---|---|---|\n"
        f"{rows}\n"
    )


def _claim(graph: ActorGraph, claim: dict[str, str]) -> str:
    implied = " (i)" if claim.get("implied") == "true" else ""
    carriers = [_carrier(graph, name, claim) for name in claim.get("carried_by", ())]
    carried = "<br>".join(text for text, _ in carriers) or f"context: {claim['context']}"
    others = "<br>".join(count for _, count in carriers)
    cells = [claim["n"] + implied, claim["paragraph"], claim["claim"], carried, others]
    return f"| {' | '.join([*cells, claim.get('others', '')])} |"


def _carrier(graph: ActorGraph, name: str, claim: dict[str, str]) -> tuple[str, str]:
    """Give what carries a claim, and how many other sources assert or dispute it."""
    if name in graph.actor:
        return f"actor `{name}`", ""
    found = [relation for relation in graph.relations if tie(relation) == name]
    if not found:
        raise ValueError(f"claim {claim['n']}: the data has no {name}")
    cited = [c for relation in found for c in relation.sources if c.source == ARTICLE]
    if not any(f"paragraph {claim['paragraph']}" in c.locator for c in cited):
        raise ValueError(f"claim {claim['n']}: {name} does not cite paragraph {claim['paragraph']}")
    said = {c.source for relation in found for c in relation.sources} - {ARTICLE}
    denied = {c.source for relation in found for c in relation.disputed_by}
    disputes = f", {len(denied)} dispute it" if denied else ""
    return f"{sentence(graph, found[0])} (`{name}`)", f"{len(said)}{disputes}"

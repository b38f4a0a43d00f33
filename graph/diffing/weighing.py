"""How sure that is which relations bear out: words that keep a doubt from reading like a fact."""

from collections.abc import Iterable
from typing import NamedTuple

from graph.model import CONFIDENCES, Relation


class Grade(NamedTuple):
    """What a sentence rests on.

    Attributes:
        confidence: The greatest of its relations, ``""`` where nobody assessed any.
        note: What a reader must know: ``one low-confidence claim``; ``""`` where it is sound.
    """

    confidence: str
    note: str


def grade(relations: Iterable[Relation]) -> Grade:
    """Say how sure a thing is that any one of some relations bears out.

    >>> grade([Relation("a", "hosts", "b", confidence="low")]).note
    'one low-confidence, unsourced claim'
    """
    some = list(relations)
    best = max((one.confidence for one in some), key=rank, default="")
    signs = (
        ("low-confidence", best == "low"),
        ("unsourced", not any(one.sources for one in some)),
        ("disputed", all(one.disputed_by for one in some)),
    )
    words = [word for word, so in signs if so and some]
    if not words:
        return Grade(best, "")
    said = ", ".join(words)
    return Grade(best, f"one {said} claim" if len(some) == 1 else f"{said} claims alone")


def weakest(grades: Iterable[Grade]) -> Grade:
    """Give the least sure of several things that must all be so; one that needs no word if none."""
    return min(grades, key=lambda one: (rank(one.confidence), not one.note), default=Grade("", ""))


def rank(confidence: str) -> int:
    """Give the place of a confidence in `graph.model.CONFIDENCES`, -1 for none."""
    return CONFIDENCES.index(confidence) if confidence else -1

"""Near misses: "did you mean". A suggestion is shown, never acted on."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Give up to `most` known words that look like a mistyped `word`, best first.

    >>> nearest("isisk", ["isis-k", "taliban"])
    ['isis-k']
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    return get_close_matches(word[:100], list(known), n=most, cutoff=0.6)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give ``; did you mean "x"?``, or ``""`` when nothing is near."""
    found = nearest(word, known, most=1)
    return f'; did you mean "{found[0]}"?' if found else ""

"""Near misses: "did you mean". A suggestion is shown, never acted on."""

from collections.abc import Iterable

#: Characters of typed text that a message repeats.
_LONG = 80


def shown(text: str) -> str:
    r"""Give typed text as a message may show it: what terminals obey is escaped, long text cut.

    Joiners that Persian and Indic scripts need stay.

    >>> shown("a\x1b[31m\u202eb")
    'a\\x1b[31m\\u202eb'
    """
    cut = text if len(text) <= _LONG else text[: _LONG - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(
        char if char.isprintable() or char in "\u200c\u200d" else _escaped(char) for char in cut
    )


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


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


class Hints:
    """``did you mean`` for a whole run: every word once, and no more than `most` words.

    Looking for what is near takes its time; a list of thousands of mistakes needs no hint each.
    """

    def __init__(self, known: Iterable[str], most: int = 50) -> None:
        """Take the known words, and how many unknown ones get a hint."""
        self._known = list(known)
        self._most = most
        self._told: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        """Give what `did_you_mean` says, or ``""`` when enough has been said."""
        if word not in self._told:
            enough = len(self._told) >= self._most
            self._told[word] = "" if enough else did_you_mean(word, self._known)
        return self._told[word]

"""Near misses: "did you mean". A suggestion is shown, never acted on."""

from collections.abc import Iterable

#: Characters of a word that are looked at.
_LONG = 100
#: Letters from which on the beginning of a word stands for it.
_PREFIX = 4


def nearest(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Give up to `most` known words that look like a mistyped `word`, best first.

    >>> nearest("isisk", ["isis-k", "taliban"])
    ['isis-k']
    """
    found = misses(word, known)
    return sorted(found, key=found.__getitem__)[:most]


def misses(word: str, known: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Give the known words that are near, each with how far it is: edits, difference in length.

    Near is a quarter of the word's letters wrong, one at least; or the beginning of a known word,
    which counts as one edit more. In the order of `known`.

    >>> misses("talbian", ["taliban", "nrf"])
    {'taliban': (1, 0)}
    """
    cut = word[:_LONG]
    bound = max(len(cut) // 4, int(len(cut) > 1))
    letters = frozenset(cut)
    found = {}
    for one in known:
        more = abs(len(one) - len(cut))
        edits = bound + 1
        # An edit changes the set of letters by two at most: most words need no closer look.
        if more <= bound and len(letters.symmetric_difference(one)) <= 2 * bound:
            edits = distance(cut, one, bound)
        if edits <= bound or (len(cut) >= _PREFIX and one.startswith(cut)):
            found[one] = edits, more
    return found


def distance(one: str, two: str, bound: int) -> int:
    """Count the letters to add, drop, change or swap with their neighbour; over `bound`: bound + 1.

    Damerau 1964 and Levenshtein 1966, in the form that edits no letter twice (optimal string
    alignment).

    >>> distance("talbian", "taliban", 2), distance("nrf", "taliban", 2)
    (1, 3)
    """
    before: list[int] = []
    last, row = before, list(range(len(two) + 1))
    for i, a in enumerate(one):
        before, last, row = last, row, [i + 1]
        for j, b in enumerate(two):
            cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a != b))
            if i and j and a == two[j - 1] and b == one[i - 1]:
                cost = min(cost, before[j - 1] + 1)
            row.append(cost)
        if min(row) > bound:
            return bound + 1
    return min(row[-1], bound + 1)


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

"""What is wrong with a dataset, and where: values, not exceptions."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """A position in a file; ``str()`` is ``file:line:column``, which editors make clickable.

    Attributes:
        file: The path as the user gave it, or ``REVISION:path`` for a file read from git.
        line: Counted from 1; 0 when the problem is the file as a whole.
        column: Counted from 1 in characters (code points); 0 when ``line`` is 0.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Give ``file:line:column``, or the file alone when there is no line."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


#: A place that is nowhere, for values that a program made and no file holds.
NOWHERE = Place("")


class Problem(NamedTuple):
    """One mistake in the data; problems sort by place.

    Attributes:
        place: Where it stands.
        severity: ``error`` (the entry is left out) or ``warning`` (it is kept).
        code: Stable name of the kind of mistake, a key of `CODES`.
        message: What is wrong and what to do, one sentence without a final full stop.
    """

    place: Place
    severity: Severity
    code: str
    message: str

    def __str__(self) -> str:
        """Give one line: place, severity where it is a warning, code and message."""
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.place}: {mark}{self.code}: {self.message}"


#: How many problems a command tells that cannot go on for them; `whowhom check` lists all.
MOST_TOLD = 100


def told_problems(problems: Sequence[Problem]) -> list[str]:
    """Give a line for each of the first `MOST_TOLD` problems, and one for the rest."""
    lines = [str(problem) for problem in problems[:MOST_TOLD]]
    more = len(problems) - MOST_TOLD
    if more > 0:
        lines.append(f"... and {more:,} more; `whowhom check` lists all")
    return lines


#: Every code a `Problem` may carry, with what it stands for. ``docs/checks.md`` is made from this.
CODES: dict[str, str] = {
    # the file
    "missing-data": "The folder or file is not there.",
    "no-yaml": "The folder holds no `*.yaml` file.",
    "nothing-read": "Not one file of the dataset could be read.",
    "unreadable": "The operating system refuses to open or read the file.",
    "not-a-file": "A device, pipe or socket stands where a regular file belongs.",
    "too-large": "The file, or one text in it, is over the stated size.",
    "not-utf-8": "The bytes are not UTF-8 text.",
    "control-character": "An invisible or control character that can hide or fake text.",
    "conflict-marker": "A git merge conflict was left in the file.",
    "lfs-pointer": "A pointer of Git LFS stands in the place of the file.",
    "bad-archive": "A zip or tar file that cannot be read, or that could be a trap.",
    # the YAML
    "yaml-syntax": "The text is not YAML.",
    "json-syntax": "The text of an exported dataset is not JSON.",
    "too-deep": "Lists and mappings are nested more than 32 deep.",
    "duplicate-key": "A mapping gives the same key twice; YAML loaders silently keep one.",
    "anchor": "YAML anchors (`&name`) are not used: they swallow text and allow alias bombs.",
    "alias": "YAML aliases (`*name`) are not used.",
    "tag": "YAML tags (`!name`) are not used: every value is text, typed by its field.",
    "merge-key": "YAML merge keys (`<<`) are not used.",
    "bad-key": "A mapping key is not plain text.",
    "second-document": "The file holds more than one YAML document.",
    # the shape
    "wrong-shape": "A list, a mapping or a text stands where another of them belongs.",
    "unknown-field": "The field is not part of the format.",
    "missing-field": "A field that every such entry needs is not there.",
    "empty-value": "A field is given without a value.",
    "bad-id": "An id is not lower-case letters, digits and hyphens.",
    "bad-date": "A date is not `2015`, `2015-01` or `2015-01-26`, `~` allowed, or no such day.",
    "bad-choice": "The value is not one of the few that the field allows.",
    "bad-url": "A link is not an absolute http or https address.",
    "bad-position": "A line of `positions.csv` is no actor with two numbers, pinned or not.",
    # the meaning
    "unknown-actor": "A relation, a step of the story or a crosswalk names an actor that no file "
    "declares; a warning in `positions.csv`.",
    "unknown-type": "A relation has a type that the vocabulary does not hold.",
    "unknown-relation": "A step of the story names a relation that is not there.",
    "unknown-source": "A citation names a source that no file declares.",
    "duplicate-id": "Two entries of a kind have the same id; in a crosswalk at one time and place.",
    "duplicate-name": "Two actors answer to the same name or alias; in a crosswalk a warning where "
    "two ids have one name.",
    "duplicate-relation": "The same relation stands twice; a warning where two spells overlap.",
    "duplicate-source": "Two sources have the same address.",
    "self-relation": "An actor is related to itself.",
    "inverted-dates": "It ends before it begins.",
    "outside-life": "A relation or an entry of a crosswalk is dated outside the life of its actor.",
    "contradictory-ids": "A crosswalk and the `ids` of an actor do not say the same.",
    "undated": "Neither a begin nor a dated source: no date can be asked for it.",
    "unsourced": "Nobody is named who says so.",
    "contradictory-signs": "Two actors are said to be for and against each other at one time.",
    "overstated": "The confidence is higher than the number and grades of the sources carry.",
    "unbacked": "A step of the story is not borne out by its relations at its date.",
    "unused": "Nothing refers to this actor or source.",
    "vocabulary": "The relation types contradict themselves.",
}
#: Codes that cost no entry: they count as findings only with ``check --strict``.
WARNINGS = frozenset(
    {
        "contradictory-ids",
        "contradictory-signs",
        "duplicate-source",
        "outside-life",
        "overstated",
        "unbacked",
        "undated",
        "unsourced",
        "unused",
    }
)

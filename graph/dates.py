"""Partial dates and the days they cover (EDTF level 0, with level 1's ``~``).

A day is an `int`: the proleptic Gregorian ordinal of `datetime.date.toordinal`, day 1 being
0001-01-01. All intervals include both ends.
"""

import os
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

#: First and last day that can be asked for: 0001-01-01 and 9999-12-31.
FIRST_DAY = 1
LAST_DAY = date.max.toordinal()

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)", re.ASCII)


class Date(NamedTuple):
    """A year, a month or a day; it stands for all its days.

    Attributes:
        text: As written: ``2015``, ``2015-01``, ``2015-01-26``, each with an optional ``~``
            (approximate), or ``unknown``.
        first: Its first day, inclusive.
        last: Its last day, inclusive.

    >>> parse_date("2015-02").last - parse_date("2015-02").first
    27
    """

    text: str
    first: int
    last: int

    @property
    def approximate(self) -> bool:
        """Whether the writer marked it with ``~``."""
        return self.text.endswith("~")


#: "It ended (or began), and nobody knows when": any day.
UNKNOWN = Date("unknown", FIRST_DAY, LAST_DAY)


#: Any day too, as a date to ask for: what ``--as-of all`` stands for.
ALWAYS = Date("all", FIRST_DAY, LAST_DAY)


class Span(NamedTuple):
    """Days from `first` to `last`, both inclusive."""

    first: int
    last: int

    def meets(self, first: int, last: int) -> bool:
        """Tell whether at least one day is shared with ``first..last``."""
        return self.first <= last and first <= self.last


@lru_cache(maxsize=16384)
def parse_date(text: str) -> Date:
    """Read a partial date.

    Raises:
        ValueError: The text is no such date; the message says why and what to write.

    >>> parse_date("2015-01~").text
    '2015-01~'
    >>> parse_date("2020-02-30")
    Traceback (most recent call last):
        ...
    ValueError: 2020-02 has no day 30
    """
    if text == "unknown":
        return UNKNOWN
    match = _FORM.fullmatch(text)
    if not match:
        written = _mended(text) or "2015, 2015-01 or 2015-01-26"
        raise ValueError(f'"{_short(text)}" is not a date; write {written}')
    year, month, day = (int(part) if part else 0 for part in match.group(1, 2, 3))
    if year == 0:
        raise ValueError("there is no year 0000")
    if match[2] and not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        raise ValueError(f"there is no month {match[2]}")
    if not match[2]:
        return Date(text, date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    first = date(year, month, 1).toordinal()
    last = _last_day(year, month)
    if not match[3]:
        return Date(text, first, last)
    if not 1 <= day <= last - first + 1:
        raise ValueError(f"{year:04}-{month:02} has no day {match[3]}")
    return Date(text, first + day - 1, first + day - 1)


def _mended(text: str) -> str:
    """Give the date that year, month and day in other signs or lengths come to, or ``""``.

    >>> _mended("2021-8"), _mended("2021/08/5"), _mended("08/2021")
    ('2021-08', '2021-08-05', '')
    """
    parts = re.fullmatch(r"(\d{4})[-/.](\d\d?)(?:[-/.](\d\d?))?(~?)", text.strip(), re.ASCII)
    if not parts:
        return ""
    year, month, day, about = parts.groups()
    written = "-".join([year, *(f"{int(one):02}" for one in (month, day) if one)]) + about
    try:
        return parse_date(written).text
    except ValueError:
        return ""


def as_date(date: Date | str) -> Date:
    """Give a date from its text; one that is a date already stays.

    Raises:
        ValueError: The text is no date.
    """
    return parse_date(date) if isinstance(date, str) else date


def _last_day(year: int, month: int) -> int:
    # The day before the first of the next month; the calendar module takes longer to import.
    if (year, month) == (9999, 12):
        return LAST_DAY
    return date(year + month // 12, month % 12 + 1, 1).toordinal() - 1


def day_text(day: int) -> str:
    """Write a day as ``2015-01-26``.

    >>> day_text(parse_date("2021-08-15").first)
    '2021-08-15'
    """
    return date.fromordinal(day).isoformat()


def today() -> Date:
    """Give the current day, or that of ``SOURCE_DATE_EPOCH`` (seconds since 1970, UTC).

    Raises:
        ValueError: ``SOURCE_DATE_EPOCH`` is set and not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return parse_date(date.today().isoformat())  # noqa: DTZ011 - the user's own day
    try:
        return parse_date(datetime.fromtimestamp(int(epoch), UTC).date().isoformat())
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            f'SOURCE_DATE_EPOCH is "{_short(epoch)}", not a number of seconds'
        ) from None


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."  # noqa: PLR2004 - fits a line

"""`Report` -> text for people: as wide as their terminal, coloured by polarity alone.

No mark that is invisible is ever put in, not even around right-to-left names: some terminals paint
such marks as cells of their own, and those that order right-to-left text leave them out
(`docs/output.md` names them). Widths are counted in cells instead, so that columns stand straight.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from graph import lines as rich
from graph.cells import padded, pieces, width, wrapped
from graph.lines import Line, Part, Role
from graph.report import Report

#: Blanks between columns: two, or one where a table just fits so.
_GAPS = (2, 1)
#: A column is not made narrower than its longest word, up to a size: one for columns of ids, one
#: for those of text. Where that asks for too much, the next pair is tried.
_WORDS = ((16, 16), (16, 12), (16, 9), (13, 9), (9, 9))
#: Letters of a word, or of an id between its signs, that are never parted in a table.
_WHOLE = 14
#: The column that takes the colour, the first of these that a table has.
_POLAR = ("relation", "sign", "type")
#: Columns up to which the right side of a line is looked for: farther off nobody finds its line.
_EDGE = 120


class Look(NamedTuple):
    """What each part of a text looks like, as parameters of the terminal's SGR sequence.

    Attributes:
        hostile: Of a relation with sign -1.
        friendly: Of one with sign +1; what is neutral looks like other text.
        strong: Of titles.
        faint: Of heads of tables and the last lines.
    """

    hostile: str = ""
    friendly: str = ""
    strong: str = ""
    faint: str = ""

    def of(self, sign: int) -> str:
        """Give the look of a polarity."""
        return {-1: self.hostile, 1: self.friendly}.get(sign, "")

    def role(self, role: Role) -> str:
        """Give the look of a part of a line."""
        found: str = getattr(self, role) if role else ""
        return found


#: No sequence at all: pipes, ``NO_COLOR``, a dumb terminal.
PLAIN = Look()
#: The vermilion and blue of the map, told apart by the colour-blind, on dark and light ground.
RICH = Look("38;5;166", "38;5;32", "1", "2")
#: The same for a terminal of eight colours.
BASIC = Look("31", "36", "1", "2")


def to_text(report: Report, columns: int = 0, look: Look = PLAIN) -> str:
    """Give title, blocks or table, message and foot.

    Args:
        report: What to show.
        columns: Of the terminal; 0: nothing is wrapped.
        look: Colours.
    """
    if report.text:
        return "".join(f"{one}\n" for one in _laid(report.text(), columns, look))
    rows = report.rows
    lines = []
    if report.title and (rows or report.lead):
        lines += [*_styled(_lines([report.title], columns), look.strong), ""]
    if report.lead:
        lines += [*_lines(report.lead, columns), ""]
    if report.blocks:
        lines += _blocks(report, columns, look)
    elif rows:
        lines += [*_table(report, columns, look), ""]
    if report.message:
        lines += _lines([report.message], columns)
    lines += _styled(_lines(report.foot, columns), look.faint)
    return "".join(f"{line}\n" for line in lines)


def _laid(lines: Sequence[str | Line], columns: int, look: Look) -> Iterator[str]:
    """Wrap lines, paint their parts, and put what belongs there at their right."""
    for given in lines:
        one = rich.line(given) if isinstance(given, str) else given
        found, hang = _broken(one, columns), _hang(one)
        done = _painted(found, one, look) if look != PLAIN else found
        if one.right and _beside(found[-1], one.right, columns):
            gap = padded("", min(columns, _EDGE) - width(found[-1] + one.right))
            done = [*done[:-1], f"{done[-1]}{gap or '  '}{_style(one.right, look.faint)}"]
        elif one.right:
            below = wrapped(" " * hang + one.right, columns, hang, whole=True)
            done = [*done, *_styled(below, look.faint)]
        yield from done


def _broken(one: Line, columns: int) -> list[str]:
    """Wrap what a line says; its tail goes below where the line is too long, or its right is."""
    text, hang = str(one), _hang(one)
    if not columns:
        return [text]
    if not one.tail or (width(text) <= columns and _beside(text, one.right, columns)):
        return wrapped(text, columns, hang, whole=True)
    first = wrapped(text.removesuffix(one.tail), columns, hang, whole=True)
    return first + wrapped(" " * hang + one.tail.lstrip(" "), columns, hang, whole=True)


def _hang(one: Line) -> int:
    text = str(one)
    return len(text) - len(text.lstrip(" ")) + 2 if one.hang is None else one.hang


def _beside(text: str, right: str, columns: int) -> bool:
    """Tell whether the two fit one line; nothing at the right always does."""
    room = min(columns, _EDGE) - width(text) - _GAPS[0]
    return not columns or not right or width(right) <= room


def _painted(lines: Sequence[str], one: Line, look: Look) -> list[str]:
    """Paint what was wrapped: letters are those of the parts, in order; blanks may not be."""
    parts = (*one.parts, Part(one.tail))
    codes = iter(
        [look.role(part.role) for part in parts for char in part.text if char not in " \n"]
    )
    done = []
    for text in lines:
        code = ""
        painted = []
        for char in text:
            code = code if char == " " else next(codes)
            painted.append((code, char))
        runs = groupby(painted, key=lambda pair: pair[0])
        done.append("".join(_style("".join(char for _, char in run), code) for code, run in runs))
    return done


def _style(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def _styled(lines: Sequence[str], code: str) -> list[str]:
    return [_style(line, code) for line in lines]


def _lines(lines: Sequence[str], columns: int) -> list[str]:
    """Wrap lines; what follows hangs two blanks deeper than its line begins."""
    if not columns:
        return list(lines)
    done = []
    for line in lines:
        hang = len(line) - len(line.lstrip(" ")) + 2
        done += wrapped(line, columns, hang, whole=True)
    return done


def _blocks(report: Report, columns: int, look: Look) -> list[str]:
    done = []
    for number, (head, details) in enumerate(report.blocks):
        sign = report.signs[number] if number < len(report.signs) else 0
        code = ";".join(filter(None, (look.strong, look.of(sign))))
        done += _styled(_lines([head], columns), code)
        done += [*_lines([f"    {line}" for line in details], columns), ""]
    return done


def _table(report: Report, columns: int, look: Look) -> list[str]:
    """Give head and rows, or where the terminal is too narrow for them one line a cell."""
    heads = report.columns
    cells = list(zip(heads, *report.rows, strict=True))
    natural = [max(map(width, column)) for column in cells]
    widths, gap = natural, _GAPS[0]
    if columns:
        fit = next(_fits(cells, columns), None)
        if fit is None:
            return _records(report, columns, look)
        least, gap = fit
        widths = _fitted(natural, least, columns - gap * (len(heads) - 1))
    polar = next((heads.index(name) for name in _POLAR if name in heads), -1)
    parted = " " * gap
    done = _row(heads, widths, dict.fromkeys(range(len(heads)), look.faint), parted)
    for number, row in enumerate(report.rows):
        sign = report.signs[number] if number < len(report.signs) else 0
        done += _row(row, widths, {polar: look.of(sign)}, parted)
    return done


def _fits(cells: Sequence[Sequence[str]], columns: int) -> Iterator[tuple[list[int], int]]:
    """Give the ways in which a table fits, the best first: least widths, and the gap."""
    for gap in _GAPS:
        for sizes in _WORDS:
            least = _least(cells, *sizes)
            if sum(least) + gap * (len(cells) - 1) <= columns:
                yield least, gap


def _least(columns: Sequence[Sequence[str]], ids: int, texts: int) -> list[int]:
    """Give how narrow each column may be: its head, and its longest word up to a size."""
    least = []
    for head, *cells in columns:
        size = texts if any(" " in cell for cell in cells) else ids
        words = " ".join(cells).split()
        longest = max(map(width, words), default=0)
        piece = max((width(one) for word in words for one in pieces(word)), default=0)
        least.append(max(width(head), min(longest, size), min(piece, _WHOLE)))
    return least


def _fitted(natural: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Narrow the widest columns until all fit, none below its least width."""
    widths = [max(pair) for pair in zip(natural, least, strict=True)]
    for over in range(sum(widths) - room, 0, -1):
        wide = max((i for i, size in enumerate(widths) if size > least[i]), key=widths.__getitem__)
        widths[wide] -= 1
        del over
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], codes: dict[int, str], gap: str) -> list[str]:
    """Give the lines of a row, each cell wrapped in its column."""
    parts = [wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
    done = []
    for number in range(max(map(len, parts), default=0)):
        texts = [part[number] if number < len(part) else "" for part in parts]
        last = max((i for i, text in enumerate(texts) if text), default=-1)
        line = [
            _style(text, codes.get(i, "")) + padded("", widths[i] - width(text)) * (i < last)
            for i, text in enumerate(texts[: last + 1])
        ]
        done.append(gap.join(line))
    return done


def _records(report: Report, columns: int, look: Look) -> list[str]:
    """Give each row as lines of ``head: cell``, rows parted by a blank line."""
    done: list[str] = []
    for number, row in enumerate(report.rows):
        sign = report.signs[number] if number < len(report.signs) else 0
        for head, cell in zip(report.columns, row, strict=True):
            code = look.of(sign) if head in _POLAR else ""
            done += _styled(wrapped(f"{head}: {cell}", columns, hang=2), code) if cell else []
        done.append("")
    return done[:-1]

"""A list of a data file -> one block of text for each entry, and back into the same text.

A block is the lines of an entry, the comments that stand directly above it, and those that end it
by their indentation (as ``whowhom fmt`` sees them). What stands between blocks, blank lines and
comments about a section, is their gap and stays where it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from graph.patching.lines import Lines, line_ending, split_lines
from graph.reading import Span


class Block(NamedTuple):
    """The lines of an entry, and what stands between the one before it and this."""

    gap: str
    text: str


class Blocks(NamedTuple):
    """A text cut into blocks: put together again it is the text.

    Attributes:
        before: All that stands before the first block's gap.
        after: All that stands behind the last block.
        edge: The column of the hyphens.
    """

    before: str
    blocks: tuple[Block, ...]
    after: str
    edge: int

    def joined(self) -> str:
        """Give the text."""
        return "".join(
            [self.before, *(part for block in self.blocks for part in block), self.after]
        )


def blocks_of(text: str, node: Span) -> Blocks:
    """Cut a text into the blocks of one list.

    Args:
        text: All of the file; its last line is ended.
        node: The list, in lines of its own and not empty.

    Raises:
        ValueError: An entry shares a line with something else.
    """
    lines = Lines(text)
    edge = lines.column(node.begin)
    hyphens = _hyphens(lines, node, edge)
    begins, ends = [], [0]
    for number, (item, hyphen) in enumerate(zip(node.items, hyphens, strict=True)):
        begin = hyphen
        while begin > ends[-1] and lines.comment(begin - 1) >= 0:
            begin -= 1
        begins.append(begin)
        last = number + 1 == len(node.items)
        inside = edge + 1 if last else max(lines.column(item.begin), edge + 1)
        ends.append(_end(lines, item, inside))
        if not last and hyphens[number + 1] < ends[-1]:
            raise ValueError("two entries share a line")
    spots = [lines.start(begins[0]), *map(lines.start, ends[1:])]
    blocks = [
        Block(text[spots[n] : lines.start(begin)], text[lines.start(begin) : spots[n + 1]])
        for n, begin in enumerate(begins)
    ]
    return Blocks(text[: spots[0]], tuple(blocks), text[spots[-1] :], edge)


def _hyphens(lines: Lines, node: Span, edge: int) -> list[int]:
    """Give the line of each entry's hyphen."""
    found = []
    line = lines.at(node.begin)
    if lines.said(line)[:edge].strip():
        raise ValueError("an entry begins behind something else")
    for item in node.items:
        hyphen = max(lines.at(item.begin), line)
        while hyphen > line and lines.said(hyphen)[: edge + 1] != " " * edge + "-":
            hyphen -= 1
        found.append(hyphen)
        line = hyphen + 1
    return found


def _end(lines: Lines, item: Span, inside: int) -> int:
    """Give the line behind an entry: comments that are indented as its fields belong to it."""
    end = ahead = lines.at(max(item.end - 1, item.begin)) + 1
    while lines.blank(ahead) or lines.comment(ahead) >= 0:
        if 0 <= lines.comment(ahead) < inside:
            break
        end = ahead + 1 if lines.comment(ahead) >= 0 else end
        ahead += 1
    return end


def changed(cut: Blocks, new: Sequence[str], added: Sequence[tuple[int, str]]) -> Blocks:
    """Replace, take out and put in blocks.

    Args:
        cut: A text in blocks.
        new: A text for each of the blocks, ``""`` to take it out with a blank line beside it.
        added: New blocks, and behind which of the old ones each stands, which must stay; -1:
            before all.
    """
    apart = separator(cut)
    made: list[Block] = []
    gone: str | None = None  # the gaps of what was taken out
    for number, block in enumerate(cut.blocks):
        gap = block.gap if gone is None else _merged(gone, block.gap, first=not made)
        if number == 0:
            for text in (text for place, text in added if place < 0):
                made.append(Block(gap, text))
                gap = apart
        if new[number]:
            made.append(Block(gap, new[number]))
            gone = None
        else:
            gone = gap
        made += [Block(apart, text) for place, text in added if place == number]
    after = cut.after if gone is None else _merged(gone, cut.after, first=False)
    return cut._replace(blocks=tuple(made), after=after)


def separator(cut: Blocks) -> str:
    """Give what keeps blocks apart in this list, an empty line or nothing.

    Of a single block: an empty line where it takes several lines itself.
    """
    gaps = [split_lines(block.gap) for block in cut.blocks[1:]]
    if gaps:
        blank = [line for gap in gaps for line in gap if not line.strip()]
        return blank[0] if 2 * sum(map(bool, gaps)) >= len(gaps) and blank else ""
    text = cut.blocks[0].text
    return line_ending(text) if len(split_lines(text)) > 1 else ""


def _merged(gone: str, gap: str, *, first: bool) -> str:
    """Join the gaps on both sides of what was taken out, with the blank lines of one of them."""
    before, after = split_lines(gone), split_lines(gap)
    if first or (gap.strip() and before and not before[-1].strip()):
        while after and not after[0].strip():
            after.pop(0)
    elif not gap.strip():
        while before and not before[-1].strip():
            before.pop()
    return "".join([*before, *after])

"""Text in Markdown for GitHub: nothing in it becomes a mark, a mention, a reference or HTML.

What GitHub makes of a text, beyond Markdown: ``@name`` notifies somebody, ``#12`` and ``GH-12``
show up in another thread, ``:tada:`` and ``$x$`` are drawn. Escapes do not keep it from that, as it
looks at the text that they come to; a zero-width space does, and so does code.
"""

import re

from graph.escaping import one_line

#: Characters of a comment or description, as GitHub's refusal names them. It was measured to take
#: 65,536 code points in a description and 262,144 bytes in a comment: whoever keeps to the first
#: keeps to both. The rest of it is left to whoever posts the text: a head, a mark to find it by.
LIMIT = 65_536 - 1_536
_MARKS = re.compile(r"[\\`*_\[\]|~!]")
_BREAK = "&#8203;"
#: Behind these signs GitHub looks for a name, a number, the name of a picture or an address.
_READ_ON = re.compile(
    r"@(?=\w)|#(?=\w)|(?<!\w)GH-(?=\d)|:(?=[\w+-]+:)|(?:https?|ftp)(?=:)|www(?=\.)",
    re.IGNORECASE,
)
#: At the start of a block these would make a list or a heading.
_BLOCK = re.compile(r"\d+(?=[.)](?: |$))|(?=[-+#=])")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
#: In an address these would end the link, the cell of a table, or begin a formula.
_UNSAFE = re.compile(r"[\\<>\[\]|`$\"]")
_OWN = re.compile(r"https?://([^/]*\.)?github\.com(/|$)", re.IGNORECASE)
_FENCES = re.compile("`+")


def size(text: str) -> int:
    """Count as GitHub does at most: code points, a line end for two."""
    return len(text) + text.count("\n")


def told(text: str) -> str:
    r"""Escape a text from the data; it becomes one line.

    >>> told("<b>@all</b> see #1 | *")
    '&lt;b&gt;@&#8203;all&lt;/b&gt; see #&#8203;1 \\| \\*'
    """
    flat = one_line(" ".join(text.split())).replace("&", "&amp;")
    flat = flat.replace("<", "&lt;").replace(">", "&gt;")
    marked = _MARKS.sub(lambda found: f"\\{found[0]}", flat).replace("$", "<span>$</span>")
    inert = _READ_ON.sub(lambda found: found[0] + _BREAK, marked)
    begin = _BLOCK.match(inert)
    return f"{inert[: begin.end()]}\\{inert[begin.end() :]}" if begin else inert


def coded(text: str) -> str:
    r"""Give a text as code, in a table too.

    >>> coded("a`b"), coded("x|y")
    ('`` a`b ``', '`x\\|y`')
    """
    flat = one_line(" ".join(text.split())).replace("|", "\\|")
    longest = max(map(len, _FENCES.findall(flat)), default=0)
    fence = "`" * (longest + 1)
    blank = " " * (longest > 0 or not flat)
    return f"{fence}{blank}{flat}{blank}{fence}"


def linked(text: str, url: str) -> str:
    """Give a link; the text alone where the address is none, or would refer to a thread of GitHub.

    >>> linked("s1", "https://example.org/a"), linked("s1", "javascript:x")
    ('[s1](<https://example.org/a>)', 's1')
    """
    if not _LINK.fullmatch(url) or _OWN.match(url):
        return told(text)
    safe = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", one_line(url))
    return f"[{told(text)}](<{safe.replace('&', '&amp;')}>)"

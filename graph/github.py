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
_CALLED = r"@(?=\w)|#(?=\w)|(?<!\w)GH-(?=\d)"
_READ_ON = re.compile(
    rf"{_CALLED}|:(?=[\w+-]+:)|(?:https?|ftp)(?=:)|www(?=\.)",
    re.IGNORECASE,
)
#: As above where keys are to be copied and addresses may be links, but for those of threads.
_CALLS = re.compile(
    rf"{_CALLED}|https?(?=://(?:[^/\s]*\.)?github\.com)|www(?=\.github\.com)", re.IGNORECASE
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
    return _begun(_inert(text, _READ_ON))


def marked(text: str, *, begins: bool = True) -> str:
    r"""Escape a text as `told` does, but let keys be copied, and addresses be links.

    Those that lead into GitHub are none, as a thread is told of each link to it.

    Args:
        text: Of any kind; it becomes one line.
        begins: It may stand at the start of a block, as the cell of a table never does.

    >>> marked("by @all: see #1 at https://example.org/a")
    'by @&#8203;all: see #&#8203;1 at https://example.org/a'
    >>> marked("https://example.org/a_b")
    '<https://example.org/a_b>'
    """
    if _LINK.fullmatch(text) and not _OWN.match(text):
        return f"<{_address(text)}>"
    inert = _inert(text, _CALLS)
    return _begun(inert) if begins else inert


def _inert(text: str, read_on: "re.Pattern[str]") -> str:
    flat = one_line(" ".join(text.split())).replace("&", "&amp;")
    flat = flat.replace("<", "&lt;").replace(">", "&gt;")
    escaped = _MARKS.sub(lambda found: f"\\{found[0]}", flat).replace("$", "<span>$</span>")
    return read_on.sub(lambda found: found[0] + _BREAK, escaped)


def _begun(inert: str) -> str:
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
    return f"[{told(text)}](<{_address(url)}>)"


def _address(url: str) -> str:
    safe = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", one_line(url))
    return safe.replace("&", "&amp;")

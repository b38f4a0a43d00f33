"""Text from the data in GitHub's Markdown: nothing in it becomes anything but text."""

import pytest

from graph.github import LIMIT, coded, linked, size, told


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "plain"),
        ("2015-01 - 2016", "2015-01 - 2016"),
        ("a | b", "a \\| b"),
        ("`x`", "\\`x\\`"),
        ("[a](https://x.org)", "\\[a\\](https&#8203;://x.org)"),
        ("![a](b)", "\\!\\[a\\](b)"),
        ("*b* _i_ ~~s~~", "\\*b\\* \\_i\\_ \\~\\~s\\~\\~"),
        ("<details><script>", "&lt;details&gt;&lt;script&gt;"),
        ("&lt; &#64;x", "&amp;lt; &amp;#&#8203;64;x"),
        ("@octocat and x@y.org", "@&#8203;octocat and x@&#8203;y.org"),
        ("#123, o/r#4, GH-5", "\\#&#8203;123, o/r#&#8203;4, GH-&#8203;5"),
        (":tada: 12:30", ":&#8203;tada: 12:30"),
        ("costs $5$", "costs <span>$</span>5<span>$</span>"),
        ("see www.x.org/a_b", "see www&#8203;.x.org/a\\_b"),
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("+ item", "\\+ item"),
        ("1. item", "1\\. item"),
        ("2) item", "2\\) item"),
        ("=====", "\\====="),
        ("a\n\n# b", "a # b"),
        ("a\\", "a\\\\"),
        ("a\u202eb", "a\\\\u202eb"),
        ("", ""),
    ],
)
def test_a_text_becomes_nothing_but_text(text, written):
    assert told(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a:b:2", "`a:b:2`"),
        ("a`b", "`` a`b ``"),
        ("```", "```` ``` ````"),
        ("a|b", "`a\\|b`"),
        ("@x #1", "`@x #1`"),
        ("a\nb", "`a b`"),
        ("", "`  `"),
    ],
)
def test_code_cannot_be_left(text, written):
    assert coded(text) == written


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://x.org/a_(b)?c=1&d=2#e", "[s\\_1](<https://x.org/a_(b)?c=1&amp;d=2#e>)"),
        ("https://x.org/a>b|c`d\\", "[s\\_1](<https://x.org/a%3Eb%7Cc%60d%5C>)"),
        ("https://x.org/$a$", "[s\\_1](<https://x.org/%24a%24>)"),
        ("https://x.org/a b", "s\\_1"),
        ("javascript:alert(1)", "s\\_1"),
        ("https://github.com/o/r/issues/1", "s\\_1"),
        ("http://www.GitHub.com/o/r/pull/1", "s\\_1"),
        ("https://notgithub.com/o", "[s\\_1](<https://notgithub.com/o>)"),
        ("", "s\\_1"),
    ],
)
def test_a_link_leads_where_it_says_and_never_into_a_thread(url, written):
    assert linked("s_1", url) == written


def test_a_size_is_never_less_than_what_github_counts():
    assert size("a\nb") == 4
    assert size("🌈") == 1
    assert LIMIT < 65_536

"""What people would call the same: two versions of a small dataset, and what differs.

Each case edits the text of the first version; what is expected is one line a change.
"""

import pytest

from checked import problems_of
from graph.diffing.changes import apply, inverse
from graph.diffing.comparing import diff
from graph.diffing.likeness import near
from graph.model import Actor, ActorGraph, Relation

BASE = """
actors:
  - {id: taliban, name: Taliban, kind: armed_group, aliases: [Talibs]}
  - {id: al-qaeda, name: al-Qaeda, kind: armed_group, ids: {un: QDe.004}, sources: [un-1]}
  - {id: isis-k, name: ISIS-K, kind: armed_group, aliases: [Daesh Khorasan]}
  - {id: omar, name: Mohammad Omar, kind: person}
  - {id: jalal, name: Jalaluddin Haqqani, kind: person}
relations:
  - {source: taliban, type: hosts, target: al-qaeda, from: 1996, to: 2021, sources: [un-1]}
  - {source: isis-k, type: fights, target: taliban, from: 2015, sources: [un-2]}
  - {source: omar, type: leads, target: taliban, from: 1994, to: 2013, sources: [book]}
  - {source: omar, type: protects, target: al-qaeda, from: 1998, sources: [book]}
  - {source: jalal, type: protects, target: al-qaeda, from: 1995, sources: [book]}
  - {source: isis-k, type: killed, target: omar, from: 2016, sources: [un-2]}
sources:
  - {id: un-1, title: First report, publisher: UN, published: 2001, url: "https://un.org/1"}
  - {id: un-2, title: Second report, publisher: UN, published: 2015, url: "https://un.org/2"}
  - {id: book, title: A book, author: Somebody, published: 2014}
"""


def line(word):
    """Give the first line of the base that has a word."""
    return next(line for line in BASE.splitlines() if word in line)


HOSTS, FIGHTS, KILLED = line("hosts"), line("fights"), line("killed")
OMAR, JALAL, BOOK, QAEDA = line("id: omar"), line("id: jalal"), line("A book"), line("QDe")
HOSTED, FOUGHT, SHOT = "taliban:hosts:al-qaeda", "isis-k:fights:taliban", "isis-k:killed:omar"
SHELTERS = """
relation_types:
  - {name: shelters, label: shelters, inverse: is sheltered by, sign: 1, family: cooperation}
"""


def version(*edits):
    text = BASE
    for old, new in edits:
        assert old in text or old.startswith(("source: ", "target: ")), old
        text = text.replace(old, new)
    loaded = problems_of(text)
    assert not loaded.errors, loaded.errors
    return loaded.graph


def renamed(id_, new):
    """Give the edits that rename an actor wherever its id stands."""
    return [(f"{field}: {id_},", f"{field}: {new},") for field in ("id", "source", "target")]


def cited(id_, new):
    """Give the edits that rename a source wherever its id stands."""
    return [(f"id: {id_},", f"id: {new},"), (f"[{id_}]", f"[{new}]")]


def but(entry, *edits):
    """Give the edit of one line."""
    new = entry
    for old, text in edits:
        assert old in new, old
        new = new.replace(old, text)
    return entry, new


def beside(entry, *edits):
    """Give the edit that puts a changed copy under a line."""
    return entry, f"{entry}\n{but(entry, *edits)[1]}"


def turned(entry, *edits):
    """Give the edit of a line whose two ends change places."""
    ends = [part.split(",")[0] for part in (entry.split("source: ")[1], entry.split("target: ")[1])]
    swap = (
        (f"source: {ends[0]},", "source: x,"),
        (f"target: {ends[1]},", f"target: {ends[0]},"),
        ("source: x,", f"source: {ends[1]},"),
    )
    return but(entry, *swap, *edits)


def changes(old, new):
    """Give all changes of two versions, and hold the laws to them."""
    found = diff(old, new)
    assert apply(found, old) == new
    assert diff(new, old) == inverse(found)
    return [*found.actors, *found.relations, *found.sources, *found.types]


def in_short(change):
    if change.kind == "changed":
        new = f" -> {change.new_key}" if change.new_key != change.old_key else ""
        return f"~ {change.old_key}{new}: {' '.join(change.fields)}"
    return f"{'+' if change.kind == 'added' else '-'} {change.key}"


CASES = {
    # ids
    "the id of an actor": (renamed("al-qaeda", "aq"), ["~ al-qaeda -> aq: id"]),
    "an id, and with it the order of two ends": (
        renamed("isis-k", "zz-isis"),
        ["~ isis-k -> zz-isis: id"],
    ),
    "an id, and a relation of the actor": (
        [*renamed("al-qaeda", "aq"), ("to: 2021", "to: 2020")],
        ["~ al-qaeda -> aq: id", f"~ {HOSTED} -> taliban:hosts:aq: to"],
    ),
    "an id, and an alias that became the name": (
        [
            *renamed("isis-k", "iskp"),
            ("name: ISIS-K", "name: Daesh Khorasan"),
            ("[Daesh Khorasan]", "[ISIS-K]"),
        ],
        ["~ isis-k -> iskp: id name aliases"],
    ),
    "an id, and the name, but not the identifier": (
        [*renamed("al-qaeda", "aq"), ("name: al-Qaeda", "name: The Base")],
        ["~ al-qaeda -> aq: id name"],
    ),
    "an id, and a slip in the name": (
        [*renamed("omar", "mullah-omar"), ("Mohammad Omar", "Muhammad Omar")],
        ["~ omar -> mullah-omar: id name"],
    ),
    "an id, and a name that says something else": (
        [*renamed("jalal", "sirajuddin"), ("Jalaluddin Haqqani", "Siraj Haqqani")],
        [
            "- jalal",
            "+ sirajuddin",
            "- jalal:protects:al-qaeda",
            "+ sirajuddin:protects:al-qaeda",
        ],
    ),
    "the ids of all actors": (
        [
            edit
            for id_ in ("taliban", "al-qaeda", "isis-k", "omar", "jalal")
            for edit in renamed(id_, f"x-{id_}")
        ],
        [
            "~ al-qaeda -> x-al-qaeda: id",
            "~ isis-k -> x-isis-k: id",
            "~ jalal -> x-jalal: id",
            "~ omar -> x-omar: id",
            "~ taliban -> x-taliban: id",
        ],
    ),
    "two ids that were exchanged, relations and all": (
        [*renamed("omar", "tmp"), *renamed("jalal", "omar"), *renamed("tmp", "jalal")],
        ["~ omar -> jalal: id", "~ jalal -> omar: id"],
    ),
    "two names that were exchanged": (
        [
            but(OMAR, ("Mohammad Omar", "Jalaluddin Haqqani")),
            but(JALAL, ("Jalaluddin Haqqani", "Mohammad Omar")),
        ],
        ["~ jalal: name", "~ omar: name"],
    ),
    "an id that went to somebody else": (
        [
            *renamed("omar", "mullah-omar"),
            (JALAL, f"{JALAL}\n  - {{id: omar, name: Omar al-Farouq, kind: person}}"),
        ],
        ["~ omar -> mullah-omar: id", "+ omar"],
    ),
    "a namesake who lived later": (
        [but(OMAR, ("person", "person, to: 2013")), *renamed("omar", "omar-2")],
        ["~ omar -> omar-2: id to"],
    ),
    # names
    "an alias that became the name": (
        [("name: Taliban", "name: Talibs"), ("[Talibs]", "[Taliban]")],
        ["~ taliban: name aliases"],
    ),
    # sources
    "the id of a source, wherever it is cited": (
        cited("un-2", "un-monitoring-2015"),
        ["~ un-2 -> un-monitoring-2015: id"],
    ),
    "the id of a source that an actor cites, and its title": (
        [*cited("un-1", "un-2001"), ("First report", "Monitoring report")],
        ["~ un-1 -> un-2001: id title"],
    ),
    "one source for another": (
        [*cited("book", "other"), ("A book, author: Somebody", "B, author: Else")],
        [
            "~ jalal:protects:al-qaeda: sources",
            "~ omar:protects:al-qaeda: sources",
            "~ omar:leads:taliban: sources",
            "- book",
            "+ other",
        ],
    ),
    "a source more": (
        [but(FIGHTS, ("[un-2]", "[book, un-2]"))],
        [f"~ {FOUGHT}: sources"],
    ),
    # relations
    "a confidence": (
        [but(FIGHTS, ("from: 2015", "from: 2015, confidence: high"))],
        [f"~ {FOUGHT}: confidence"],
    ),
    "an end that is known now": (
        [but(FIGHTS, ("from: 2015", "from: 2015, to: 2024"))],
        [f"~ {FOUGHT}: to"],
    ),
    "a begin that is a year earlier": (
        [but(HOSTS, ("from: 1996", "from: 1995"))],
        [f"~ {HOSTED}: from"],
    ),
    "a second spell": (
        [beside(HOSTS, ("from: 1996, to: 2021", "from: 2023"))],
        [f"+ {HOSTED}:2"],
    ),
    "an earlier spell, which moves the keys of the later ones": (
        [beside(HOSTS, ("from: 1996, to: 2021", "from: 1990, to: 1991"))],
        [f"+ {HOSTED}"],
    ),
    "a spell of its own time, for one years before": (
        [but(HOSTS, ("from: 1996, to: 2021", "from: 2023"))],
        [f"- {HOSTED}", f"+ {HOSTED}"],
    ),
    "a spell that was split": (
        [beside(HOSTS, ("from: 1996", "from: 2005")), but(HOSTS, ("to: 2021", "to: 2001"))],
        [f"~ {HOSTED}: to", f"+ {HOSTED}:2"],
    ),
    "an id given to a relation": (
        [but(HOSTS, ("{", "{id: harbour, "))],
        [f"~ {HOSTED} -> harbour: id"],
    ),
    "the ends of a symmetric relation, the other way round": ([turned(FIGHTS)], []),
    "the ends of a directed relation, the other way round": (
        [turned(HOSTS)],
        ["+ al-qaeda:hosts:taliban", f"- {HOSTED}"],
    ),
    # types
    "another type": (
        [but(HOSTS, ("hosts", "supports"))],
        [f"~ {HOSTED} -> taliban:supports:al-qaeda: type"],
    ),
    "another type, and a corrected end": (
        [but(HOSTS, ("hosts", "supports"), ("2021", "2020"))],
        [f"~ {HOSTED} -> taliban:supports:al-qaeda: type to"],
    ),
    "a directed type for a symmetric one, the other way round": (
        [turned(FIGHTS, ("fights", "opposes"))],
        [f"~ {FOUGHT} -> taliban:opposes:isis-k: type"],
    ),
    "another directed type, the other way round": (
        [turned(HOSTS, ("hosts", "supports"))],
        ["+ al-qaeda:supports:taliban", f"- {HOSTED}"],
    ),
    "another type, at other times and by another source": (
        [but(HOSTS, ("hosts", "supports"), ("1996", "1997"), ("un-1", "book"))],
        [f"- {HOSTED}", "+ taliban:supports:al-qaeda"],
    ),
    "two types for one": (
        [beside(HOSTS, ("hosts", "protects")), but(HOSTS, ("hosts", "supports"))],
        [f"- {HOSTED}", "+ taliban:protects:al-qaeda", "+ taliban:supports:al-qaeda"],
    ),
    # events
    "the year of an event, by the same source": (
        [but(KILLED, ("from: 2016", "from: 2013"))],
        [f"~ {SHOT}: from"],
    ),
    "another event of the same two": (
        [but(KILLED, ("from: 2016", "from: 2013"), ("un-2", "book"))],
        [f"+ {SHOT}", f"- {SHOT}"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_people_would_call_a_change_is_one(name):
    edits, expected = CASES[name]
    assert list(map(in_short, changes(version(), version(*edits)))) == expected


def hows(*edits, base=()):
    return [change.how for change in changes(version(*base), version(*edits))]


@pytest.mark.parametrize(
    ("edits", "how"),
    [
        ([("name: Taliban", "name: The Taliban")], "id"),
        ([("to: 2021", "to: 2020")], "same tie and begin"),
        ([("from: 1996", "from: 1995")], "overlapping in time"),
        ([("type: hosts", "type: supports")], "retyped"),
        (
            [("target: omar, from: 2016", "target: omar, from: 2013")],
            "the only one left of its tie, with a common source",
        ),
        (renamed("al-qaeda", "aq"), "renamed: same name and un, 3 neighbours in common"),
        (
            [*renamed("omar", "mullah"), ("Mohammad Omar", "Muhammad Omar")],
            "renamed: a similar name, the same neighbours",
        ),
        (cited("un-2", "un"), "renamed: same address and title, 2 citing entries in common"),
    ],
)
def test_a_change_says_by_what_its_sides_were_matched(edits, how):
    assert hows(*edits) == [how]


def test_a_relation_with_an_id_is_known_by_it_whatever_else_changed():
    edit = but(HOSTS, ("{", "{id: tie, "))
    other = (HOSTS, f"{KILLED.replace('{', '{id: tie, ').replace('omar', 'jalal')}")
    assert hows(other, base=[edit]) == ["id"]


def test_a_type_is_renamed_with_its_relations():
    def own(name, label="gives shelter to"):
        types = SHELTERS.replace("shelters,", f"{name},", 1).replace(
            "label: shelters", f"label: {label}"
        )
        return version(but(HOSTS, ("hosts", name)), ("\nactors:", f"{types}\nactors:"))

    old = own("shelters")
    assert list(map(in_short, changes(old, own("harbours")))) == ["~ shelters -> harbours: name"]
    (change,) = changes(old, own("harbours", "gives harbour to"))
    assert change.how == "renamed: same inverse, 1 pair in common"
    assert change.fields == ("name", "label")


def renames(*edits, base=()):
    old, new = version(*base), version(*edits)
    assert diff(new, old) == inverse(diff(old, new))
    return [dict(kind) for kind in diff(old, new).renames]


NOBODY = [{}, {}, {}]


@pytest.mark.parametrize(
    "edit",
    [
        ("QDe.004", "QDe.999"),
        ("kind: armed_group, ids", "kind: person, ids"),
    ],
    ids=["another identifier", "a person"],
)
def test_what_speaks_against_a_rename_prevents_it(edit):
    assert renames(*renamed("al-qaeda", "aq"), edit) == NOBODY


def test_two_lives_that_share_no_day_are_two_actors():
    first, second = ((OMAR, OMAR.replace("person", f"person, {life}")) for life in LIVES)
    assert renames(second, *renamed("omar", "omar-2"), base=[first]) == NOBODY


LIVES = ("to: 1999", "from: 2005")


TWO_BOOKS = "\n".join(BOOK.replace("id: book", f"id: {id_}") for id_ in ("book-a", "book-b"))


def test_where_two_could_be_meant_nobody_was_renamed():
    """Two sources of one title, each cited by some: which is the old one, nobody can say."""
    other = ("to: 2013, sources: [book]", "to: 2013, sources: [un-1]")
    some = ("from: 1995, sources: [book]", "from: 1995, sources: [book-b]")
    assert renames((BOOK, TWO_BOOKS), other, some, ("[book]", "[book-a]")) == NOBODY


def test_of_two_of_one_name_the_one_in_the_old_company_was_renamed():
    assert renames((BOOK, TWO_BOOKS), ("[book]", "[book-a]")) == [{}, {"book": "book-a"}, {}]


def test_a_namesake_among_other_people_is_somebody_else():
    """The same name, and none of the neighbours."""
    gone = [(line(word), "") for word in ("leads", "omar, type: protects", "killed")]
    other = JALAL + "\n  - {id: omar-2, name: Mohammad Omar, kind: person}"
    tie = "  - {source: omar-2, type: fights, target: isis-k, from: 2016}"
    assert (
        renames(
            (OMAR, ""), *gone, (JALAL, other), beside(FIGHTS, (FIGHTS, tie)), base=[(KILLED, "")]
        )
        == NOBODY
    )


def test_a_slip_in_a_name_needs_two_relations_that_agree():
    slip = ("Mohammad Omar", "Mohammed Omar")
    alone = [(line(word), "") for word in ("leads", "killed")]
    assert renames(*alone, *renamed("omar", "mullah"), slip, base=alone) == NOBODY
    other = ("target: taliban, from: 1994, to: 2013", "target: taliban, from: 1990, to: 2013")
    assert renames(*renamed("omar", "mullah"), slip, other) == NOBODY


def test_a_source_of_another_publisher_is_another():
    assert (
        renames(
            *cited("un-1", "eu-1"), ("First report, publisher: UN", "First report, publisher: EU")
        )
        == NOBODY
    )


def test_a_relation_type_of_another_sign_is_another():
    edits = ("\nactors:", f"{SHELTERS}\nactors:"), but(HOSTS, ("hosts", "shelters"))
    other = SHELTERS.replace("name: shelters", "name: harbours").replace("sign: 1", "sign: 0")
    assert (
        renames(("\nactors:", f"{other}\nactors:"), but(HOSTS, ("hosts", "harbours")), base=edits)
        == NOBODY
    )


def test_many_renames_take_no_more_than_linear_work():
    """Every comparison of two actors would be counted in minutes, not in seconds."""

    def graph(prefix):
        actors = [Actor(f"{prefix}{n}", f"Name {n}") for n in range(5000)]
        ties = [
            Relation(f"{prefix}{n}", "hosts", f"{prefix}{(n * 7 + 1) % 5000}") for n in range(5000)
        ]
        return ActorGraph.of(actors, ties)

    found = diff(graph("a-"), graph("b-"))
    assert (len(found.renames.actors), found.relations) == (5000, ())


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("Mohammad Omar", "Mohammed Omar", True),
        ("Mohammad Omar", "Mohammad  omar", True),
        ("Haqqani", "Haqani", True),
        ("Group A", "Group B", False),
        ("Brigade 313", "Brigade 314", False),
        ("Mohammad Omar", "Omar", False),
        ("Taliban", "Tajikistan", False),
    ],
)
def test_a_slip_is_a_letter_in_a_long_word(one, other, slip):
    assert near(one, other) == near(other, one) == slip

"""The texts of ``whowhom help TOPIC``, which the manual page and docs/cli.md repeat."""

from collections.abc import Callable
from typing import NamedTuple

from graph.commands.exits import EXIT_CODES


class Topic(NamedTuple):
    """One text: what it is about, and what makes it."""

    about: str
    make: Callable[[], str]


GUIDE = """\
whowhom: who stands against whom, since when, and who says so.

  whowhom who opposes taliban           who stands against an actor today
  whowhom whom taliban hosts            the same from the other end
  whowhom show isis-k                   all that is known, with every source
  whowhom map                           draw it: one page that needs no network
  whowhom diff HEAD~1                   what changed since the last commit
  whowhom check                         every mistake in the data, by line

Every command has examples:   whowhom COMMAND --help
All commands and options:     whowhom --help
Dates, output, exit codes:    whowhom help
Press TAB to complete names:  whowhom help completion
"""


def _exit_codes() -> str:
    return "\n".join(f"{code:>3}  {text}" for code, text in EXIT_CODES.items()) + "\n"


def _format() -> str:
    from graph.records import RECORDS  # noqa: PLC0415 - no other topic needs them

    parts = [_FORMAT]
    for record in RECORDS:
        parts.append(f"{record.key}:\n")
        for field in record.fields:
            need = "*" if field.required else " "
            parts.append(f"  {field.name + need:<18} {field.form}\n")
        parts.append("\n")
    parts.append("* is needed. What each field means: docs/data-format.md, whowhom schema.\n")
    return "".join(parts)


_FORMAT = """\
A dataset is a folder of *.yaml files, or one file, with any of four keys:

  actors:
    - {id: north, name: Northern Front, kind: armed_group, sources: [report]}
    - {id: capital, name: Government in the capital, kind: government}
  relations:
    - {source: north, type: fights, target: capital, from: 2019-03, to: 2021,
       confidence: high, sources: [report]}
  sources:
    - {id: report, title: The northern war, published: 2020-05}

Every value is text, typed by its field: NO stays NO, 2015 is a date where a
date belongs. Check it with: whowhom check DIR. The forms of the output are
another thing: whowhom help output.

"""

_DATES = """\
A date is a year, a month or a day: 2015, 2015-01, 2015-01-26. It stands for
all its days; a ~ behind it says approximate. Ends are inclusive.

--as-of DATE keeps what holds on at least one day of DATE; today and all are
words for it. who and whom speak of today when no date is given, show and list
of all times.

  no from      counts from the earliest publication of its sources ("by 2011");
               with no dated source it is undated: --undated counts it
  no to        still holds, as far as the data knows
  to: unknown  ended, nobody knows when: holds up to its latest source
  an event     holds on its own dates only
  nothing holds outside the life of its two actors

An answer's last lines say what was left out, and which flag brings it back.
SOURCE_DATE_EPOCH sets today, for output that can be reproduced.
For diff, @2021-08 is what holds then, HEAD~3@2021-08 what was recorded of it.
"""

_OUTPUT = """\
--format says how an answer is written:

  text      for people: tables and lines as wide as the terminal
  json      one object; docs/answers.schema.json and whowhom schema --answers
  ndjson    one object a line: the items of "results"
  tsv, csv  rows under a head, one a relation where relations are asked for;
            csv puts a ' before what a spreadsheet would run as a formula
  markdown  a document or table to send
  auto      the default: text on a terminal, tsv in a pipe or a file; show,
            path, diff and check stay text there, without colour or wrapping

Answers go to stdout, everything else to stderr. In a pipe the notes below a
table (what counted, what was left out) go to stderr as well.

Colour means polarity and nothing else: vermilion against, blue with. NO_COLOR
turns off every escape sequence, FORCE_COLOR=1 keeps colours in a pipe.
Long text opens in a pager when stdin and stdout are a terminal: $WHOWHOM_PAGER,
$PAGER or less; --no-pager, or PAGER=cat, does without.
"""

_ENVIRONMENT = """\
WHOWHOM_DATA       the dataset, where --data does not say
WHOWHOM_FORMAT     the form of answers, where --format does not say
WHOWHOM_PAGER      the pager; empty or cat for none. Else PAGER, else less
WHOWHOM_CACHE      folder of the cache; off for none
NO_COLOR           any text: no colour, no bold, nothing but text
FORCE_COLOR        1: colours in a pipe too
COLUMNS, LINES     the size of the terminal, where it does not say itself
SOURCE_DATE_EPOCH  today, in seconds since 1970
"""

_NAMES = """\
An actor is named by its id, its name or an alias, in any script. Case,
accents, dashes, apostrophes and blanks do not count: al-qaeda, Al Qa'ida.

A name that several bear is an error that lists them; a name that nobody bears
gets suggestions. Neither is ever guessed.

A verb is a relation type, a family of types, or opposes (every hostile type)
and sides_with (every friendly one): whowhom list types.
"""

_VERSIONS = """\
A version, for diff:

  data, ./x         the dataset in a folder, or one file of it
  x.json            what export json wrote
  x.zip, x.tar.gz   a packed dataset, read in memory
  HEAD~3, v1.0      a git revision, as git means it
  v1.0:old/facts    another path in it
  :0                the index; :2 and :3 are ours and theirs in a merge
  @2021-08          what holds at a date
  HEAD~3@2021-08    what was recorded of it three commits ago

  diff              HEAD and the dataset as it is
  diff OLD          OLD and the dataset as it is
  diff A..B         two revisions; an empty one is HEAD
  diff A...B        what B has done since the two went apart
  diff --staged     HEAD and the index

What may mean two things is an error that says how to write each. Where the
dataset lay elsewhere then, it is found there, and the title says so. Git is
only asked to name and print objects: nothing is checked out, written, fetched,
and nothing that a repository's configuration names is run.

log tells what each commit changed in the graph, blame who said a relation.
"""

TOPICS = {
    "exit-codes": Topic("what the program ends with", _exit_codes),
    "format": Topic("the data files", _format),
    "dates": Topic("dates, and what holds when", lambda: _DATES),
    "versions": Topic("sides of a diff, git, the history", lambda: _VERSIONS),
    "names": Topic("actors and verbs as you type them", lambda: _NAMES),
    "output": Topic("forms of output, colours, the pager", lambda: _OUTPUT),
    "environment": Topic("variables that are read", lambda: _ENVIRONMENT),
}


def overview() -> str:
    """List the topics."""
    lines = [f"  whowhom help {name:<12} {topic.about}" for name, topic in TOPICS.items()]
    last = "  whowhom help COMMAND      its examples and options"
    return "\n".join(["Topics:", *lines, last]) + "\n"

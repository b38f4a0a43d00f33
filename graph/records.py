"""The format of the five records, as one table: parsing, the JSON Schema and exports follow it.

Each field has its YAML name, the attribute that holds it, its form, and a sentence for people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from graph.dates import Date
from graph.model import (
    ACTOR_KINDS,
    CONFIDENCES,
    RELIABILITIES,
    Actor,
    Citation,
    Identifier,
    Relation,
    RelationType,
    Source,
    Step,
)

Form = Literal[
    "id",
    "word",
    "text",
    "date",
    "moment",
    "end",
    "flag",
    "sign",
    "url",
    "choice",
    "texts",
    "ids",
    "citations",
    "actors",
    "relations",
]
#: What a graph says; its story only presents that.
Value = Actor | Relation | Source | RelationType


class Field(NamedTuple):
    """One field of a record."""

    name: str
    attribute: str
    form: Form
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """One kind of entry.

    Attributes:
        key: The top-level key that lists such entries.
        one: What messages call one of them.
        make: Its class.
        identity: The field that names it, ``id`` or ``name``; ``""`` where its place does.
        fields: In the order in which they are written.
    """

    key: str
    one: str
    make: Callable[..., Any]
    identity: str
    fields: tuple[Field, ...]

    @cached_property
    def field(self) -> dict[str, Field]:
        """Fields by their YAML name."""
        return {field.name: field for field in self.fields}


ACTOR = Record(
    "actors",
    "actor",
    Actor,
    "id",
    (
        Field("id", "id", "id", "Stable name in kebab-case; relations refer to it.", required=True),
        Field("name", "name", "text", "The name people use; the label on the map.", required=True),
        Field("kind", "kind", "choice", "What it is.", choices=ACTOR_KINDS),
        Field("aliases", "aliases", "texts", "Other names that mean this actor and no other."),
        Field(
            "ambiguous_aliases",
            "ambiguous_aliases",
            "texts",
            "Names that it shares with other actors; asking for one lists all of them.",
        ),
        Field("from", "begin", "date", "When its life began."),
        Field("to", "end", "end", "When its life ended, inclusive; `unknown`: nobody knows when."),
        Field("areas", "areas", "texts", "Where it is found."),
        Field("summary", "summary", "text", "A sentence or two, in your own words."),
        Field(
            "ids",
            "ids",
            "ids",
            "Identifiers elsewhere: un, ucdp, wikidata, iso, eu; one that does not match exactly "
            "is `{id: 234, match: broad}`, with `close`, `broad` or `narrow`.",
        ),
        Field("sources", "sources", "citations", "Who says so."),
    ),
)
RELATION = Record(
    "relations",
    "relation",
    Relation,
    "id",
    (
        Field("id", "id", "id", "A name for this relation, where you want a stable one."),
        Field("source", "source", "id", "The actor it starts from.", required=True),
        Field("type", "type", "word", "A relation type of the vocabulary.", required=True),
        Field("target", "target", "id", "The actor it points to.", required=True),
        Field("from", "begin", "date", "When it began; absent or `unknown`: not known."),
        Field(
            "to",
            "end",
            "end",
            "When it ended, inclusive; absent: still holds; `unknown`: ended, nobody knows when.",
        ),
        Field(
            "confidence",
            "confidence",
            "choice",
            "How sure the dataset is that this is true (STIX 85, 50, 15).",
            choices=CONFIDENCES,
        ),
        Field(
            "ambivalent",
            "ambivalent",
            "flag",
            "The sources report both friendship and hostility between the two at this time.",
        ),
        Field("summary", "summary", "text", "One sentence, in your own words."),
        Field("sources", "sources", "citations", "Who asserts it."),
        Field("disputed_by", "disputed_by", "citations", "Who denies it."),
    ),
)
SOURCE = Record(
    "sources",
    "source",
    Source,
    "id",
    (
        Field("id", "id", "id", "Stable name in kebab-case; citations refer to it.", required=True),
        Field("title", "title", "text", "Its title; [in brackets] when described.", required=True),
        Field("author", "author", "text", "Who wrote it."),
        Field("publisher", "publisher", "text", "Who published it."),
        Field(
            "origin",
            "origin",
            "text",
            "Whose text it is where another publishes it: one agency in two papers is one voice.",
        ),
        Field("published", "published", "date", "When it was published."),
        Field("url", "url", "url", "Where it is, http or https."),
        Field("archive_url", "archive_url", "url", "A copy in an archive."),
        Field("accessed", "accessed", "date", "When somebody last looked."),
        Field(
            "reliability",
            "reliability",
            "choice",
            "Admiralty code of the source: A completely reliable ... E unreliable, F unknown.",
            choices=RELIABILITIES,
        ),
    ),
)
RELATION_TYPE = Record(
    "relation_types",
    "relation type",
    RelationType,
    "name",
    (
        Field("name", "name", "word", "A verb in snake_case.", required=True),
        Field("label", "label", "text", 'How it reads: "taliban hosts al-qaeda".', required=True),
        Field("inverse", "inverse", "text", "How it reads from the other end.", required=True),
        Field("sign", "sign", "sign", "-1 against, 0 neither, 1 with.", required=True),
        Field("symmetric", "symmetric", "flag", "Both ends play the same part."),
        Field("lasting", "lasting", "flag", "false: an event, which holds on its dates only."),
        Field("family", "family", "word", "Conflict, cooperation, hierarchy ...", required=True),
        Field("description", "description", "text", "What counts as such a relation."),
    ),
)
STEP = Record(
    "story",
    "step",
    Step,
    "",
    (
        Field("text", "text", "text", "What is told, a sentence or two.", required=True),
        Field("date", "date", "moment", "The date at which the map is shown.", required=True),
        Field("focus", "focus", "actors", "The actors that it is about.", required=True),
        Field(
            "relations",
            "relations",
            "relations",
            "Keys of the relations that bear it out, as `isis-k:fights:taliban:2`; each holds at "
            "the date, between actors in focus.",
        ),
    ),
)
RECORDS = (ACTOR, RELATION, SOURCE, RELATION_TYPE, STEP)
#: The forms of fields that are lists of plain texts.
LISTS = ("texts", "actors", "relations")
#: What a flag is when it is not given.
FLAG_DEFAULTS = {"symmetric": False, "lasting": True, "ambivalent": False}
_RECORD_OF = {record.make: record for record in RECORDS}


def record_of(value: Value | Step) -> Record:
    """Give the table of a value's class."""
    return _RECORD_OF[type(value)]


def to_record(value: Value | Step) -> dict[str, Any]:
    """Write a value as the mapping that YAML or JSON would hold, absent fields left out.

    >>> to_record(Source("s1", "A title"))
    {'id': 's1', 'title': 'A title'}
    """
    plain = {}
    for field in record_of(value).fields:
        content = getattr(value, field.attribute)
        if field.form == "flag":
            if content != FLAG_DEFAULTS[field.name]:
                plain[field.name] = content
        elif content or field.form == "sign":
            plain[field.name] = _plain(content, field.form)
    return plain


def _plain(content: Any, form: Form) -> Any:
    if isinstance(content, Date):
        return content.text
    if form == "citations":
        return [plain_citation(citation) for citation in content]
    if form == "ids":
        return {identifier.scheme: plain_identifier(identifier) for identifier in content}
    return list(content) if form in LISTS else content


def plain_identifier(identifier: Identifier) -> str | dict[str, str]:
    """Write an identifier as YAML does: itself alone, or with its match where it is not exact."""
    if not identifier.match:
        return identifier.id
    return {"id": identifier.id, "match": identifier.match}


def plain_citation(citation: Citation) -> str | dict[str, str]:
    """Write a citation as YAML does: the source alone, or a mapping of what is given."""
    given = {name: text for name, text in zip(Citation._fields, citation, strict=True) if text}
    return citation.source if len(given) == 1 else given

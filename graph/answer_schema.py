"""The JSON Schema of the answers: what ``--format json`` gives, empty and failed answers included.

Fields may be added within ``"schema": 1``; none is removed, renamed or given another meaning. A
reader leaves alone what it does not know.
"""

from graph import event_schema
from graph.diffing import schema as diff_schema
from graph.formats import json_text
from graph.model import MATCHES
from graph.problems import CODES
from graph.records import ACTOR, RECORDS, RELATION_TYPE, SOURCE, Field, Record
from graph.report import SCHEMA
from graph.schema_parts import COUNT as _COUNT
from graph.schema_parts import MAYBE as _MAYBE
from graph.schema_parts import TEXT as _TEXT
from graph.schema_parts import Plain
from graph.schema_parts import described as _told
from graph.schema_parts import list_of as _list
from graph.schema_parts import mapping as _object
from graph.schema_parts import ref as _ref


def _entry(record: Record) -> str:
    """Name the form of an entry, as the data files have it."""
    return f"entry_{record.key.removesuffix('s')}"


_DOCUMENT = {field.name: _TEXT for field in SOURCE.fields if field.name != "id"}
_CITATION = _object(
    {"source": _told("Id of the source.", _TEXT)},
    {
        "locator": _told("Where in it.", _TEXT),
        "summary": _told("What it says, where that differs.", _TEXT),
        **_DOCUMENT,
    },
)
_RELATION = _object(
    {
        "id": _told("Its key: source:type:target, with a number from the second spell on.", _TEXT),
        "source": _told("Id of an actor.", _TEXT),
        "type": _TEXT,
        "target": _told("Id of an actor.", _TEXT),
        "from": _told("As the data has it; null: not said.", _MAYBE),
        "to": _told("As the data has it; null: not said.", _MAYBE),
        "when": _told("Its days by the time rule, in words.", _TEXT),
        "state": _told(
            "At the date asked for, or today.",
            {"enum": ["holds", "past", "future", "undated", "never"]},
        ),
        "confidence": {"enum": ["low", "medium", "high", None]},
        "ambivalent": {"type": "boolean"},
        "summary": _TEXT,
        "sources": _told("Ids of those who assert it.", _list(_TEXT)),
        "disputed_by": _told("Ids of those who deny it.", _list(_TEXT)),
        "citations": _told("The same with the documents.", _list(_ref("citation"))),
        "disputes": _list(_ref("citation")),
        "place": _told("file:line:column.", _TEXT),
    }
)
_NAMED = _object({"id": _TEXT, "name": _TEXT, "kind": _TEXT})
_STANCE = _object(
    {
        "actor": _told("Who was asked for.", _ref("named")),
        "other": _told("The end that was given.", _ref("named")),
        "relations": _list(
            {
                "allOf": [
                    _ref("relation"),
                    _object(
                        {
                            "direction": {"enum": ["one-sided", "mutual", "returned"]},
                            "through": _told("What it is inherited by.", _list(_ref("relation"))),
                        }
                    ),
                ]
            }
        ),
    }
)
_KEYS = _told("Keys of relations.", _list(_TEXT))
_CLASH = _object(
    {"when": _TEXT, "relation": _TEXT, "against": _KEYS, "denied_by": _list(_ref("citation"))}
)


def _record(record: Record) -> Plain:
    """Give the form of an entry as answers write it: absent fields left out."""
    needed = {field.name: _field(field) for field in record.fields if field.required}
    others = {field.name: _field(field) for field in record.fields if not field.required}
    return _object(needed, others)


def _field(field: Field) -> Plain:
    forms: dict[str, Plain] = {
        "flag": {"type": "boolean"},
        "sign": {"enum": [-1, 0, 1]},
        "texts": _list(_TEXT),
        "ids": {"type": "object", "additionalProperties": _IDENTIFIER},
        "citations": _list({"anyOf": [_TEXT, _ref("citation")]}),
    }
    return _told(field.help, forms.get(field.form, _TEXT))


_IDENTIFIER: Plain = {"anyOf": [_TEXT, _object({"id": _TEXT, "match": {"enum": list(MATCHES)}})]}


def _counted(record: Record, name: str) -> Plain:
    return {"allOf": [_ref(_entry(record)), {"required": [name], "properties": {name: _COUNT}}]}


_CITED = {"citations": _list(_ref("citation")), "place": _TEXT}
_PROBLEM = _object(
    {
        "file": _TEXT,
        "line": _told("From 1; 0: the file as a whole.", _COUNT),
        "column": _told("From 1, in characters; 0: the file as a whole.", _COUNT),
        "severity": {"enum": ["error", "warning"]},
        "code": {"enum": list(CODES)},
        "message": _TEXT,
    }
)
_APPLIED = _object(
    {
        "state": {"enum": ["changed", "would change", "conflict"]},
        "file": _TEXT,
        "line": _told("From 1; 0: the file as a whole.", _COUNT),
        "column": _told("From 1, in characters; 0: the file as a whole.", _COUNT),
        "message": _told("What does not fit.", _TEXT),
    }
)
_MERGED = _object(
    {
        "what": {"enum": [record.key.removesuffix("s") for record in RECORDS]},
        "id": _told("What names the entry.", _TEXT),
        "field": _told("Where the two differ; empty: one side took the entry out.", _TEXT),
        "base": _told("As the data has it; null: not there.", {}),
        "ours": _told("As the data has it; null: not there.", {}),
        "theirs": _told("As the data has it; null: not there.", {}),
        "message": _TEXT,
    }
)
_DOSSIER = _object(
    {"actor": _ref("dossier_actor"), "relations": _list(_ref("relation"))},
    {
        "other": _ref("dossier_actor"),
        "sections": {"type": "object", "additionalProperties": _KEYS},
        "clashes": _told("What contradicts what between the two.", _list(_ref("clash"))),
    },
)
_POLARITY: Plain = {"enum": ["friendly", "hostile", "mixed", "neutral"]}
_READ = {
    "allOf": [
        _ref("relation"),
        _object({"reading": _told("How it reads from the actor.", _TEXT)}),
    ]
}
_TIE = _object(
    {
        "actor": _told("Id.", _TEXT),
        "other": _told("Id.", _TEXT),
        "polarity": _POLARITY,
        "by_one": _told(
            "The relation by which alone it is mixed, and what it is without it; null: none.",
            {
                "anyOf": [
                    _object({"relation": _told("Its key.", _TEXT), "without": _POLARITY}),
                    {"type": "null"},
                ]
            },
        ),
        "relations": _list(_READ),
    }
)
_PATH = _object(
    {
        "kinds": _told("shortest, strongest or both.", _list(_TEXT)),
        "reading": _told("In words: the enemy of a friend.", _TEXT),
        "polarity": _POLARITY,
        "strength": _told("Product of the confidences.", {"type": "number"}),
        "same_day": _told("All its ties held on one and the same day.", {"type": "boolean"}),
        "actors": _told("Ids, from one end to the other.", _list(_TEXT)),
        "ties": _list(_ref("tie")),
    }
)
_SHARED = _object(
    {
        "actor": _ref("named"),
        "stands": {"enum": ["friendly", "hostile", "split", "mixed"]},
        "ties": _list(_ref("tie")),
    }
)
_HUB = _object(
    {
        "actor": _ref("named"),
        **dict.fromkeys(("degree", "hostile", "friendly", "mixed", "neutral", "relations"), _COUNT),
        "betweenness": _told("0 to 1; null: not measured.", {"type": ["number", "null"]}),
        "cut": _told("Without it the network falls apart.", {"type": "boolean"}),
        "bridges": _told("Ids of those that it alone connects to.", _list(_TEXT)),
    }
)
_UNTIED = _object({"actor": _ref("named"), "relations_not_counted": _list(_ref("relation"))})
_ENTRY = _object(
    {
        "date": _told("As the data has it; null: nothing dates it.", _MAYBE),
        "kind": {"enum": ["begins", "known", "event", "ends", "undated"]},
        "first_day": _MAYBE,
        "last_day": _MAYBE,
        "actor": {"anyOf": [_ref("named"), {"type": "null"}]},
        "relation": {"anyOf": [_ref("relation"), {"type": "null"}]},
    }
)
_RESTING = {
    "allOf": [
        _ref("entry_source"),
        _object(dict.fromkeys(("relations", "alone", "disputes", "actors"), _COUNT)),
    ]
}
_RECORD = {
    "allOf": [
        _ref("entry_source"),
        _object(
            {
                "relations": _list({"allOf": [_ref("relation"), _object({"role": _TEXT})]}),
                "actors": _list(_object({"id": _TEXT, "name": _TEXT})),
                "place": _TEXT,
            }
        ),
    ]
}
_WEAK = {"allOf": [_ref("relation"), _object({"weak": _told("Why: codes.", _list(_TEXT))})]}
_COMMIT = {
    "commit": _told("Full name; null: not in this history.", _MAYBE),
    "recorded": _told("The committer's day.", _MAYBE),
    "author": _MAYBE,
    "subject": _MAYBE,
}
_COUNTED = _object(dict.fromkeys(("added", "removed", "changed"), _COUNT))
_STEP = _object(
    {
        **_COMMIT,
        "before": _told("The commit that it is compared with; null: none, or not known.", _MAYBE),
        "changes": _told(
            "By kind of entry; null: it cannot be read, or what came before is not known.",
            {"type": ["object", "null"], "additionalProperties": _COUNTED},
        ),
        "actors": _told("Ids: itself or a relation of it changed.", _list(_TEXT)),
        "error": _told("The first mistake of what cannot be read.", _MAYBE),
        "errors": _COUNT,
        "moved": _told("Where the data lay then, where not at its path.", _MAYBE),
    }
)
_FIELD = _object({"field": _TEXT, "value": {}, **_COMMIT})
#: What the items of ``results`` are, by command.
RESULTS: dict[str, Plain] = {
    "who": _ref("stance"),
    "whom": _ref("stance"),
    "show": _ref("dossier"),
    "list": {
        "anyOf": [
            _counted(ACTOR, "relations"),
            _ref("relation"),
            _counted(RELATION_TYPE, "used"),
            _counted(SOURCE, "relations"),
        ]
    },
    "path": _ref("path"),
    "common": _ref("shared"),
    "hubs": _ref("hub"),
    "isolated": _ref("untied"),
    "timeline": _ref("timeline_entry"),
    "sources": {"anyOf": [_ref("resting"), _ref("source_record"), _ref("weak_claim")]},
    "sql": _told("A row: what the query selects, by column.", {"type": "object"}),
    "diff": diff_schema.RESULT,
    "log": _ref("step"),
    "blame": _ref("said_field"),
    **event_schema.RESULTS,
    "apply": _ref("applied"),
    "merge": _ref("merge_conflict"),
    "check": _ref("problem"),
}
_DEFINED: dict[str, Plain] = {
    "relation": _RELATION,
    "named": _NAMED,
    "citation": _CITATION,
    "stance": _STANCE,
    "clash": _CLASH,
    "dossier": _DOSSIER,
    "dossier_actor": {"allOf": [_ref(_entry(ACTOR)), _object(_CITED)]},
    "tie": _TIE,
    "path": _PATH,
    "shared": _SHARED,
    "hub": _HUB,
    "untied": _UNTIED,
    "timeline_entry": _ENTRY,
    "resting": _RESTING,
    "source_record": _RECORD,
    "weak_claim": _WEAK,
    **diff_schema.DEFINED,
    "step": _STEP,
    "said_field": _FIELD,
    **event_schema.DEFINED,
    "applied": _APPLIED,
    "merge_conflict": _MERGED,
    "problem": _PROBLEM,
    **{_entry(record): _record(record) for record in RECORDS},
}


def schema() -> Plain:
    """Give the JSON Schema (2020-12) of one answer."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "whowhom answer",
        "description": "What every command gives with --format json. Its exit code is not here: "
        "0 answered, also with an empty list; whowhom help exit-codes.",
        "type": "object",
        "required": ["schema", "command", "as_of", "results"],
        "properties": _ENVELOPE,
        "dependentRequired": {"reason": ["message"], "message": ["reason"]},
        "allOf": [_silence(), *(_answer(name, items) for name, items in RESULTS.items())],
        "$defs": _DEFINED,
    }


_ENVELOPE: Plain = {
    "schema": {"const": SCHEMA},
    "command": _told("Its name; whowhom where no command was reached.", _TEXT),
    "as_of": _told("The date asked for; null: all times.", _MAYBE),
    "results": {"type": "array"},
    "reason": _told("Why results is empty: a stable code.", {"type": "string", "minLength": 1}),
    "message": _told("The same for people.", {"type": "string", "minLength": 1}),
    "suggestions": _told("Ids or words to ask with instead.", _list(_TEXT)),
    "rule": _told("Which relations count, in words.", _TEXT),
    "counted_types": _told("Types that the verb stands for; none: every type.", _list(_TEXT)),
    "not_shown": _told(
        "Relations that fit and are left out, by the first reason.",
        _object(
            dict.fromkeys(
                ("past", "future", "undated", "never", "unsure", "mutual", "some"), _COUNT
            )
        ),
    ),
    "question": _object(
        {
            "verb": _TEXT,
            "actors": _told("Ids; none: every pair.", _list(_TEXT)),
            "match": {"enum": ["all", "any"]},
            "inherit": {"type": "boolean"},
        }
    ),
    "filters": _object(
        {
            "at": _MAYBE,
            "min_confidence": _TEXT,
            **{key: {"type": "boolean"} for key in ("undated", "past", "future", "direct")},
        }
    ),
    "signs": _told(
        "Sign of each type that counts.",
        {"type": "object", "additionalProperties": {"enum": [-1, 0, 1]}},
    ),
    **diff_schema.ENVELOPE,
    "shortest_paths": _told("How many equally short ones there are.", _COUNT),
    "actors": _told("How many have a tie.", _COUNT),
    "ties": _told("How many pairs have one.", _COUNT),
    "undated": _told("How many entries of a timeline nothing dates.", _COUNT),
    "throughout": _told("Relations that held and neither began nor ended then.", _COUNT),
    "actor": _told("Whose history it is; null: of all.", _MAYBE),
    "left_out": _told(
        "Commits of a history that are not listed.",
        _object(dict.fromkeys(("form", "others", "unread"), _COUNT)),
    ),
    "relation": _told("The key of the relation that is followed.", _TEXT),
    "first": {
        "anyOf": [{"type": "null"}, _object(_COMMIT)],
        "description": "The commit that said it first; null: not in this history.",
    },
    "said": _told(
        "Commits that changed it, newest first.",
        _list(_object({**_COMMIT, "change": _TEXT, "fields": _list(_TEXT)})),
    ),
    "columns": _told("Of a query, in order.", _list(_TEXT)),
    "day": _told("Today, for a query.", _TEXT),
    "more": _told("There are more than --limit or --max.", {"type": "boolean"}),
    **event_schema.ABOUT,
}


def _silence() -> Plain:
    """Say that an empty answer has its reason."""
    empty = {"properties": {"results": {"maxItems": 0}}}
    return {"if": empty, "then": {"required": ["reason", "message"]}}


def _answer(name: str, items: Plain) -> Plain:
    asked = {"properties": {"command": {"const": name}}}
    return {"if": asked, "then": {"properties": {"results": {"items": items}}}}


def schema_text() -> str:
    """Give the schema as the text of ``docs/answers.schema.json``."""
    return json_text(schema())

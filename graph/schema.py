"""The JSON Schema of the data files, made from the tables of `graph.records`."""

from typing import Any

from graph.formats import json_text
from graph.model import MATCHES
from graph.records import RECORDS, Field, Record

_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?~?$"
_WORD = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*(:[a-z][a-z0-9_]*:[a-z0-9]+(-[a-z0-9]+)*)?(:[1-9][0-9]*)?$"
_CITATION = {
    "anyOf": [
        {"type": "string", "pattern": _ID},
        {
            "type": "object",
            "required": ["source"],
            "additionalProperties": False,
            "properties": {
                "source": {"type": "string", "pattern": _ID, "description": "Id of a source."},
                "locator": {"type": "string", "description": "Where in it: a page, a paragraph."},
                "summary": {"type": "string", "description": "What it says, where that differs."},
            },
        },
    ]
}
#: YAML editors read ``2015`` as a number and ``-1`` as one: both spellings are allowed.
_FORMS: dict[str, dict[str, Any]] = {
    "id": {"type": "string", "pattern": _ID},
    "word": {"type": "string", "pattern": _WORD},
    "text": {"type": ["string", "number", "boolean"], "minLength": 1},
    "date": {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 9999},
            {"type": "string", "pattern": _DATE},
            {"const": "unknown"},
        ]
    },
    "flag": {"type": "boolean"},
    "sign": {"enum": [-1, 0, 1]},
    "url": {"type": "string", "pattern": '^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#<>"][^\\s<>"]*$'},
    "texts": {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
    "ids": {
        "type": "object",
        "propertyNames": {"pattern": _WORD},
        "additionalProperties": {
            "anyOf": [
                {"type": ["string", "number"]},
                {
                    "type": "object",
                    "required": ["id"],
                    "additionalProperties": False,
                    "properties": {
                        "id": {"type": ["string", "number"]},
                        "match": {"enum": list(MATCHES), "description": "How it matches (SKOS)."},
                    },
                },
            ]
        },
    },
    "citations": {"type": "array", "items": _CITATION},
}
_FORMS["end"] = _FORMS["date"]
_FORMS["moment"] = {"anyOf": _FORMS["date"]["anyOf"][:2]}
_FORMS["actors"] = {"type": "array", "minItems": 1, "items": _FORMS["id"]}
_FORMS["relations"] = {"type": "array", "items": {"type": "string", "pattern": _KEY}}


def schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of one data file with its five optional keys."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "whowhom dataset",
        "description": "Actors, and dated, sourced relations between them.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            record.key: {"type": ["array", "null"], "items": record_schema(record)}
            for record in RECORDS
        },
    }


def record_schema(record: Record) -> dict[str, Any]:
    """Give the schema of one entry of a kind."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in record.fields if field.required],
        "properties": {field.name: _field(field) for field in record.fields},
    }


def _field(field: Field) -> dict[str, Any]:
    form = {"enum": list(field.choices)} if field.form == "choice" else _FORMS[field.form]
    return {"description": field.help, **form}


def schema_text() -> str:
    """Give the schema as the text of ``data/schema.json``."""
    return json_text(schema())

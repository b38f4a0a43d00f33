"""The JSON Schema of a crosswalk, made from the tables that read it."""

from typing import Any

from graph.events.crosswalk_parsing import ENTRY, HEAD
from graph.formats import json_text
from graph.schema import record_schema


def schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of one file of a folder of crosswalks."""
    entry = record_schema(ENTRY) | {"anyOf": [{"required": ["id"]}, {"required": ["name"]}]}
    head = record_schema(HEAD)
    listed = {"type": ["array", "null"], "items": entry}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "whowhom crosswalk",
        "description": "Whose ids and names in event data mean which actor of a dataset.",
        **head,
        "required": [*head["required"], ENTRY.key],
        "properties": head["properties"] | {ENTRY.key: listed},
    }


def schema_text() -> str:
    """Give the schema as the text of ``data/crosswalks/schema.json``."""
    return json_text(schema())

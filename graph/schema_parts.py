"""Pieces of a JSON Schema (2020-12), as the forms of the answers are put together from."""

from typing import Any

Plain = dict[str, Any]
TEXT: Plain = {"type": "string"}
MAYBE: Plain = {"type": ["string", "null"]}
COUNT: Plain = {"type": "integer", "minimum": 0}


def list_of(items: Plain) -> Plain:
    """Give a list of such items, of any length."""
    return {"type": "array", "items": items}


def ref(name: str) -> Plain:
    """Refer to one of the definitions."""
    return {"$ref": f"#/$defs/{name}"}


def described(about: str, form: Plain) -> Plain:
    """Give a form with a sentence about it."""
    return {"description": about, **form}


def mapping(fields: Plain, optional: Plain | None = None) -> Plain:
    """Give an object that has all of `fields` and may have the others."""
    return {
        "type": "object",
        "required": list(fields),
        "properties": fields | (optional or {}),
    }

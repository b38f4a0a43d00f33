"""Graphs written as people write YAML: no two the same in quotes, order, comments and lines."""

import random
from typing import NamedTuple

from graph.model import Relation
from graph.records import RECORDS, to_record
from graph.writing import scalar

KEYS = {
    "actors": "actors",
    "relations": "relations",
    "sources": "sources",
    "types": "relation_types",
}


class Messy(NamedTuple):
    """Files by name; the text of every entry with its value and file; the comments between."""

    files: dict[str, bytes]
    entries: list[tuple[object, str, str]]
    between: list[str]


def messy(graph, seed, *, flow=0.15):
    """Write a graph into one to three files, all in ways that say the same."""
    rng = random.Random(seed)
    ends = rng.choice(["\n", "\n", "\n", "\r\n"])
    names = rng.choice([["data.yaml"], ["data.yaml"], ["a.yaml", "b.yml", "c.yaml"]])
    symmetric = {kind.name for kind in graph.types if kind.symmetric}
    texts = {name: [] for name in names}
    entries, between = [], []
    for attribute, key in KEYS.items():
        values = list(getattr(graph, attribute))
        rng.shuffle(values)
        parts = {name: [] for name in names}
        for value in values:
            parts[rng.choice(names)].append(value)
        for name, mine in parts.items():
            if not mine and rng.random() < 0.8:
                continue
            text, said, notes = _list(rng, key, mine, symmetric, flow)
            texts[name].append(text)
            entries += [(value, name, one.replace("\n", ends)) for value, one in said]
            between += notes
    files = {}
    for name, sections in texts.items():
        rng.shuffle(sections)
        head = rng.choice(["", "# about the file\n\n", "---\n" if sections else ""])
        text = head + rng.choice(["", "\n", "\n# between lists\n\n"]).join(sections)
        text += rng.choice(["", "", "\n# the end\n"])
        if rng.random() < 0.2:
            text = text.removesuffix("\n")
        bom = "\ufeff" if rng.random() < 0.2 else ""
        files[name] = (bom + text.replace("\n", ends)).encode()
    return Messy(files, entries, between)


def _list(rng, key, values, symmetric, flow):
    if not values:
        return rng.choice([f"{key}: []\n", f"{key}:\n", f"{key}: []  # none yet\n"]), [], []
    if rng.random() < flow:
        items = ", ".join(_flow(rng, _plain(rng, v, symmetric)) for v in values)
        return f"{key}: [{items}]\n", [], []
    record = next(one for one in RECORDS if one.key == key)
    edge = rng.choice([0, 2, 2, 4])
    apart = rng.choice(["", "\n", "\n"])
    said, notes, lines = [], [], [f"{key}:{rng.choice(['', '  # why'])}\n"]
    for number, value in enumerate(values):
        text = _entry(rng, record, _plain(rng, value, symmetric), edge, number)
        said.append((value, text))
        if number:
            lines.append(apart)
        if rng.random() < 0.15:
            note = f"# section {key} {rng.randrange(10**6)}"
            notes.append(note)
            lines.append(f"\n{' ' * edge}{note}\n\n")
        lines.append(text)
    return "".join(lines), said, notes


def _plain(rng, value, symmetric):
    plain = to_record(value)
    if isinstance(value, Relation) and value.type in symmetric and rng.random() < 0.5:
        plain["source"], plain["target"] = plain["target"], plain["source"]
    return plain


def _entry(rng, record, plain, edge, number):
    pad = " " * edge
    above = f"{pad}# about {record.one} {number}\n" * (rng.random() < 0.3)
    if rng.random() < 0.15:
        return f"{above}{pad}- {_flow(rng, plain)}{_beside(rng)}\n"
    names = list(plain)
    if rng.random() < 0.4:
        rng.shuffle(names)
    fields = []
    for name in names:
        lines = _field(rng, name, plain[name])
        if fields and rng.random() < 0.1:
            lines.insert(0, f"# about {name}")
        fields += lines
    if rng.random() < 0.1:
        fields.append("# to: 2020")
    body = "".join(f"{pad}  {line}\n" for line in fields)
    return f"{above}{pad}- {body[edge + 2 :]}"


def _beside(rng):
    return "  # beside" if rng.random() < 0.2 else ""


def _field(rng, name, content):
    if isinstance(content, list) and rng.random() < 0.6:
        pad = rng.choice(["", "  "])
        lines = []
        for item in content:
            if rng.random() < 0.1:
                lines.append(f"{pad}# about an item")
            if isinstance(item, dict) and rng.random() < 0.5:
                first, *rest = [f"{key}: {_text(rng, text)}" for key, text in item.items()]
                lines += [f"{pad}- {first}", *(f"{pad}  {one}" for one in rest)]
            else:
                lines.append(f"{pad}- {_inline(rng, item, flowing=False)}{_beside(rng)}")
        return [f"{name}:{_beside(rng)}", *lines]
    if isinstance(content, dict) and rng.random() < 0.5:
        return [f"{name}:", *(f"  {key}: {_inline(rng, v)}" for key, v in content.items())]
    if isinstance(content, str) and " " in content and rng.random() < 0.3:
        head, _, tail = content.partition(" ")
        mark = rng.choice([">-", "|", ">", ""])
        return [f"{name}: {mark}{_beside(rng) if mark else ''}".rstrip(), f"  {head}", f"  {tail}"]
    return [f"{name}: {_inline(rng, content, flowing=False)}{_beside(rng)}"]


def _flow(rng, plain):
    return "{" + ", ".join(f"{k}: {_inline(rng, v)}" for k, v in plain.items()) + "}"


def _inline(rng, content, *, flowing=True):
    if isinstance(content, dict):
        return _flow(rng, content)
    if isinstance(content, list):
        return "[" + ", ".join(_inline(rng, item) for item in content) + "]"
    if isinstance(content, bool | int):
        return str(content).lower()
    return _text(rng, content, flowing=flowing)


def _text(rng, text, *, flowing=False):
    style = rng.random()
    if style < 0.15:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if style < 0.3:
        return "'" + text.replace("'", "''") + "'"
    return scalar(text, flowing=flowing)

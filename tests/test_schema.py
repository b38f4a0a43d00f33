"""The JSON Schema for editors agrees with what the program reads."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from checked import told
from graph.records import RECORDS
from graph.schema import schema, schema_text
from test_parsing import SOUND

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
VALIDATOR = Draft202012Validator(schema())


class Loader(yaml.SafeLoader):
    """Keeps days as text, as YAML 1.2 has it; PyYAML's own makes them dates."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as PyYAML wants it
        sign: [(tag, form) for tag, form in pairs if not tag.endswith("timestamp")]
        for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def valid(text):
    return VALIDATOR.is_valid(yaml.load(text, Loader=Loader))


def test_the_schema_is_itself_valid():
    Draft202012Validator.check_schema(schema())


def test_the_committed_schema_is_the_programs():
    assert (DATA / "schema.json").read_text(encoding="utf-8") == schema_text()
    assert json.loads(schema_text()) == schema()


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda path: path.name)
def test_the_bundled_data_is_valid(path):
    plain = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    assert [error.message for error in VALIDATOR.iter_errors(plain)] == []


@pytest.mark.parametrize("page", ["README.md", "docs/data-format.md"])
def test_the_examples_of_the_documentation_are_valid(page):
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        plain = yaml.load(block, Loader=Loader)
        assert [error.message for error in VALIDATOR.iter_errors(plain)] == []


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "actors:\nrelations: []\n",
        "actors: [{id: a, name: 2015, from: 2015, to: unknown, aliases: [7]}]\n",
        "sources: [{id: s, title: T, published: 2015-02, reliability: F}]\n",
    ],
)
def test_what_the_program_reads_the_schema_allows(text):
    assert valid(text)
    assert told(text, warnings=False) == []


@pytest.mark.parametrize(
    "text",
    [
        "[]\n",
        "actor: []\n",
        "actors: {}\n",
        "actors: [a]\n",
        "actors: [{id: a}]\n",
        "actors: [{id: A, name: x}]\n",
        "actors: [{id: a, name: x, kind: tribe}]\n",
        "actors: [{id: a, name: x, nam: y}]\n",
        "actors: [{id: a, name: '', kind: state}]\n",
        "actors: [{id: a, name: x, from: soon}]\n",
        "actors: [{id: a, name: x, aliases: y}]\n",
        "relations: [{source: a, type: hosts}]\n",
        "relations: [{source: a, type: is hosted, target: b}]\n",
        "relations: [{source: a, type: hosts, target: b, confidence: sure}]\n",
        "relations: [{source: a, type: hosts, target: b, ambivalent: maybe}]\n",
        "relations: [{source: a, type: hosts, target: b, sources: [{locator: x}]}]\n",
        "relations: [{source: a, type: hosts, target: b, sources: [{source: s, page: x}]}]\n",
        "sources: [{id: s, title: T, url: 'javascript:x'}]\n",
        "relation_types: [{name: x, label: x, inverse: y, sign: 2, family: z}]\n",
    ],
)
def test_what_the_program_refuses_the_schema_refuses(text):
    assert not valid(text)
    assert told(text, warnings=False)


def test_every_field_is_explained():
    properties = schema()["properties"]
    assert list(properties) == [record.key for record in RECORDS]
    for record in RECORDS:
        fields = properties[record.key]["items"]["properties"]
        assert list(fields) == [field.name for field in record.fields]
        assert all(field["description"] for field in fields.values())

"""What the tests share: a cache of their own, a dataset from text, the program in this process."""

import os
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from graph.commands import main

ROOT = Path(__file__).parents[1]
# No test is timed: machines are noisy. The gate draws the same examples every time.
settings.register_profile(
    "whowhom",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("whowhom")


def pytest_collection_modifyitems(items):
    """Count what examples cover: drawn ones take the same lines again, and twice as long traced."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory):
    os.environ["WHOWHOM_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["SOURCE_DATE_EPOCH"] = "1795305600"  # 2026-11-22
    # Tests read what people see; what a pipe gets by itself has tests of its own.
    os.environ["WHOWHOM_FORMAT"] = "text"
    for name in ("WHOWHOM_DATA", "NO_COLOR", "FORCE_COLOR", "PAGER", "WHOWHOM_PAGER"):
        os.environ.pop(name, None)


@pytest.fixture
def dataset(tmp_path):
    """Write YAML text into a folder of its own and give the folder."""

    def write(text: str, name: str = "data.yaml") -> Path:
        folder = tmp_path / "dataset"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run the program in an empty folder; the result has exit_code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def invoke(*words: object, **env: str):
        given = [str(word) for word in words]
        return CliRunner().invoke(main, given, prog_name="whowhom", env=env)

    return invoke

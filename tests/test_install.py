"""The program is the same from a checkout, an editable install and a wheel."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT

ASK = ["who", "hosts", "al-qaeda", "--as-of", "1999", "--format", "tsv"]


def output(*command: object, cwd: object, **env: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": ""} | env,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    output(*build, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Install the wheel, with what it asks for and nothing else, outside the checkout."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    output(sys.executable, "-m", "venv", place, cwd="/")
    quiet = ["--quiet", "--disable-pip-version-check"]
    output(place / "bin" / "python", "-m", "pip", "install", *quiet, wheel, cwd="/")
    return place / "bin"


def test_the_three_ways_of_starting_it_from_a_checkout_give_one_answer(tmp_path):
    answers = {
        output(sys.executable, ROOT / "cli.py", *ASK, cwd=tmp_path),
        output(sys.executable, "-m", "graph", *ASK, cwd=tmp_path),
        output(Path(sys.executable).with_name("whowhom"), *ASK, cwd=tmp_path),
    }
    assert len(answers) == 1
    assert "Taliban\thosts\tal-qaeda\tal-Qaeda" in answers.pop()


def test_the_wheel_brings_the_crosswalks(wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert "graph/data/crosswalks/ucdp.yaml" in archive.namelist()


def test_the_checkout_needs_no_installation(tmp_path):
    # -S leaves out what an editable install put in place; the libraries are named by hand.
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    asked = output(sys.executable, "-S", ROOT / "cli.py", *ASK, cwd=tmp_path, PYTHONPATH=libraries)
    assert "Taliban\thosts\tal-qaeda\tal-Qaeda" in asked


def test_the_wheel_holds_one_package_with_the_data_and_the_page(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    top = {name.split("/")[0].partition("-0.1.0.")[2] or name.split("/")[0] for name in names}
    assert top == {"graph", "dist-info", "data"}
    assert "whowhom-0.1.0.data/data/share/man/man1/whowhom.1" in names
    assert {
        "graph/data/actors.yaml",
        "graph/data/relations.yaml",
        "graph/data/sources.yaml",
        "graph/data/relation_types.yaml",
        "graph/data/schema.json",
        "graph/web/map.html.j2",
    } <= set(names)


def test_the_installed_wheel_answers_checks_and_draws_outside_the_checkout(installed, tmp_path):
    here = output(installed / "python", "-c", "import graph; print(graph.__file__)", cwd=tmp_path)
    assert Path(here.strip()).is_relative_to(installed.parent)
    asked = output(installed / "whowhom", *ASK, cwd=tmp_path)
    assert "Taliban\thosts\tal-qaeda\tal-Qaeda" in asked
    assert asked == output(installed / "python", "-m", "graph", *ASK, cwd=tmp_path)
    assert "clean" in output(installed / "whowhom", "check", "--strict", cwd=tmp_path)
    assert (installed.parent / "share" / "man" / "man1" / "whowhom.1").is_file()
    drawn = output(installed / "whowhom", "map", cwd=tmp_path)
    assert Path(drawn.strip()) == tmp_path / "map.html"
    assert (tmp_path / "map.html").stat().st_size > 500_000


def test_the_data_folder_holds_no_python():
    # One module there and an editable install would fail.
    assert not list((ROOT / "data").glob("**/*.py"))


def ended(*words: object, **how: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "graph", *map(str, words)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **how,
    )
    return done.returncode, done.stderr


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no full device here")
def test_a_full_disk_is_one_line_and_no_finding():
    with open("/dev/full", "w") as full:
        code, told = ended("list", "types", stdout=full)
    assert code == 2
    assert told == "whowhom: the answer could not be written: no space left on device\n"


def test_an_answer_to_a_closed_output_is_none():
    shell = f"{sys.executable} -m graph list types >&-"
    done = subprocess.run(shell, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == ("whowhom: the answer could not be written: standard output is closed\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on files here")
def test_an_answer_is_whole_or_a_failure_without_a_buffer_too(tmp_path):
    """Unbuffered, Python takes a part that was written for all of it."""
    import resource

    answer = tmp_path / "answer.json"
    with answer.open("w") as file:
        code, told = ended(
            *("list", "relations", "--format", "json"),
            stdout=file,
            env=os.environ | {"PYTHONUNBUFFERED": "1", "WHOWHOM_CACHE": "off"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        )
    assert answer.stat().st_size == 50_000
    assert code == 2
    assert told == "whowhom: the answer could not be written: file too large\n"


def test_output_is_utf_8_whatever_the_terminal_says():
    shown = subprocess.run(
        [sys.executable, "-m", "graph", "list", "actors", "--format", "tsv"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
    )
    assert "طالبان" in shown.stdout.decode()


def test_a_map_is_written_into_a_pipe_and_to_stdout_and_keeps_permissions(tmp_path):
    small = tmp_path / "small.yaml"
    small.write_text("actors: [{id: a, name: A}]\n")
    page = output(sys.executable, "-m", "graph", "map", "-d", small, "-o", "-", cwd=ROOT)
    assert page.startswith("<!doctype html>")
    kept = tmp_path / "kept.html"
    kept.write_text("old")
    kept.chmod(0o600)
    output(sys.executable, "-m", "graph", "map", "-d", small, "-o", kept, cwd=ROOT)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text(encoding="utf-8") == page
    device = Path(os.devnull)
    output(sys.executable, "-m", "graph", "map", "-d", small, "-o", device, cwd=ROOT)
    assert device.is_char_device()


@pytest.mark.parametrize("name", ["data.yaml", "new/", "x.pdf"])
def test_a_map_goes_into_a_page_or_a_picture_only(name, tmp_path):
    code, told = ended("map", "-o", f"{tmp_path}/{name}")
    assert (code, told.count("\n")) == (2, 1)
    assert list(tmp_path.iterdir()) == []

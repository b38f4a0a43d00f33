"""Scratch repositories for the tests: commits made of texts by path, alone in the world."""

import os
import subprocess
from datetime import UTC, datetime

NOON = int(datetime(2021, 8, 15, 23, 30, tzinfo=UTC).timestamp())
#: What keeps the configuration of whoever runs the tests out, and theirs away from our files.
ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{
        f"GIT_{role}_{name}": text
        for role in ("AUTHOR", "COMMITTER")
        for name, text in {
            "NAME": "Somebody",
            "EMAIL": "somebody@example.org",
            "DATE": f"{NOON} +0430",
        }.items()
    },
}
COUNT = 'actors: [{id: %s, name: "%s", kind: state}]\n'


def alone(monkeypatch, tmp_path):
    """Set the environment of a test."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, text in ALONE.items():
        monkeypatch.setenv(name, text)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


class Repository:
    """A repository whose commits are made of texts by path."""

    def __init__(self, folder, *options):
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "-b", "main", *options)

    def git(self, *words, **env):
        kept = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            capture_output=True,
            check=True,
            env=kept | ALONE | env,
        )
        return os.fsdecode(done.stdout).strip()

    def write(self, files):
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, files=None, *, gone=(), message="change", **env):
        for name in gone:
            (self.folder / name).unlink()
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, **env)
        return self.git("rev-parse", "HEAD")

"""A new message is told in four places, and what is left out of them is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
SCHEMA = "schema/protocol/messages.schema.json"
HANDLER = "python_companion/modulescope/hooks/requests.py"
QUESTION = "src/inspector/asking/questions.ts"
RECORDER = "python_companion/tests/record_examples.py"
EXAMPLE = "schema/protocol/examples/tea.poured.json"
COPIED = (
    ".prettierrc.json", "README.md", "package.json", "pyproject.toml",
    "tsconfig.json", "schema", "scripts", "src", "python_companion/docs/rules",
    "python_companion/modulescope", "python_companion/tests",
)  # fmt: skip
LEFT = shutil.ignore_patterns("labextension", "demo", "__pycache__", ".*")
PROTOCOL = "python_companion/tests/protocol/test_protocol.py"
SERVER = "python_companion/tests/kernel/test_server.py"
HANDLED = f"{SERVER}::TestReplies::test_every_capability_has_a_handler"


def message(name: str, kind: str, **more: str) -> dict[str, Any]:
    """A closed object with a cup in it."""
    members = {
        "kind": {"const": kind},
        "id": {"$ref": "#/definitions/Id"},
        "cup": {"$ref": "#/definitions/Text"},
    }
    return {
        "title": name,
        "type": "object",
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
        **more,
    }


ASKED = message("TeaPour", "tea.pour", **{"x-from": "page", "x-reply": "tea.poured"})
ANSWER = message("TeaPoured", "tea.poured", **{"x-from": "kernel", "x-bundle": "panel"})


class Clone:
    """What of the clone a message touches, and what looks at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source, target = ROOT / name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=LEFT)
            else:
                shutil.copy(source, target)
        for name in ("node_modules", ".venv"):
            (folder / name).symlink_to(ROOT / name)
        only = {"extends": "./tsconfig.json", "files": [QUESTION]}
        only |= {"include": [], "compilerOptions": {"composite": False, "noEmit": True}}
        (folder / "tsconfig.one.json").write_text(json.dumps(only))

    def change(self, path: str, change: Callable[[str], str]) -> None:
        """Writes a file anew."""
        file = self.folder / path
        before = file.read_text(encoding="utf-8")
        after = change(before)
        assert after != before
        file.write_text(after, encoding="utf-8")

    def start(self, *command: str) -> subprocess.Popen[str]:
        """A tool that looks at the clone."""
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder / "python_companion")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def generate(self) -> str:
        """What `npm run generate` says against the schema; empty if nothing."""
        return failure(self.start("node", "scripts/generate.mjs"))

    def python(self, *arguments: str) -> subprocess.Popen[str]:
        """A Python program."""
        return self.start(sys.executable, "-W", "ignore", *arguments)

    def pytest(self, *tests: str) -> subprocess.Popen[str]:
        """Tests of the protocol, but for those that ask a kernel or make a clone."""
        wanted = "not really_sends"
        options = ("-p", "no:cacheprovider", "-k", wanted)
        return self.python("-m", "pytest", *options, *(tests or (PROTOCOL, HANDLED)))

    def mypy(self) -> subprocess.Popen[str]:
        """The types of the handler."""
        return self.python("-m", "mypy", "--cache-dir", ".mypy", HANDLER)

    def tsc(self) -> subprocess.Popen[str]:
        """The types of the question."""
        compiler = "node_modules/typescript/bin/tsc"
        return self.start("node", compiler, "-p", "tsconfig.one.json")


def failure(process: subprocess.Popen[str]) -> str:
    """What a tool says if it is not content."""
    output, _ = process.communicate(timeout=250)
    return output if process.returncode else ""


def described(text: str) -> str:
    schema = json.loads(text)
    for definition in (ASKED, ANSWER):
        schema["oneOf"].append({"$ref": f"#/definitions/{definition['title']}"})
        schema["definitions"][definition["title"]] = definition
    return json.dumps(schema)


def handled(text: str) -> str:
    handler = """def pour(
    request: messages.TeaPour, client: Client
) -> messages.TeaPoured:
    return {"kind": "tea.poured", "id": request["id"], "cup": request["cup"]}


HANDLERS: Answers = {
    "tea.pour": pour,"""
    return text.replace("HANDLERS: Answers = {", handler)


def asked(text: str) -> str:
    method = """  tea(cup: string): Promise<string> {
    return this._companion.ask({ kind: 'tea.pour', cup }).then(tea => tea.cup);
  }

  private readonly _companion"""
    return text.replace("  private readonly _companion", method)


def sent(text: str) -> str:
    return text.replace(
        '    page.ask("tea.brew")',
        '    page.ask("tea.pour", cup="green")\n    page.ask("tea.brew")',
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    clone = Clone(tmp_path_factory.mktemp("clone"))
    clone.change(SCHEMA, described)
    clone.change(HANDLER, handled)
    clone.change(QUESTION, asked)
    clone.change(RECORDER, sent)
    assert clone.generate() == ""
    assert failure(clone.python(RECORDER)) == ""
    return clone


def test_four_places_are_enough(clone: Clone):
    looking = [clone.tsc(), clone.mypy(), clone.pytest()]
    assert [failure(tool) for tool in looking] == ["", "", ""]
    example = json.loads((clone.folder / EXAMPLE).read_text())
    assert example["cup"] == "green"


def test_a_missing_direction_is_told(clone: Clone):
    path = clone.folder / SCHEMA
    whole = path.read_text()
    clone.change(SCHEMA, lambda text: text.replace(', "x-bundle": "panel"}', "}"))
    assert "TeaPoured: x-bundle must be one of entry,panel" in clone.generate()
    path.write_text(whole)


@pytest.mark.parametrize(
    ("path", "look", "told"),
    [
        (HANDLER, lambda it: it.pytest(HANDLED), "Extra items in the right set"),
        (QUESTION, lambda it: it.pytest(PROTOCOL), "tea.pour"),
        (EXAMPLE, lambda it: it.pytest(PROTOCOL), "tea.poured.json"),
        (
            "python_companion/modulescope/protocol/messages.py",
            Clone.mypy,
            '"messages.TeaPour" is not defined',
        ),
    ],
    ids=["handler", "question", "example", "schema"],
)
def test_what_is_left_out_is_told(
    clone: Clone, path: str, look: Callable[[Clone], subprocess.Popen[str]], told: str
):
    file = clone.folder / path
    whole = file.read_text()
    if (ROOT / path).exists():
        shutil.copy(ROOT / path, file)
    else:
        file.unlink()
    try:
        assert told in failure(look(clone))
    finally:
        file.write_text(whole)

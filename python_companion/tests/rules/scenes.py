"""Scenes from cells: real torch objects, each cell compiled as its own file.

The session is the one that a kernel has; only the shell around it is left out.
"""

from __future__ import annotations

from functools import partial
from hashlib import sha1
from typing import Any

from modulescope.checking.claims import find_claims
from modulescope.rulekit.rule import Rule, Verdict
from modulescope.rules import all_rules
from modulescope.session.scene import Run, Scene
from modulescope.session.session import Session
from modulescope.source.cells import Cell

all_rules()

IMPORTS = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


class _Compiler:
    """Names code files as ipykernel does: by a hash of the text."""

    def get_code_name(self, raw: str, code: str, number: int) -> str:
        return f"<ipykernel {sha1(raw.encode()).hexdigest()[:10]}>"


class _Shell:
    """What a session knows of a shell, without a kernel around it."""

    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {"__name__": "__main__", "_oh": {}}
        self.user_ns_hidden: dict[str, Any] = {}
        self.compile = _Compiler()
        self.execution_count = 0


class Notebook:
    """Runs cells; the session that a kernel has makes the scenes."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}
        self._shell = _Shell()
        self.session = Session(self._shell)
        exec(IMPORTS, self.namespace)

    @property
    def namespace(self) -> dict[str, Any]:
        return self._shell.user_ns

    @property
    def runs(self) -> tuple[Run, ...]:
        return self.session.runs

    def run(self, source: str, cell_id: str | None = None) -> Notebook:
        """Runs one cell; without an id it is a new one."""
        cell_id = cell_id or f"cell-{len(self.sources) + 1}"
        self.sources[cell_id] = source
        self._shell.execution_count += 1
        file = self._shell.compile.get_code_name(source, source, 0)
        self.session.run_started(cell_id, source)
        exec(compile(_blank(source), file, "exec"), self.namespace)
        self.session.run_ended(cell_id, self._shell.execution_count, source, True)
        return self

    def scene(self, *rules: Rule) -> Scene:
        """The scene now; with the claims of these rules."""
        cells = [Cell(id, source) for id, source in self.sources.items()]
        order = [run.cell.cell_id or "" for run in self.runs]
        imports = Cell("imports", IMPORTS)
        claims: dict[str, tuple[Any, ...]] = {}
        for found in find_claims([imports, *cells], rules, ["imports", *order]):
            claims[found.rule.code] = (*claims.get(found.rule.code, ()), found.claim)
        ask = partial(find_claims, quiet=True)
        return self.session.scene(claims, find_claims=ask)

    def verdicts(self, rule: Rule) -> list[Verdict]:
        """What the probes of a rule say of the scene now."""
        scene = self.scene(rule)
        return [verdict for probe in rule.probes for verdict in probe(scene)]

    def confirmed(self, rule: Rule) -> list[Verdict]:
        """Only the verdicts that confirm, each with a message that can be written."""
        found = [v for v in self.verdicts(rule) if v.kind == "confirmed"]
        for verdict in found:
            claims = self.scene(rule).claims.get(rule.code, ())
            values = dict(verdict.values)
            for claim in claims:
                if claim.subject == verdict.subject:
                    values = {**claim.values, **values}
            assert rule.message.format(**values)
        return found


def message(rule: Rule, verdict: Verdict) -> str:
    """The title of a finding."""
    return rule.message.format(**verdict.values)


def notebook(*cells: str) -> Notebook:
    """A notebook after these cells."""
    made = Notebook()
    for source in cells:
        made.run(source)
    return made


def _blank(source: str) -> str:
    return "\n".join(
        "" if line.startswith("%%") else line for line in source.split("\n")
    )

"""No two rules define the same helper: what several need is in `rulekit` or below."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import modulescope.rules

RULES = Path(modulescope.rules.__file__).parent
KIT = RULES.parent / "rulekit"
# Shown to users, or run by themselves: they may look alike.
SHOWN = ("examples.py", "harm.py")


class Plain(ast.NodeTransformer):
    """Gives the arguments and variables of a function names by their order."""

    def __init__(self, function: ast.FunctionDef) -> None:
        names = [argument.arg for argument in function.args.args]
        names += [
            node.id
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        self.names = {name: f"v{at}" for at, name in enumerate(dict.fromkeys(names))}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self.names.get(node.id, node.id), node.ctx)


def body(function: ast.FunctionDef) -> str:
    """What a function does, whatever its names; without its docstring."""
    plain = Plain(function)
    statements = function.body
    if ast.get_docstring(function) is not None:
        statements = statements[1:]
    return "\n".join(ast.unparse(plain.visit(statement)) for statement in statements)


def helpers(folder: Path) -> Iterator[tuple[str, str]]:
    """The bodies of the functions of a folder, each with its place."""
    for file in sorted(folder.glob("*.py")):
        if file.name in SHOWN:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield body(node), f"{folder.name}/{file.name}: {node.name}"


def test_no_helper_is_in_two_rules() -> None:
    places: dict[str, list[str]] = {}
    for folder in sorted(RULES.iterdir()):
        for found, place in dict(helpers(folder)).items() if folder.is_dir() else ():
            places.setdefault(found, []).append(place)
    assert [where for where in places.values() if len(where) > 1] == []


def test_no_rule_defines_what_the_kit_has() -> None:
    kit = dict(helpers(KIT))
    rules = [dict(helpers(folder)) for folder in RULES.iterdir() if folder.is_dir()]
    assert [
        (place, kit[found])
        for rule in rules
        for found, place in rule.items()
        if found in kit
    ] == []

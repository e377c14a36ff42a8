"""No name of the package is there for nothing, and none does what another does."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "modulescope"
# Examples are code of users, and messages are generated.
FILES = [
    file
    for file in sorted(PACKAGE.rglob("*.py"))
    if file.name != "messages.py" and "examples" not in (file.stem, file.parent.name)
]
TREES = {file: ast.parse(file.read_text("utf-8")) for file in FILES}

# Found by others under these names: JupyterLab, IPython, the tests of a rule.
CALLED_BY_NAME = {"_jupyter_labextension_paths", "measure", "CLAIM", "VALID", "INVALID"}
# By Python and IPython, and by ipywidgets, which syncs what a widget has.
CALLED_BY_FORM = re.compile(r"__\w+__|_repr_\w+_|_(model|view)_\w+")


def names(node: ast.AST) -> Iterator[str]:
    """What a node asks for: a variable, an attribute, a keyword, words of a text."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield node.attr
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        # Names that `getattr` or a string annotation uses; prose is longer.
        yield from re.findall(r"\w+", node.value) if len(node.value) < 200 else ()


def bound(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """The names that a file binds, and those of its classes."""
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            # A decorator hands a function to its caller: rules, commands.
            if not node.decorator_list or isinstance(node, ast.ClassDef):
                yield node.name, node
            if isinstance(node, ast.ClassDef):
                yield from bound(node.body)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((t.id, node) for t in targets if isinstance(t, ast.Name))


def test_every_name_is_used_by_the_package_itself():
    asked = {
        name for tree in TREES.values() for n in ast.walk(tree) for name in names(n)
    }
    unused = {
        f"{file.relative_to(PACKAGE)}:{node.lineno} {name}"
        for file, tree in TREES.items()
        for name, node in bound(tree.body)
        if name not in asked | CALLED_BY_NAME and not CALLED_BY_FORM.fullmatch(name)
    }
    assert unused == set()


def shape(function: ast.FunctionDef) -> str:
    """What a function does with its arguments, whatever it and its docstring say."""
    body = function.body[ast.get_docstring(function) is not None :]
    return "\n".join(map(ast.unparse, body))


def test_no_two_functions_have_the_same_body():
    bodies = defaultdict(list)
    for tree in TREES.values():
        for node in ast.walk(tree):
            # A short body is a word of the language, such as `return self._name`.
            if isinstance(node, ast.FunctionDef) and len(shape(node)) > 50:
                bodies[shape(node)].append(node.name)
    equal = {tuple(sorted(names)) for names in bodies.values() if len(names) > 1}
    assert equal == set()

"""Whether a model has layers that behave differently in train mode."""

from __future__ import annotations

import ast
import re

from ...source.classes import ClassFacts
from ...source.text import Text
from ...source.tree import walk

_DEPENDS = re.compile(r"torch\.nn\.(functional\.)?\w*(dropout|batch_?norm|rrelu)", re.I)
_TRANSFORMER = re.compile(r"torch\.nn\.Transformer\w*$")
# They depend on it only if they are told to.
_IF_TOLD = re.compile(r"torch\.nn\.(MultiheadAttention|LSTM|GRU|RNN|InstanceNorm\w*)$")
_TOLD = frozenset(("dropout", "track_running_stats"))
_MODEL_NAME = re.compile(r"(.*_)?(model|net|network|classifier)\d*$")


def may_depend_on_mode(text: Text, name: ast.Name) -> bool:
    """Whether a called name is a model whose mode matters, as far as texts show."""
    bindings = text.names.bindings(name.id, name)
    kinds = {binding.kind for binding in bindings}
    if kinds & {"import", "function", "class"}:
        return False
    made = [
        found for found in text.definitions(name) if isinstance(found[1], ast.Assign)
    ]
    for owner, node in made:
        assert isinstance(node, ast.Assign)
        verdict = _expression(owner, node.value)
        if verdict is not None:
            return verdict
    # Its class is not in the notebook: the name decides.
    return _MODEL_NAME.match(name.id) is not None


def _expression(text: Text, root: ast.expr) -> bool | None:
    """True, False, or None if the expression makes no module that is known here."""
    pending: list[tuple[Text, ast.AST]] = [(text, root)]
    seen: set[ast.AST] = set()
    found_module = False
    unknown = False
    while pending:
        owner, tree = pending.pop()
        for node in walk(tree):
            if not isinstance(node, ast.Call):
                continue
            dotted = owner.callee(node)
            if _depends(dotted, node):
                return True
            facts = owner.class_facts(node.func)
            if facts is not None:
                found_module |= facts.is_module is True
                pending += _bodies(facts, seen)
            elif owner.is_module_call(node):
                found_module = True
            elif not dotted and isinstance(node.func, ast.Name):
                unknown |= node.func.id[:1].isupper()
            elif dotted and not dotted.startswith("torch."):
                unknown |= "." in dotted
    if not found_module:
        return None
    return None if unknown else False


def _depends(dotted: str, call: ast.Call) -> bool:
    """Whether a call makes a layer with a mode, or is a function with one."""
    if _DEPENDS.match(dotted) or _TRANSFORMER.match(dotted):
        return True
    told = any(keyword.arg in _TOLD for keyword in call.keywords)
    return told and _IF_TOLD.match(dotted) is not None


def _bodies(facts: ClassFacts, seen: set[ast.AST]) -> list[tuple[Text, ast.AST]]:
    found: list[tuple[Text, ast.AST]] = []
    for member in facts.family:
        if member.node not in seen:
            seen.add(member.node)
            found.append((member.text, member.node))
    return found

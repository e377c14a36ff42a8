"""A module's `forward` that is called by its name.

## What it does

Finds `model.forward(x)`, `self.head.forward(x)` and `layer.forward(x)` in a loop over
layers, where the object is certainly a torch module. For `self.inner.forward(x)` in a
module, where `__init__` was given `inner`, it is information only.

## Why it is bad

`model(x)` runs the hooks of the module around `forward`; `model.forward(x)` runs
`forward` alone. Hooks are also how torch itself works: with the hook-based
`torch.nn.utils.spectral_norm` the weight is computed in a pre-hook, so `forward` uses
the one of the last call, and a weight that changed changes nothing. A model that was
compiled with `model.compile()` runs without the compiled code.

Only the module's own hooks are skipped; those of its children run, because `forward`
calls them. A `DistributedDataParallel` model still synchronises.

## Live evidence

The hooks in the registries of the object, and whether it was compiled in place. With
some it is an error: they are skipped now. An object that is no module refutes.

## Not reported

- `super().forward(x)` and `Base.forward(self, x)`, which extend a `forward`.
- `self.forward(x)` in `forward` itself, and classes with a `__call__` of their own.
- Objects that may be no module: the layers of a network that is written in numpy.
- TorchScript methods, which run no hooks anyway, and variables of a
  `torch.jit.interface`, which have no other method.

## References

- `torch/nn/modules/module.py`: `Module._call_impl`
- `torch.nn.Module.register_forward_hook`, `torch.nn.utils.spectral_norm`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import is_self, self_name
from ...source.inference.expressions import held
from ...source.text import Text
from ...source.tree import dotted_name

# Subject: `name`, the variable; or `attr`, the class, the attribute of `self`; or
# `class`, the class whose method calls `self.forward`.
# Values: `object` (as it is written); live `hooks` (`2 hooks`).
RULE = Rule(
    code="NN110",
    name="direct-forward-call",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`{object}.forward(...)` skips the hooks of the module",
    message="`{object}.forward(...)` skips {hooks} of the module",
    why=(
        "Only a call of the module itself runs its hooks. Spectral norm, pruning and "
        "everything that observes a model work by hooks."
    ),
    advice="Call the module: `model(x)`.",
    since="0.1.0",
)

_FRAGMENT = frozenset(("model", "net", "network", "module", "encoder", "decoder"))


@RULE.on_call("forward")
def direct_calls(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims calls of `forward` on what is certainly a module."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return
    owner = function.value
    subject = _subject(owner, text)
    if subject is None or _is_delegation(node, text) or _is_interface(owner, text):
        return
    # A module in one case: then `forward` says that it is one in all of them.
    certain = held(text, owner).some("module") or _is_fragment(owner, text)
    # `self.variant.forward(self, x)` is a function of another kind of object.
    has_self = any(is_self(text, argument) for argument in node.args)
    if not certain and (has_self or not _is_given_part(owner, text)):
        return
    yield text.claim(
        function,
        subject=subject,
        edits=_edits(function, text),
        safe=bool(certain),
        severity=None if certain else Severity.INFO,
        object=dotted_name(owner) or _short(owner, text),
    )


def _is_given_part(owner: ast.expr, text: Text) -> bool:
    """Whether `self.inner` of a module is what its `__init__` was given.

    What a module keeps and calls `forward` of is a module by its use, if not for sure.
    """
    if not (isinstance(owner, ast.Attribute) and is_self(text, owner.value)):
        return False
    facts = text.enclosing_class(owner)
    if held(text, owner).ways:
        return False
    stores = facts.all_stores(owner.attr) if facts and facts.is_module else []
    return bool(stores) and all(
        isinstance(store.value, ast.Name)
        and store.value.id in {a.arg for a in store.method.args.args}
        and store.method.name == "__init__"
        for store in stores
    )


def _subject(owner: ast.expr, text: Text) -> Subject | None:
    while isinstance(owner, ast.Subscript):
        owner = owner.value
    if isinstance(owner, ast.Call):
        return Subject("name", "", text.callee(owner).rpartition(".")[2] or "call")
    parts = dotted_name(owner).split(".")
    facts, method = text.enclosing_class(owner), text.tree.function(owner)
    inside = (
        facts is not None
        and isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
        and parts[0] == self_name(method)
    )
    if not parts[0]:
        return None
    if not inside:
        return Subject("name", "", parts[0])
    assert facts is not None
    if len(parts) == 1:
        return Subject("class", "", facts.name)
    return Subject("attr", facts.name, parts[1])


def _is_delegation(node: ast.Call, text: Text) -> bool:
    """Whether a class says how it is called, or where TorchScript runs it."""
    for parent in text.tree.ancestors(node):
        if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if any("jit" in text.resolve(d) for d in parent.decorator_list):
                return True
        if isinstance(parent, ast.ClassDef):
            function = node.func
            assert isinstance(function, ast.Attribute)
            method = text.tree.function(node)
            itself = getattr(function.value, "id", None) == _self_of(method)
            family = text.facts(parent).family
            if any("__call__" in facts.methods for facts in family):
                return True
            return itself and getattr(method, "name", "") == "forward"
    return False


def _is_interface(owner: ast.expr, text: Text) -> bool:
    """Whether a variable has a type of TorchScript's, which has no other method."""
    if not isinstance(owner, ast.Name):
        return False
    notes = [
        item.annotation
        for _, item in text.definitions(owner)
        if isinstance(item, ast.AnnAssign) and isinstance(item.annotation, ast.Name)
    ]
    kinds = [kind for note in notes for _, kind in text.definitions(note)]
    return any(
        "jit" in text.resolve(decorator)
        for kind in kinds
        if isinstance(kind, ast.ClassDef)
        for decorator in kind.decorator_list
    )


def _self_of(method: ast.AST | None) -> str:
    is_method = isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
    return self_name(method) if is_method else ""  # type: ignore[arg-type]


def _is_fragment(owner: ast.expr, text: Text) -> bool:
    """Whether a variable that no cell binds is named like a model."""
    return (
        isinstance(owner, ast.Name)
        and owner.id in _FRAGMENT
        and not text.names.bindings(owner.id, owner)
    )


def _short(owner: ast.expr, text: Text) -> str:
    written = " ".join(text.lines.text(owner).split())
    return written if len(written) <= 40 else f"{written[:39]}…"


def _edits(function: ast.Attribute, text: Text) -> tuple[Edit, ...]:
    owner, whole = text.range(function.value), text.range(function)
    lines = text.lines
    start = lines.offset(
        function.value.end_lineno or 1, function.value.end_col_offset or 0
    )
    end = lines.offset(function.end_lineno or 1, function.end_col_offset or 0)
    between = lines.source[start:end]
    if between.strip() != ".forward":
        return ()
    return (text.edit(Range(owner.end, whole.end), ""),)

"""Buffers that require grad: what text claims, and what live objects confirm."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from ...findings import Edit
from ...objects import classes, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Model, Scene, class_files
from ...source.classes import ClassFacts, Store, self_name
from ...source.edits import replace_name
from ...source.flow import is_optimizer_class
from ...source.text import Text
from ...source.trained import is_tensor, is_trained
from .edits import is_switched_on_later, wrapped
from .faults import BARE


def trained_buffers(facts: ClassFacts) -> Iterator[tuple[str, ast.Call]]:
    """The calls that register a tensor as a buffer although it is to train."""
    text = facts.text
    for call in text.tree.calls.get("register_buffer", ()):
        if text.enclosing_class(call) is not facts or len(call.args) < 2:
            continue
        name, value = call.args[0], call.args[1]
        if not isinstance(name, ast.Constant) or facts.all_stores(str(name.value)):
            continue
        attr = str(name.value)
        trains = is_trained(text, value) or (
            is_tensor(text, value) and is_switched_on_later(facts, attr)
        )
        if trains and not _is_optimized(text, attr):
            yield attr, call


def _is_optimized(text: Text, attr: str) -> bool:
    """Whether an optimizer is given an attribute of this name by hand."""
    return any(
        isinstance(parent, ast.Call) and is_optimizer_class(text, parent.func)
        for node in text.tree.all(ast.Attribute)
        if node.attr == attr
        for parent in text.tree.ancestors(node)
    )


def registered(facts: ClassFacts, attr: str, call: ast.Call) -> tuple[Edit, ...]:
    """`register_parameter(name, nn.Parameter(…))`, where nothing more is given."""
    method, function = facts.text.tree.function(call), call.func
    if (
        len(call.args) != 2
        or call.keywords
        or not isinstance(function, ast.Attribute)
        or not isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
        or not isinstance(function.value, ast.Name)
        or self_name(method) != function.value.id
    ):
        return ()
    statement = facts.text.tree.statement(call)
    edits, _ = wrapped(facts, Store(attr, function, call.args[1], statement, method))
    renamed = replace_name(facts.text, function, "register_parameter")
    return (renamed, *edits) if edits else ()


def confirmed_buffers(scene: Scene) -> Iterator[Verdict]:
    """Confirms for each leaf buffer that requires grad and no optimizer holds."""
    held = {id(t) for optimizer in scene.optimizers for _, t in optimizer.parameters}
    seen: set[tuple[int, str]] = set()
    for model in scene.models:
        for node in model.nodes:
            for attr, buffer, kind in walk.own_tensors(node.module):
                # Next to none trains; only of those it is worth to read the class.
                if kind != "buffer" or id(buffer) in held or not _trains(buffer):
                    continue
                owner = classes.registering_class(type(node.module), attr)
                if (id(owner), attr) not in seen and not classes.is_library(owner):
                    seen.add((id(owner), attr))
                    yield _verdict(scene, model, node, owner, attr)


def _trains(buffer: Any) -> bool:
    facts = walk.tensor_facts(buffer)
    return facts is not None and facts.requires_grad and not facts.has_grad_fn


def _verdict(
    scene: Scene, model: Model, node: walk.Node, owner: type, attr: str
) -> Verdict:
    path = words.path(model.name, node.fqn)
    cell, range = provenance.attribute_range(scene, owner, attr)
    root = words.clean(model.name)
    return Verdict(
        subject=Subject("attr", classes.name(owner), attr),
        kind="confirmed",
        values={
            "owner": words.clean(path),
            "attr": words.clean(attr),
            "fault": BARE,
        },
        evidence=(
            f"`{words.clean(path)}.{words.clean(attr)}` is a buffer that requires "
            f"grad; `{root}.parameters()` does not yield it",
        ),
        built_from=class_files(owner),
        object=f"{path}.{attr}",
        cell=cell,
        range=range,
        cause=f"{classes.name(owner)}.{attr}",
    )

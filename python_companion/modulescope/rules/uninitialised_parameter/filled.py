"""Whether anything in a text may fill a parameter."""

from __future__ import annotations

import ast

from ...source.classes import ClassFacts, Use, reached_from
from ...source.text import Text
from ...source.tree import dotted_name, walk

# Reads of a tensor that say nothing of its values.
_METADATA = frozenset(
    "shape size dtype device dim ndim numel requires_grad requires_grad_ is_cuda "
    "data_ptr stride".split()
)
# A class that uses one of these on itself may fill what it does not name.
_GENERIC = frozenset(
    "parameters named_parameters modules named_modules children named_children apply "
    "_parameters __dict__ load_state_dict post_init".split()
)


def is_filled_in_class(text: Text, facts: ClassFacts, attr: str, made: int) -> bool:
    """Whether a method, a base or another class may fill an attribute.

    `made` is the number of assignments that make the parameter.
    """
    if not facts.is_fully_known or len(facts.all_stores(attr)) > made:
        return True
    if any(name in relative.uses for relative in facts.family for name in _GENERIC):
        return True
    if _by_name(facts):
        return True
    in_forward = {method for _, method in reached_from(facts, "forward")}
    for use in facts.all_uses(attr):
        if _is_metadata(text, use.node):
            continue
        if use.method not in in_forward or _writes(text, use):
            return True
    return _is_written_elsewhere(text, facts, attr)


def _by_name(facts: ClassFacts) -> bool:
    """`getattr(self, name)`, `setattr(…)`, `vars(self)`, `init(self)`."""
    for relative in facts.family:
        for node in walk(*relative.methods.values()):
            if isinstance(node, ast.Call):
                given = (*node.args, *(item.value for item in node.keywords))
                if any(isinstance(a, ast.Name) and a.id == "self" for a in given):
                    # `super(Net, self).__init__()` fills nothing.
                    if dotted_name(node.func) != "super":
                        return True
    return False


def _is_metadata(text: Text, node: ast.AST) -> bool:
    parent = text.tree.parents.get(node)
    return isinstance(parent, ast.Attribute) and parent.attr in _METADATA


def _writes(text: Text, use: Use) -> bool:
    return is_written(text, use.node)


def is_written(text: Text, node: ast.AST) -> bool:
    """Whether an expression is filled where it stands: `init.f_(w)`, `w.data.f_()`."""
    current = node
    for parent in text.tree.ancestors(node):
        if isinstance(parent, ast.Attribute):
            if parent.attr.endswith("_") and not parent.attr.endswith("__"):
                return True
            if isinstance(parent.ctx, ast.Store):
                return True
        elif isinstance(parent, ast.Subscript) and parent.value is current:
            if isinstance(parent.ctx, ast.Store):
                return True
        elif isinstance(parent, ast.Call) and parent.func is not current:
            name = dotted_name(parent.func).rpartition(".")[2]
            return (name.endswith("_") and not name.endswith("__")) or "init" in name
        else:
            return isinstance(parent, ast.AugAssign) and parent.target is current
        current = parent
    return False


def _is_written_elsewhere(text: Text, facts: ClassFacts, attr: str) -> bool:
    """`nn.init.normal_(module.w)` in another class or function of the text."""
    own = {node for relative in facts.family for node in walk(relative.node)}
    return any(
        node.attr == attr and node not in own and not _is_metadata(text, node)
        for node in text.tree.all(ast.Attribute)
    )


def is_filled_variable(text: Text, target: ast.Name) -> bool:
    """Whether a variable may be filled; only plain computations certainly do not."""
    scope = text.tree.scope(target)
    if isinstance(scope, ast.ClassDef):
        return True
    bindings = text.names.bindings(target.id, target)
    if len(bindings) > 1:
        return True
    uses = [
        node
        for node in walk(scope)
        if isinstance(node, ast.Name)
        and node.id == target.id
        and isinstance(node.ctx, ast.Load)
        and not _is_metadata(text, node)
    ]
    return not uses or not all(_only_computes(text, use) for use in uses)


def _only_computes(text: Text, use: ast.Name) -> bool:
    if is_written(text, use):
        return False
    parent = text.tree.parents[use]
    if isinstance(parent, ast.BinOp):
        return True
    if isinstance(parent, ast.Call):
        return text.callee(parent).startswith("torch.") and ".init." not in text.callee(
            parent
        )
    return isinstance(parent, ast.Attribute) and parent.attr in ("T", "t", "mT")

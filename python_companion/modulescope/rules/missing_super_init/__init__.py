"""A module's `__init__` that does not run `Module.__init__` first.

## What it does

Finds a module class whose own `__init__` assigns a module or parameter, or calls
`register_buffer`, without `super().__init__()` having run before.

## Why it is bad

`Module.__init__` makes the dictionaries in which modules, parameters, buffers and
hooks are kept. Without them the first assignment of a layer raises `AttributeError:
cannot assign module before Module.__init__() call`. A class that assigns no layer
is built without complaint and fails later: the first call raises `object has no
attribute '_backward_hooks'`.

## Live evidence

An object whose type derives from `nn.Module` and that has no `_parameters` of its
own was never initialised as a module.

## Not reported

- Plain values before `super().__init__()`: `self.width = width` is allowed, the
  call need not be the first statement.
- `Base.__init__(self)` instead of `super().__init__()`.
- Classes without an `__init__` of their own, but for dataclasses: theirs sets the
  fields and never calls `super().__init__()`; a `__post_init__` can, if no field holds
  a module.
- Classes with a base that this notebook does not show.

The edit inserts `super().__init__()` as the first statement. It is applied in bulk
where the class has no such call at all.

## References

- `torch/nn/modules/module.py`: `Module.__init__`, `Module.__setattr__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Edit, Range, Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.classes import ClassFacts, Method, self_name
from ...source.edits import insert_line, remove_line
from ...source.inference.expressions import held
from ...source.text import Text
from ...source.tree import walk
from .dataclasses import is_dataclass, module_fields, writes_init

# Subject of both halves: `class`, empty, the class.
# Values: static `cls`, `what`; live `owner` (the object), `cls`.
RULE = Rule(
    code="NN101",
    name="missing-super-init",
    severity=Severity.ERROR,
    static_severity=Severity.ERROR,
    claim="`{cls}.__init__` {what}",
    message="`{owner}` was built without `Module.__init__`, so it registers nothing",
    why=(
        "`Module.__init__` makes the dictionaries that hold modules, parameters and "
        "hooks. Assigning a layer without them raises `AttributeError`."
    ),
    advice="Call `super().__init__()` before the first layer is assigned.",
    since="0.1.0",
)

_REGISTERING = frozenset(
    "register_buffer register_parameter register_module add_module".split()
)
# Bases whose `__init__` takes no argument.
_PLAIN_BASES = frozenset(
    ("torch.nn.Module", "torch.nn.Sequential", "torch.nn.ModuleList")
)


@RULE.on(ast.ClassDef)
def late_super_init(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims an `__init__` that registers something before `Module.__init__` ran."""
    facts = text.module_class(node)
    if facts is None or _is_special(facts):
        return
    method = facts.methods.get("__init__")
    if method is None:
        if writes_init(facts):
            yield from _of_dataclass(facts)
        return
    early, call, sure = _order(facts, method)
    if early is not None:
        name = early.attr if isinstance(early, ast.Attribute) else ""
        what = f"sets `self.{name}` before `super().__init__()` ran"
        if call is None:
            what = f"sets `self.{name}` without `super().__init__()`"
        where: ast.expr | Range = early
    elif call is None and _is_usable(facts, method):
        what = "never calls `super().__init__()`"
        where = text.lines.name_range(method)
    else:
        return
    yield text.claim(
        where,
        subject=Subject("class", "", facts.name),
        edits=_edits(facts, method, call),
        safe=call is None,
        severity=None if sure else Severity.WARNING,
        cls=facts.name,
        what=what,
    )


def _of_dataclass(facts: ClassFacts) -> Iterator[Claim]:
    """Claims a dataclass whose fields are set, or that is built, without it."""
    text, after = facts.text, facts.methods.get("__post_init__")
    early: ast.expr | None = next(module_fields(facts), None)
    call: ast.Call | None = None
    edits: tuple[Edit, ...] = ()
    what = "by `dataclass` "
    if early is None and after is not None:
        early, call, _ = _order(facts, after)
        edits = _edits(facts, after, call)
    if early is not None:
        name = early.attr if isinstance(early, ast.Attribute) else ast.unparse(early)
        what += f"sets `self.{name}` before `super().__init__()` ran"
    elif call is None and any("forward" in member.methods for member in facts.family):
        what += "never calls `super().__init__()`"
    else:
        return
    yield text.claim(
        early if early is not None else text.lines.name_range(facts.node),
        subject=Subject("class", "", facts.name),
        edits=edits,
        safe=bool(edits) and call is None,
        cls=facts.name,
        what=what,
    )


def _is_special(facts: ClassFacts) -> bool:
    """Whether something else may prepare the object: `__new__`, a decorator."""
    overridden = any(
        name in member.methods
        for member in facts.family
        for name in ("__new__", "__setattr__")
    )
    decorated = any(
        not is_dataclass(facts.text, decorator)
        for decorator in facts.node.decorator_list
    )
    return overridden or decorated or bool(facts.node.keywords)


def _order(
    facts: ClassFacts, method: Method
) -> tuple[ast.Attribute | None, ast.Call | None, bool]:
    """The attribute that is registered too early, and the call that comes too late.

    And whether it was seen that the attribute is registered, not inferred.
    """
    call: ast.Call | None = None
    me = self_name(method)
    early: ast.Attribute | None = None
    inferred: ast.Attribute | None = None
    for node in walk(*method.body, into_classes=False):
        if isinstance(node, ast.Attribute) and early is None:
            early = _registered(facts, method, node, me)
            inferred = inferred or (_inferred(facts, node) if not early else None)
        elif isinstance(node, ast.Call) and _may_initialise(facts, node, me):
            call = node
            break
    return early or inferred, call, early is not None or inferred is None


def _inferred(facts: ClassFacts, node: ast.Attribute) -> ast.Attribute | None:
    """The attribute node if an argument that is said to be a module is assigned."""
    for store in facts.stores.get(node.attr, ()):
        if store.target is node and isinstance(store.value, ast.Name):
            if held(facts.text, store.value).only("module", "parameter"):
                return node
    return None


def _may_initialise(facts: ClassFacts, node: ast.Call, me: str) -> bool:
    """Whether a call runs `Module.__init__`, or could: it is given the object."""
    function = node.func
    if any(isinstance(item, ast.Name) and item.id == me for item in node.args):
        return True
    if isinstance(function, ast.Attribute):
        if function.attr == "__init__":
            return True
        owner = function.value
        if isinstance(owner, ast.Name) and owner.id == me:
            helper = facts.methods.get(function.attr)
            return helper is not None and any(
                isinstance(item, ast.Attribute) and item.attr == "__init__"
                for item in walk(helper)
            )
        # `super().setup()`: a base may do it.
        return isinstance(owner, ast.Call) and _is_super(owner)
    return False


def _is_super(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "super"


def _registered(
    facts: ClassFacts, method: Method, node: ast.Attribute, me: str
) -> ast.Attribute | None:
    """The attribute node if it is assigned a module or parameter, or registers one."""
    if not (isinstance(node.value, ast.Name) and node.value.id == me):
        return None
    if isinstance(node.ctx, ast.Store):
        for store in facts.stores.get(node.attr, ()):
            if store.target is node and _needs_module(facts, store.value):
                return node
        return None
    helper = facts.methods.get(node.attr)
    if helper is not None and helper is not method:
        for stores in facts.stores.values():
            for store in stores:
                if store.method is helper and _needs_module(facts, store.value):
                    called = facts.text.tree.parents[node]
                    return store.target if isinstance(called, ast.Call) else None
    return None


def _needs_module(facts: ClassFacts, value: ast.expr | None) -> bool:
    if facts.text.callee(value) == "torch.nn.Buffer":
        return True
    values = held(facts.text, value)
    return values.sure and values.only("module", "parameter")


def _is_usable(facts: ClassFacts, method: Method) -> bool:
    """Whether the class is meant to be called: no stub, nothing abstract."""
    has_forward = any("forward" in member.methods for member in facts.family)
    stub = all(isinstance(item, (ast.Expr, ast.Pass)) for item in method.body)
    raises = any(isinstance(item, ast.Raise) for item in walk(*method.body))
    return has_forward and not stub and not raises


def _edits(
    facts: ClassFacts, method: Method, call: ast.Call | None
) -> tuple[Edit, ...]:
    """Puts `super().__init__()` first; moves a call that is there."""
    text = facts.text
    body = method.body
    first = body[1] if len(body) > 1 and _is_docstring(body[0]) else body[0]
    if _is_docstring(first) or not _takes_nothing(facts):
        return ()
    if call is None:
        return insert_line(text, first, "super().__init__()")
    statement = text.tree.statement(call)
    if statement not in body or call.args or call.keywords:
        return ()
    removed = remove_line(text, statement)
    return (*insert_line(text, first, text.lines.text(statement)), *removed)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _takes_nothing(facts: ClassFacts) -> bool:
    """Whether the base's `__init__` needs no argument."""
    for member in facts.family[1:]:
        if init := member.methods.get("__init__"):
            needed = len(init.args.args) - 1 - len(init.args.defaults)
            return needed <= 0 and None not in init.args.kw_defaults
    return any(
        facts.text.resolve(base) in _PLAIN_BASES or facts.text.class_facts(base)
        for base in facts.node.bases
    )

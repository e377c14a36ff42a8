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
- Classes without an `__init__` of their own.
- Classes with a base that this notebook does not show.

The edit inserts `super().__init__()` as the first statement. It is applied in bulk
where the class has no such call at all.

## References

- `torch/nn/modules/module.py`: `Module.__init__`, `Module.__setattr__`
"""

from __future__ import annotations

from ...findings import Severity
from ..base import Rule

# Subject of both halves: `class`, empty, the class.
# Values: static `cls`, `attr`; live `owner` (the object), `cls`.
RULE = Rule(
    code="NN101",
    name="missing-super-init",
    severity=Severity.ERROR,
    static_severity=Severity.ERROR,
    claim="`{cls}.__init__` sets `self.{attr}` before `super().__init__()` ran",
    message="`{owner}` was built without `Module.__init__`, so it registers nothing",
    why=(
        "`Module.__init__` makes the dictionaries that hold modules, parameters and "
        "hooks. Assigning a layer without them raises `AttributeError`."
    ),
    advice="Call `super().__init__()` before the first layer is assigned.",
    since="0.1.0",
)

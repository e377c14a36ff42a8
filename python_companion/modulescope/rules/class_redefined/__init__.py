"""A model whose class was defined again after it was built.

## What it does

Finds variables, and submodules below them, whose class, or a base of it, was defined in
a cell that has run again since: its name now stands for another class. It needs the
kernel: the text of the notebook is the same before and after.

## Why it is bad

Python binds methods through an object's class. The object keeps the old class, so the
forward pass that you have just edited is not the one that runs: the old object returned
1 where the new class returns 2. `isinstance(model, Net)` is false, a `super(Net, self)`
call raises `obj must be an instance or subtype of type`, and both `pickle` and
`torch.save(model)` raise `it's not the same object as __main__.Net`.

## Live evidence

The class of each module, and each base of it, is compared by identity with what its
name stands for in the namespace. A subclass whose cell did not run again still derives
from the old base. The bytecode of both classes tells whether the code changed: if it
did not, the finding is a hint, because only `isinstance` and pickling are affected.

## Not reported

- Classes that are gone from the namespace, or that a function made: no newer one is
  known.
- A class that extends its namesake: `class Net(Net)`.
- Instances of classes from imported modules; a reloaded module is another matter.

## References

- Python data model: `object.__class__`; `pickle`: how classes are pickled
- `importlib.reload` documents the same effect for modules
"""

from __future__ import annotations

from ...findings import Severity
from ...rulekit.rule import Rule

# Subject: `name`, empty, the variable.
# Values: `variable`, `cls`.
RULE = Rule(
    code="NN602",
    name="class-redefined",
    severity=Severity.WARNING,
    claim="`{variable}` is an instance of an older `{cls}`",
    message="`{variable}` is an instance of an older `{cls}`",
    why=(
        "An object keeps the class it was built with, so it does not run the code that "
        "the cell holds now. Pickling it and `isinstance` fail."
    ),
    advice="Build the object again and load the old one's `state_dict()` into it.",
    since="0.1.0",
)

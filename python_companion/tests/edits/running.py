"""Runs a text beside its edited twin, with stand-ins for what only its user has."""

from __future__ import annotations

import builtins
import contextlib
import inspect
import io
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from modulescope.checking.claims import Found, find_claims
from modulescope.rulekit.rule import Rule
from modulescope.source.cells import Cell
from modulescope.source.positions import apply_edits
from torchstate import reset_torch


class Anything:
    """A stand-in that is called, indexed, looped over, compared and computed with."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __call__(self, *args: Any, **kwargs: Any) -> Anything:
        return Anything()

    def __iter__(self) -> Iterator[Anything]:
        return iter((Anything(), Anything()))

    def __getitem__(self, key: Any) -> Anything:
        return Anything()

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __enter__(self) -> Anything:
        return self

    def __exit__(self, *error: Any) -> None:
        pass

    def __add__(self, other: Any) -> Anything:
        return Anything()

    __radd__ = __iadd__ = __sub__ = __mul__ = __rmul__ = __truediv__ = __add__
    __lt__ = __gt__ = __mod__ = __add__

    def __eq__(self, other: object) -> Any:
        return Anything()

    __hash__ = object.__hash__

    def __len__(self) -> int:
        return 2

    def __index__(self) -> int:
        return 1

    def __float__(self) -> float:
        return 1.0


class Names(dict[str, Any]):
    """A namespace in which a name that nothing binds is a stand-in."""

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            raise KeyError(name)
        return Anything()


def cells_of(code: str) -> list[Cell]:
    """The cells of an example; a line `# %%` separates them."""
    sources = code.strip("\n").split("\n# %%\n")
    return [Cell(f"cell{number}", source) for number, source in enumerate(sources)]


def run(cells: Sequence[Cell], order: Sequence[int] = ()) -> tuple[Names, str]:
    """What cells bind, and the exception that ended them."""
    reset_torch()
    torch.manual_seed(0)
    names, error = Names(__name__="example"), ""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            for number in order or range(len(cells)):
                # A `dict` subclass is asked for global names only by way of locals.
                exec(compile(cells[number].source, "example", "exec"), names, names)
    except Exception as problem:
        error = type(problem).__name__
    return names, error


def call_all(names: Names) -> dict[str, str]:
    """Calls each function with stand-ins: what it raises, by its name."""
    outcomes: dict[str, str] = {}
    for name, function in [*names.items()]:
        if not inspect.isfunction(function) or inspect.isgeneratorfunction(function):
            continue
        for free in function.__code__.co_names:
            function.__globals__.setdefault(free, names[free]) if not hasattr(
                builtins, free
            ) else None
        given = [Anything() for _ in range(function.__code__.co_argcount)]
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                function(*given)
            outcomes[name] = ""
        except Exception as error:
            outcomes[name] = type(error).__name__
    return outcomes


def tensors(names: Names) -> dict[str, torch.Tensor]:
    """The numbers that a text leaves behind: tensors, and the state of modules."""
    found: dict[str, torch.Tensor] = {}
    for name, value in names.items():
        if isinstance(value, torch.nn.Module):
            with contextlib.suppress(Exception):
                for key, tensor in value.state_dict().items():
                    found[f"{name}.{key}"] = tensor.detach().clone()
        elif isinstance(value, torch.Tensor):
            found[name] = value.detach().clone()
    return found


def differing(before: Names, after: Names) -> set[str]:
    """The names whose numbers both runs have, but not the same ones."""
    old, new = tensors(before), tensors(after)
    return {
        name
        for name in old.keys() & new.keys()
        if old[name].device.type != "meta"
        and not torch.equal(old[name].nan_to_num(), new[name].nan_to_num())
    }


def edited(cells: Sequence[Cell], found: Found) -> list[Cell]:
    """The cells after the edit of a claim."""
    edits = [(edit.range, edit.text) for edit in found.claim.edits]
    return [
        Cell(c.id, apply_edits(c.source, edits)) if c.id == found.cell.id else c
        for c in cells
    ]


def claims(
    cells: Sequence[Cell], rules: Sequence[Rule], order: Sequence[int] = ()
) -> list[Found]:
    """What rules claim of cells that ran in an order."""
    return find_claims(cells, rules, [f"cell{number}" for number in order])

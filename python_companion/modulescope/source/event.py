"""One thing that happens to a model or an optimizer."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal, NamedTuple

from ..findings import Range
from .branches import Arms


class Event(NamedTuple):
    """One thing that a statement does to a name.

    `kind`: `bind` (the name gets a new value; `others` is `("module",)` if that is a
    module made with the default dtype and device), `optimizer` (it becomes an optimizer
    over the parameters of `others`), `replace` (the part `others[0]` of the model gets
    new parameters; a second one is the variable that had it), `extend` (the optimizer
    gets another group), `eval` and `train` (the model's mode is set; that of
    `model.modules` is, if a loop or `apply` puts single modules in eval mode), `run`
    (it is called; `others` is `("no_grad",)` under `no_grad`), `snapshot` (it becomes a
    state dict that shares the tensors of the model `others[0]`), `load` (the model gets
    weights; `others` are the names they come from), `init` (all its weights are drawn
    again), `step` (its method of that name is called, with `others`), `give` (it is an
    argument of `others[0]`, a function of the notebook or one that is called like a
    training), `freeze` and `thaw` (`requires_grad` of all parameters of a module is
    set), `cast` (it is moved or gets another dtype), `switch` (a statement of the cell
    turns the global switch of that name to the state `others[0]`, empty if not known).
    """

    kind: Literal[
        "bind",
        "optimizer",
        "replace",
        "extend",
        "eval",
        "train",
        "run",
        "snapshot",
        "load",
        "init",
        "step",
        "give",
        "freeze",
        "thaw",
        "cast",
        "switch",
    ]
    name: str
    others: tuple[str, ...]
    range: Range
    arms: Arms = ()
    """The branches that it is in, as `branches.apart` compares them."""

    @property
    def thing(self) -> Hashable:
        """All but the place, which moves with each line typed above."""
        return (*self[:3], self.arms)

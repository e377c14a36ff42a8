"""Reads the gradients of one model: which parameters, and what a backward left there.

The list of parameters is kept, because walking the modules costs more than the
statistics; the model and its parameters are held by weak reference only.
"""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..objects import classes, raw
from ..values.readable import readable
from ..values.statistics import Measured
from .listing import Parameter, of_module
from .readings import Marks, Reading, State

if TYPE_CHECKING:
    import numpy as np

    from .calls import Calls


class Parameters:
    """The kept list of the parameters of one model."""

    def __init__(
        self,
        name: str,
        module: Any,
        listing: Callable[[Any], list[Parameter]] | None = None,
        cell: int | None = None,
    ) -> None:
        """Lists the parameters once.

        Args:
            name: The variable of the module.
            module: Or another owner of parameters, with a listing of its own.
            listing: `of_module` or `of_optimizer`.
            cell: The execution count of the cell that runs, or has just ended.
        """
        self.name = name
        self.cell = cell
        self.class_name = classes.class_name(module)
        self.module = weakref.ref(module)
        self._listing = listing or of_module
        self.all = tuple(self._listing(module))
        self._after: Marks | None = None

    def is_current(self) -> bool:
        """Whether the model still has exactly these parameters."""
        module = self.module()
        return module is not None and [
            (one.fqn, id(one.ref())) for one in self.all
        ] == [(one.fqn, id(one.ref())) for one in self._listing(module)]

    def marks(self) -> Marks:
        """What is there before a backward; costs 0.2 µs a parameter."""
        torch = sys.modules["torch"]
        get_grad = torch.Tensor.grad.__get__
        get_version = torch.Tensor._version.__get__
        ids, versions = [0] * len(self.all), [0] * len(self.all)
        for index, one in enumerate(self.all):
            tensor = one.ref()
            grad = None if tensor is None else get_grad(tensor)
            if grad is not None:
                ids[index], versions[index] = id(grad), get_version(grad)
        return Marks(ids, versions)

    def read(
        self, before: Marks | None, scale: Any = None, light: bool = False
    ) -> Reading | None:
        """The statistics of what a backward left; None if it reached nothing here.

        A scale of a `GradScaler` is brought along, as it may be on a device too.

        A gradient that is the same object at the same version as before was not
        touched: it belongs to an earlier backward. Without marks all count.
        """
        import numpy as np

        torch = sys.modules["torch"]
        get_grad = torch.Tensor.grad.__get__
        get_version = torch.Tensor._version.__get__
        tensor_type, float32, strided = torch.Tensor, torch.float32, torch.strided
        states: list[int] = [State.UNREACHED] * len(self.all)
        ids, versions = [0] * len(self.all), [0] * len(self.all)
        rows: list[int] = []
        grads: list[Any] = []
        reached = False
        for index, one in enumerate(self.all):
            tensor = one.ref()
            grad = None if tensor is None else get_grad(tensor)
            if grad is None:
                states[index] = _why_none(torch, tensor)
                continue
            ids[index] = key = id(grad)
            versions[index] = version = get_version(grad)
            if (
                before is not None
                and before.ids[index] == key
                and before.versions[index] == version
            ):
                continue
            reached = True
            found = (
                grad
                # The common case, in as few calls as can be.
                if type(grad) is tensor_type
                and grad.dtype is float32
                and grad.is_cpu
                and grad.layout is strided
                and grad.is_contiguous()
                and not grad.requires_grad
                and grad.untyped_storage().nbytes()
                >= 4 * (grad.storage_offset() + one.numel)
                else readable(torch, grad)
            )
            states[index] = State.UNREADABLE if found is None else State.VALUE
            if found is not None:
                rows.append(index)
                grads.append(found)
        if not reached:
            return None
        self._after = Marks(ids, versions)
        shares = self._shares(rows, grads)
        states_array = np.array(states, np.uint8)
        return Reading(states_array, rows, shares, Measured(grads, scale, light))

    def _shares(self, rows: list[int], grads: list[Any]) -> dict[int, float]:
        """How much of a gradient is stored, of those that are sparse."""
        return {
            index: stored.numel() / self.all[index].numel
            for index, stored in zip(rows, grads, strict=True)
            if stored.numel() < self.all[index].numel
        }

    def left(self) -> Iterator[tuple[str, State, Any]]:
        """What each parameter has now: name, state, and the gradient if it has one.

        The gradient comes as a readable CPU tensor; call it inside `undisturbed()`.
        """
        torch = sys.modules["torch"]
        get_grad = torch.Tensor.grad.__get__
        for one in self.all:
            tensor = one.ref()
            grad = None if tensor is None else get_grad(tensor)
            if grad is None:
                yield one.fqn, _why_none(torch, tensor), None
                continue
            found = readable(torch, grad)
            found = None if found is None else found.cpu()
            yield one.fqn, State.UNREADABLE if found is None else State.VALUE, found

    def read_unchanged(
        self, expected: np.ndarray[Any, Any], light: bool = False
    ) -> Reading | None:
        """What is there now; None unless the same parameters have gradients.

        All zero means that they were zeroed after the step.
        """
        reading = self.read(None, light=light)
        if (
            reading is None
            or len(expected) != len(reading.states)
            or (reading.states != expected).any()
            or not reading.values[:, 0].any()
        ):
            return None
        return reading

    def tell_unused(self, states: np.ndarray[Any, Any], calls: Calls) -> None:
        """Of what got no gradient, marks what belongs to modules never called.

        Shape:
            states: (parameters,) of `State`, written in place
        """
        root = self.module()
        if root is None or not calls.count(root):
            return
        get_grad = sys.modules["torch"].Tensor.grad.__get__
        for index in (states == State.UNREACHED).nonzero()[0].tolist():
            owner = self.all[index].owner
            module = None if owner is None else owner()
            tensor = self.all[index].ref()
            # A gradient that is left over was reached once.
            if module is None or tensor is None or get_grad(tensor) is not None:
                continue
            if calls.is_unused(module, root):
                states[index] = State.UNUSED

    def members_of(self, optimizer: Any) -> list[int]:
        """Which of these parameters an optimizer steps."""
        groups = list(raw.instance_dict(optimizer).get("param_groups", ()))
        ids = {id(tensor) for group in groups for tensor in list(group["params"])}
        return [i for i, one in enumerate(self.all) if id(one.ref()) in ids]

    def read_changed(
        self, members: Sequence[int], light: bool = False
    ) -> tuple[list[int], Measured | None]:
        """Which gradients changed since `read`, and their statistics now."""
        if self._after is None:
            return [], None
        torch = sys.modules["torch"]
        get_grad = torch.Tensor.grad.__get__
        ids, versions = self._after
        now = self.marks()
        changed = [
            i
            for i in members
            if ids[i]
            and now.ids[i]
            and (ids[i], versions[i]) != (now.ids[i], now.versions[i])
        ]
        indices, grads = [], []
        for index in changed:
            tensor = self.all[index].ref()
            grad = None if tensor is None else readable(torch, get_grad(tensor))
            if grad is not None and grad.numel() == self.all[index].numel:
                indices.append(index)
                grads.append(grad)
        return indices, Measured(grads, light=light) if grads else None


def _why_none(torch: Any, tensor: Any) -> State:
    if tensor is None:
        return State.ABSENT
    trained = torch.Tensor.requires_grad.__get__(tensor)
    return State.UNREACHED if trained else State.FROZEN

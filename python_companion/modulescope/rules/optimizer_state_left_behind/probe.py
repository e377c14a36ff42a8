"""The live half: state tensors that differ from their parameters."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ...findings import Fix
from ...objects import classes, metadata, raw, walk
from ...rulekit import provenance, words
from ...rulekit.rule import Subject, Verdict
from ...session.scene import Optimizer, Scene
from . import RULE

# They mix their state with the gradient in one call, which takes one type only.
_STRICT = frozenset("Adam AdamW NAdam RAdam Adamax Adafactor Muon".split())


class _Left(NamedTuple):
    parameter: Any
    key: str
    state: str
    own: str


@RULE.probe
def state_left_behind(scene: Scene) -> Iterator[Verdict]:
    """Confirms for optimizers of torch whose next step raises."""
    for optimizer in scene.optimizers:
        cls = type(optimizer.optimizer)
        if not classes.is_torch(cls) or classes.name(cls) == "LBFGS":
            continue
        left = list(_left_behind(optimizer, classes.name(cls) in _STRICT))
        if left:
            yield _verdict(scene, optimizer, left)


def _left_behind(optimizer: Optimizer, strict: bool) -> Iterator[_Left]:
    entries = list(_entries(optimizer))
    own = metadata.kinds(parameter for parameter, _, _ in entries)
    kept = metadata.kinds(value for _, _, value in entries)
    for (parameter, key, value), one, other in zip(entries, own, kept, strict=True):
        if one != other and (found := _left(parameter, key, value, strict)):
            yield found


def _entries(optimizer: Optimizer) -> Iterator[tuple[Any, str, Any]]:
    """The state tensors: parameter, key, tensor."""
    state = raw.instance_dict(optimizer.optimizer).get("state")
    for parameter, kept in raw.dict_items(state):
        if walk.is_tensor(parameter) and _is_plain(parameter):
            for key, value in raw.dict_items(kept):
                if walk.is_tensor(value) and _is_plain(value):
                    yield parameter, walk.str_name(key), value


def _left(parameter: Any, key: str, value: Any, strict: bool) -> _Left | None:
    """How a state tensor differs; None if a step can do with it."""
    own, facts = walk.tensor_facts(parameter), walk.tensor_facts(value)
    if own is None or facts is None or not facts.shape:
        return None
    if "meta" in (own.device_type, facts.device_type):
        return None
    if facts.device != own.device:
        return _Left(parameter, key, facts.device, own.device)
    if strict and facts.dtype != own.dtype and _is_float(facts.dtype):
        return _Left(parameter, key, facts.dtype, own.dtype)
    return None


def _is_plain(tensor: Any) -> bool:
    """No sharded or quantised tensor, whose type and device say less."""
    return classes.class_name(tensor) in ("Tensor", "Parameter", "FakeTensor")


def _is_float(dtype: str) -> bool:
    return "float" in dtype


def _verdict(scene: Scene, optimizer: Optimizer, left: list[_Left]) -> Verdict:
    first, bound = left[0], optimizer.bound
    names = {
        id(tensor): f"{model.name}.{fqn}"
        for model in scene.models
        for fqn, tensor in model.parameters
    }
    parameter = names.get(id(first.parameter), "a parameter")
    return Verdict(
        subject=Subject("name", "", optimizer.name),
        kind="confirmed",
        values={
            "optimizer": words.clean(optimizer.name),
            "state": first.state,
            "own": first.own,
        },
        evidence=(
            f"{words.code(optimizer.name)} keeps {words.code(first.key)} of "
            f"{words.code(parameter)} in {first.state}, not in {first.own}",
            f"{words.count(len(left), 'state tensor')} in all "
            f"{'differs' if len(left) == 1 else 'differ'} from their parameters",
        ),
        object=optimizer.name,
        cell=bound.cell if bound else None,
        range=provenance.name_range(bound, optimizer.name),
        fixes=(
            Fix(
                "Convert the state in the kernel",
                "kernel",
                confirm=(
                    "This changes the live optimizer in the kernel. Your code is not "
                    "edited."
                ),
            ),
        ),
        action=_conversion(optimizer, len(left)),
        cause=optimizer.name,
    )


def _conversion(optimizer: Optimizer, count: int) -> Callable[[], str]:
    """Loads the optimizer's own state, which converts it; holds no optimizer."""
    name, reference = words.code(optimizer.name), weakref.ref(optimizer.optimizer)

    def convert() -> str:
        found = reference()
        if found is None:
            return f"{name} is gone. Nothing was changed."
        found.load_state_dict(found.state_dict())
        return f"Converted {words.count(count, 'state tensor')} of {name}."

    return convert

"""A scene of given objects, without a kernel: for `check()` in scripts and tests."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from ..findings import Checked
from .births import sample_births
from .roots import find_roots, outermost
from .scene import Model, Optimizer, Scene, Since
from .track import hook_entries, read_signature


def scene_of(names: Mapping[str, Any]) -> Scene:
    """What names hold now; there are no runs to speak of."""
    found, optimizers = find_roots(names)
    models = tuple(_model(root.name, root.value) for root in outermost(found))
    return Scene(
        models=models,
        optimizers=tuple(Optimizer(root.name, root.value) for root in optimizers),
        namespace=dict(names),
        checked=Checked(None, time.time() * 1000),
        hooks={id(model.module): hook_entries(model, {}) for model in models},
    )


def _model(name: str, module: Any) -> Model:
    signature = read_signature(module)
    backward = any(grad is not None for grad in signature.grads)
    birth = {} if backward else sample_births(Model(name, module).parameters)
    return Model(name, module, birth=birth, since=Since(backward=backward))

"""The scale at which weights keep the size of a signal, and what counts as far off."""

from __future__ import annotations

import math
from typing import Any

from ..objects import classes, raw, walk
from .scene import InitSample

# Outside a fifth to five times of the expected scale. PyTorch's own default for Linear
# is 0.41 of what He et al. 2015 derive, Xavier at most 0.71: both are far inside.
FACTOR = 5.0
# Fewer samples do not tell a standard deviation to within a quarter.
MIN_SAMPLES = 16


def expected_std(fan_in: int, relu: bool) -> float:
    """He et al. 2015, equation 10; without the factor for ReLU if none follows."""
    return math.sqrt((2 if relu else 1) / fan_in)


def is_usable(sample: InitSample) -> bool:
    """Not all zeros (a deliberate start), finite, and large enough to measure."""
    return sample.count >= MIN_SAMPLES and 0 < sample.std < math.inf


def is_layer(cls: type) -> bool:
    """Whether a class is, or derives from, a linear or convolution layer."""
    torch = raw.loaded_torch()
    if torch is None:
        return False
    kinds = (torch.nn.Linear, torch.nn.modules.conv._ConvNd)
    return any(classes.derives(cls, kind) for kind in kinds)


def is_adapter(node: walk.Node) -> bool:
    """Whether a module is part of an adapter, half of which starts at zero."""
    return (
        "lora" in node.fqn.lower() or "lora" in classes.class_name(node.module).lower()
    )


def fan_in(shape: Any) -> int:
    """What `torch.nn.init` takes for the inputs of one output.

    Of a transposed convolution it is the second size as well.
    """
    return math.prod(shape[1:])

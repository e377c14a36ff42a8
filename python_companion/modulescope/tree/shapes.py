"""Shape badges: `2→64`, `3→64 k7 s2`, `50k×768`.

They are made from the shapes of the parameters and from plain numbers in the
instance's `__dict__`; `extra_repr()` is never called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Badge = tuple[object, ...]
"""The class of `torch.nn` that a module derives from, and the numbers to show."""

Shapes = Mapping[str, tuple[int, ...]]
"""The shapes of a module's own parameters, by name."""

_CONV = ("in_channels", "out_channels", "kernel_size", "stride", "groups")

# By the class of torch.nn that a class derives from.
_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "Linear": ("in_features", "out_features"),
    "Bilinear": ("in1_features", "in2_features", "out_features"),
    "_ConvNd": _CONV,
    "Embedding": ("num_embeddings", "embedding_dim"),
    "EmbeddingBag": ("num_embeddings", "embedding_dim"),
    "LayerNorm": ("normalized_shape",),
    "RMSNorm": ("normalized_shape",),
    "_NormBase": ("num_features",),
    "GroupNorm": ("num_channels", "num_groups"),
    "MultiheadAttention": ("embed_dim", "num_heads"),
    "RNNBase": ("input_size", "hidden_size", "num_layers"),
    "RNNCellBase": ("input_size", "hidden_size"),
    "_DropoutNd": ("p",),
}


def badge_reader(
    bases: tuple[str, ...], is_linear: bool
) -> Callable[[Mapping[str, Any]], Badge] | None:
    """What reads the badge's numbers from an instance; None if nothing is needed.

    Args:
        bases: The classes of `torch.nn` that it derives from, the nearest first.
        is_linear: It is `nn.Linear` itself, the commonest of all: the shape of its
            weight says everything.
    """
    name = next((base for base in bases if base in _ATTRIBUTES), None)
    if name is None or is_linear:
        return None
    attributes = _ATTRIBUTES[name]
    return lambda found: (name, *map(_plain, map(found.get, attributes)))


def _plain(value: object) -> object:
    """A number or a tuple of numbers; None for all else, so that nothing is held."""
    if type(value) is int or type(value) is float:
        return value
    if type(value) is tuple and all(type(item) is int for item in value):
        return value
    return None


def badge_text(badge: Badge, class_name: str, shapes: Shapes) -> str:
    """The badge of a module; empty if nothing is known."""
    if badge and None not in badge:
        text = _FORMATS[str(badge[0])](*badge[1:])
        if text:
            return text
    weight = shapes.get("weight") or shapes.get("weight_orig") or ()
    if class_name.endswith("Linear") and len(weight) == 2:
        return f"{short(weight[1])}→{short(weight[0])}"
    if "Norm" in class_name and len(weight) == 1:
        return short(weight[0])
    return ""


def short(number: object) -> str:
    """A size as people write it: 768, 4096, 50k, 1.2M."""
    if type(number) is float:
        return f"{number:g}"
    if type(number) is tuple:
        return "×".join(short(item) for item in number)
    if type(number) is not int or number < 10_000:
        return str(number)
    for unit, size in (("M", 1_000_000), ("k", 1000)):
        if number >= size:
            value = f"{number / size:.3g}" if number < 10 * size else number // size
            return f"{value}{unit}"
    return str(number)


def _arrow(inside: object, outside: object) -> str:
    return f"{short(inside)}→{short(outside)}"


def _conv(
    inside: object, outside: object, kernel: object, stride: object, groups: object
) -> str:
    parts = [_arrow(inside, outside), f"k{_each(kernel)}"]
    if _each(stride) != "1":
        parts.append(f"s{_each(stride)}")
    if groups != 1:
        parts.append(f"g{groups}")
    return " ".join(parts)


def _each(size: object) -> str:
    """`7` for (7, 7), `3×5` for (3, 5)."""
    if type(size) is tuple and len(set(size)) == 1:
        return short(size[0])
    return short(size)


_FORMATS: dict[str, Callable[..., str]] = {
    "Linear": _arrow,
    "Bilinear": lambda a, b, out: f"{short(a)},{_arrow(b, out)}",
    "_ConvNd": _conv,
    "Embedding": lambda count, width: f"{short(count)}×{short(width)}",
    "EmbeddingBag": lambda count, width: f"{short(count)}×{short(width)}",
    "LayerNorm": short,
    "RMSNorm": short,
    "_NormBase": short,
    "GroupNorm": lambda channels, groups: f"{short(channels)} g{groups}",
    "MultiheadAttention": lambda width, heads: f"{short(width)} h{heads}",
    "RNNBase": lambda inside, hidden, layers: (
        _arrow(inside, hidden) + (f" ×{layers}" if layers != 1 else "")
    ),
    "RNNCellBase": _arrow,
    "_DropoutNd": lambda p: f"p{short(p)}",
}

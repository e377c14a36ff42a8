"""Faults that no static half can or wants to claim, and why."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from modulescope.rules import all_rules

from . import harmless
from .fault import Kind
from .mutant import Mutant

# Rules without a kind.
NOT_COVERED = {
    "NN115": "off by default: a guarded None is legitimate, the note only teaches",
    "NN121": "off by default: nearly all real code calls functionals",
    "NN213": "off unless threads are seen: nothing to inject into a class",
    "NN309": "off by default: identical weights in ordinary use",
}


@dataclass(frozen=True)
class Uncovered:
    """Variants of one kind that cannot be told from text without false alarms."""

    code: str
    fault: str
    """The name of the kind."""
    variants: tuple[str, ...]
    reason: str
    """What is true of correct code that looks the same, and where it is."""
    when: Callable[[Mutant], bool] = lambda mutant: True
    """Which mutants of these variants it is true of; all if it is left out."""
    live: str = ""
    """A line of the live example that shows that the live half finds the bug."""

    def concerns(self, kind: Kind, variant: str) -> bool:
        is_kind = (self.code, self.fault) == (kind.code, kind.fault)
        return is_kind and variant in self.variants


_REBUILT = ("local base", "alias base", "base in another cell")

UNCOVERED: tuple[Uncovered, ...] = (
    Uncovered(
        "NN105",
        "a buffer of the library made an attribute",
        ("attribute", *_REBUILT),
        "no bug for a number without dimensions, made of an argument as in timm's "
        "`other_pool.py`: it works on every device, and is made again with the module",
        harmless.is_number,
    ),
    Uncovered(
        "NN113",
        "a test for None of the library made a truth test",
        ("truth", *_REBUILT),
        "no bug where the container is written with an entry (as in diffusers' "
        "`unet_3d_blocks.py`) or where the test only skips the loop over it: the text "
        "does the same as `is not None`",
        harmless.has_full_container,
    ),
    Uncovered(
        "NN605",
        "a mode of torch that stays on",
        ("grad", "alias"),
        "without an optimizer the notebook only evaluates, where the line is right: a "
        "forward pass gives the same values and keeps no graph (see the `harm.py`). "
        "The claim is made as soon as an optimizer is; until then the kernel tells of "
        "it as info",
        live="torch.set_grad_enabled(False)\nmodel = nn.Linear(2, 2)\n",
    ),
    Uncovered(
        "NN302",
        "an optional bias that is not guarded",
        tuple(
            "loop, several types, apply, function, alias, helper, local base".split(
                ", "
            )
        ),
        "no bug where every layer of the tested types in the text has a bias: timm's "
        "`hgnet.py` fills those of its `nn.Linear` without a test",
        harmless.has_every_bias,
        live="nn.Linear(2, 2), nn.Linear(2, 2, bias=False)",
    ),
    Uncovered(
        "NN302",
        "a guarded bias of the library without its guard",
        ("unguarded", *_REBUILT),
        "no bug where every layer of the tested types in the text has a bias: timm's "
        "`hgnet.py` fills those of its `nn.Linear` without a test",
        harmless.has_every_bias,
        live="nn.Linear(2, 2), nn.Linear(2, 2, bias=False)",
    ),
    Uncovered(
        "NN307",
        "a weight matrix of one value",
        tuple("constant, ones, sequential, alias, helper, local base".split(", ")),
        "no bug beside a layer with random weights: all units differ after a few "
        "steps, and the loss is that of random weights (`harm.py` of NN307)",
        harmless.has_random_neighbour,
    ),
)


def uncovered(kind: Kind, variant: str) -> Uncovered | None:
    """Why a variant, or some mutants of it, are not covered; None if all are."""
    return next((e for e in UNCOVERED if e.concerns(kind, variant)), None)


def check(kinds: Sequence[Kind]) -> None:
    """Raises ValueError if an entry names what there is not."""
    for entry in UNCOVERED:
        own = [k for k in kinds if (k.code, k.fault) == (entry.code, entry.fault)]
        names = {name for kind in own for name in (*kind.variants, *kind.styles)}
        if not own or set(entry.variants) - names:
            raise ValueError(f"no such variants: {entry.code} {entry.fault}")
        if entry.live and not any(entry.live in text for text in _live(entry.code)):
            raise ValueError(f"no live example of {entry.code} has: {entry.live}")


def _live(code: str) -> Iterable[str]:
    """The live examples of bugs of a rule."""
    name = next(rule.name for rule in all_rules() if rule.code == code)
    folder = f"modulescope.rules.{name.replace('-', '_')}.examples"
    examples = importlib.import_module(folder)
    return (example.code for example in examples.INVALID if example.live)


__all__ = ["NOT_COVERED", "UNCOVERED", "Uncovered", "check", "uncovered"]

"""An activation that a forward pass leaves on the module.

## What it does

Finds `self.h = self.enc(x)` in `forward` or in a method that it calls, where the value
carries the graph of the module's own parameters; also `self.seen.append(...)`.

## Why it is bad

The attribute keeps the whole graph of the last pass alive, with the activations that
it saved, until the next pass: beside a network of 6 layers of width 256 and a batch of
1,024, 6.3 MB instead of nothing. `copy.deepcopy(model)` raises, so weight averages
and the best model so far cannot be kept. Two threads that share the model overwrite
each other's value. An `append` never lets go of any.

It is not a leak that grows: the next pass replaces the value. After a `backward()`
only the tensor and the nodes of the graph are left, and under `torch.no_grad()`
nothing is kept. An attribute that the next pass reads is worse: the second
`backward()` raises.

## Live evidence

An attribute, or a container in one, with a tensor that has a `grad_fn`, and the size of
what its graph has saved. After a pass with gradients, a tensor without one refutes.

## Not reported

- `.detach()`, `.item()`, numbers, shapes, masks, and what runs under `no_grad`.
- What the pass takes off again (`self.h = None`, `del self.h`, `.clear()`).
- Auxiliary losses (`self.aux_loss`, `self.kl`), and what another method or other code
  reads to compute one: there the graph is wanted.
- Key-value caches, which are filled under `no_grad`; `retain_grad()` and hooks on
  the tensor; buffers (NN108).
- Inputs that are stored as they are: whether they carry a graph is up to the caller.

## References

- `torch.Tensor.detach`, `torch.Tensor.grad_fn`
- `torch/_tensor.py`: `Tensor.__deepcopy__`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.rule import Claim, Rule, Subject
from ...source.text import Text
from .stored import stored

# Subject of both halves: `attr`, the class, the attribute.
# Values: static `attr`; live `owner` (the module's expression), `attr`.
RULE = Rule(
    code="NN107",
    name="activation-stored-on-self",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="`self.{attr}` keeps the graph of the last forward pass alive",
    message="`{owner}.{attr}` keeps the graph of the last forward pass alive",
    why=(
        "The graph and the activations that it saved stay in memory until the next "
        "pass. `copy.deepcopy()` of the model raises."
    ),
    advice="Use a local variable, or store `.detach()`.",
    since="0.1.0",
)


@RULE.on(ast.ClassDef)
def stored_activations(node: ast.ClassDef, text: Text) -> Iterator[Claim]:
    """Claims attributes that a forward pass sets to a value with a graph."""
    facts = text.module_class(node)
    if facts is None:
        return
    for target in stored(facts):
        yield text.claim(
            target,
            subject=Subject("attr", facts.name, target.attr),
            attr=target.attr,
        )

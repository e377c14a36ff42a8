"""Weight matrices that start as one constant, layer after layer.

## What it does

Finds initialisations that set the weight of every linear or convolution layer to a
constant, and a single such layer that is filled with a constant other than zero.

## Why it is bad

Units with equal weights compute the same, and get the same gradient as long as the
layer after them weights them equally, too. Of 32 hidden units all 32 stayed equal for
400 steps when both layers of a network were constant: its loss was 1.70, with random
weights 0.007. One constant layer next to a random one is harmless, against common
advice: after the same steps its 32 units were all different and the loss was 0.010
for the first layer, 0.003 for the last.

## Live evidence

The values of the weights when the model was first seen, before training: confirmed if
every linear and convolution weight with several rows was constant, or two in a row of
one `Sequential`.

## Not reported

- A zero-initialised last layer of a residual branch, gate or head (ReZero, DiT, LoRA).
- A constant layer whose neighbours are random: it recovers.
- Biases and norm weights, embeddings, depthwise convolutions, frozen filters, and
  layers with one output.

## References

- `torch.nn.init.xavier_uniform_`, `torch.nn.init.kaiming_normal_`
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...findings import Severity
from ...rulekit.constant_layers import Constant, constant, every_layer, only_layer
from ...rulekit.rule import Claim, Rule, Subject
from ...source.instances import path
from ...source.text import Text

# Subject of both halves: `name`, empty (in a function its `__qualname__`), the layer;
# `attr`, the class, the layer; or `function`, empty, the initialisation.
# Values: static `what`; live also `name`, `n`.
RULE = Rule(
    code="NN307",
    name="constant-weight-matrix",
    severity=Severity.WARNING,
    static_severity=Severity.WARNING,
    claim="{what}",
    message="`{name}` starts constant: its {units} learn the same function",
    why=(
        "Units with equal weights get equal gradients while the next layer weights "
        "them equally. A network of constant layers has one unit per layer."
    ),
    advice="Draw the weights, for example by `nn.init.xavier_uniform_`.",
    since="0.1.0",
)


@RULE.on_call("constant_", "ones_", "zeros_", "fill_", "zero_")
def constant_weights(node: ast.Call, text: Text) -> Iterator[Claim]:
    """Claims a constant for all layers, or for the only one that is known."""
    found = constant(text, node)
    if found is None:
        return
    function = text.tree.function(node)
    scope = text.tree.qualname(function) if function else ""
    name = path(found.layer)
    if every_layer(text, node, found):
        what = f"Every layer's weight is set to {found.shown}: all units are equal"
        kind = Subject("function", "", scope or name)
        yield text.claim(node, subject=kind, what=what)
    elif found.value and name and only_layer(text, found):
        what = f"`{name}.weight` is filled with {found.shown}: all units are equal"
        yield text.claim(node, subject=_subject(text, found, scope, name), what=what)


def _subject(text: Text, found: Constant, scope: str, name: str) -> Subject:
    facts = text.enclosing_class(found.layer)
    if facts is not None and name.startswith("self."):
        return Subject("attr", facts.name, name.removeprefix("self."))
    return Subject("name", scope, name)

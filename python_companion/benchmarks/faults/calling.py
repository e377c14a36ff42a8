"""Faults of what forward does."""

from __future__ import annotations

from .fault import Fault, kind

_OPTIONAL = "self.skip = nn.Sequential(*{option}) if {option} else None"
_BUFFER = 'self.register_buffer("average", torch.zeros(1))'

KINDS = [
    kind(
        "NN103",
        "a layer made in forward",
        styles="alias, names, helper, local base, base in another cell",
        linear=Fault(first="{x} = nn.Linear(8, 8)({x})§"),
        by_a_name=Fault(first="mix = nn.Conv2d(8, 8, 3)§\n{x} = mix({x})"),
        comprehension=Fault(
            first="mix = nn.Sequential(*[nn.Linear(8, 8) for _ in range(2)])§\n"
            "{x} = mix({x})"
        ),
        in_a_loop=Fault(first="for _ in range(2):\n    {x} = nn.LayerNorm(8)({x})§"),
        local_class=Fault(
            before=(
                "class Gate(nn.Module):\n    def __init__(self):\n"
                "        super().__init__()\n        self.lift = nn.Linear(4, 4)\n\n"
                "    def forward(self, value):\n        return self.lift(value)\n\n\n"
            ),
            first="{x} = Gate()({x})§",
        ),
    ),
    kind(
        "NN107",
        "an activation stored on self",
        styles="helper, local base, alias base, base in another cell",
        attribute=Fault(after="self.last_features = {h}§"),
        expression=Fault(after="self.last_mean = {h}.mean(dim=0)§"),
        functional=Fault(after="self.last_features = F.relu({h})§"),
        append=Fault(
            init="self.history = []",
            after="self.history.append({h})§",
        ),
        by_key=Fault(init="self.features = {}", after='self.features["last"] = {h}§'),
        by_a_local=Fault(after="kept = {h} * 2\nself.last_features = kept§"),
    ),
    kind(
        "NN108",
        "a buffer updated with a graph",
        styles="alias, helper, local base, base in another cell",
        rebound=Fault(
            init=_BUFFER,
            after="self.average = 0.9 * self.average + 0.1 * {h}.mean()§",
        ),
        in_place=Fault(
            init=_BUFFER,
            after="self.average.mul_(0.9).add_({h}.mean(), alpha=0.1)§",
        ),
        copied=Fault(init=_BUFFER, after="self.average.copy_({h}.mean())§"),
        lerp=Fault(init=_BUFFER, after="self.average.lerp_({h}.mean(), 0.1)§"),
        augmented=Fault(init=_BUFFER, after="self.average += {h}.mean()§"),
        by_a_local=Fault(
            init=_BUFFER, after="seen = {h}.mean()\nself.average = self.average + seen§"
        ),
    ),
    kind(
        "NN109",
        "dropout that ignores eval()",
        styles="alias, names, helper, local base, base in another cell",
        positional=Fault(first="{x} = F.dropout({x}, 0.1)§"),
        keyword=Fault(first="{x} = F.dropout({x}, p=0.2)§"),
        two_d=Fault(first="{x} = F.dropout2d({x}, 0.1)§"),
        written_out=Fault(first="{x} = torch.nn.functional.dropout({x})§"),
        in_a_loop=Fault(
            first="for _ in range(2):\n    {x} = {x} + F.dropout({x}, 0.1)§"
        ),
        attention=Fault(
            first="{x} = F.scaled_dot_product_attention({x}, {x}, {x}, dropout_p=0.1)§"
        ),
    ),
    kind(
        "NN110",
        "forward called directly",
        styles="renamed, function",
        in_a_script=Fault(
            script="model = {cls}(config)\noutput = model.forward(batch)§"
        ),
        in_a_comprehension=Fault(
            script="model = {cls}(config)\n"
            "outputs = [model.forward(batch).item() for batch in loader]§"
        ),
    ),
    kind(
        "NN111",
        "an in-place change of an alias",
        styles="alias, names, helper, local base",
        functional=Fault(
            first="shortcut = {x}\n{x} = F.relu({x}, inplace=True)§\n"
            "{x} = {x} + shortcut"
        ),
        functional_underscore=Fault(
            first="shortcut = {x}\n{x} = F.relu_({x})§\n{x} = {x} + shortcut"
        ),
        method=Fault(first="shortcut = {x}\n{x}.clamp_(min=0)§\n{x} = {x} + shortcut"),
        augmented=Fault(first="shortcut = {x}\n{x} += 1.0§\n{x} = {x} * shortcut"),
        layer=Fault(
            init="self.quick = nn.ReLU(inplace=True)",
            first="shortcut = {x}\n{x} = self.quick({x})§\n{x} = {x} + shortcut",
        ),
    ),
    kind(
        "NN113",
        "a truth test of an optional container",
        styles="alias, local base, base in another cell",
        needs=lambda donor: bool(donor.option),
        if_statement=Fault(
            init=_OPTIONAL, first="if self.skip:§\n    {x} = self.skip({x})"
        ),
        conditional=Fault(
            init=_OPTIONAL, first="{x} = self.skip({x}) if self.skip else {x}§"
        ),
        negated=Fault(init=_OPTIONAL, first="if not self.skip:§\n    {x} = {x} * 2"),
        branches=Fault(
            init=(
                "if {option}:\n    self.skip = nn.ModuleList([nn.Linear(4, 4) "
                "for _ in range(len({option}))])\nelse:\n    self.skip = None"
            ),
            first="if self.skip:§\n    {x} = self.skip[0]({x})",
        ),
    ),
    kind(
        "NN114",
        "an optional layer called unguarded",
        styles="alias, names, local base, base in another cell",
        needs=lambda donor: bool(donor.option),
        conditional=Fault(
            init="self.skip = nn.Linear(4, 4) if {option} else None§",
            first="{x} = {x} + self.skip({x})§",
        ),
        branches=Fault(
            init=(
                "if {option}:\n    self.skip = nn.Linear(4, 4)\n"
                "else:\n    self.skip = None"
            ),
            first="{x} = {x} + self.skip({x})§",
        ),
        none_first=Fault(
            init="self.skip = None\nif {option}:\n    self.skip = nn.Linear(4, 4)",
            first="{x} = self.skip({x})§",
        ),
        in_a_helper=Fault(
            init="self.skip = nn.Linear(4, 4) if {option} else None§",
            first="{x} = self._inner({x})",
            method="def _inner(self, value):\n    return value + self.skip(value)§",
        ),
    ),
    kind(
        "NN122",
        "a parameter tested by its truth value",
        styles="alias, names, local base, base in another cell",
        optional=Fault(
            init="self.gain = nn.Parameter(torch.ones(4)) if {option} else None",
            first="if self.gain:§\n    {x} = {x} * self.gain",
        ),
        several=Fault(
            init="self.gain = nn.Parameter(torch.ones(4, 4))",
            first="assert self.gain§",
        ),
    ),
]

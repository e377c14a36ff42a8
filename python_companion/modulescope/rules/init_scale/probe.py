"""The live half: fresh weights whose scale is far from what keeps the signal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ...objects import classes, registries, walk
from ...rulekit import following, provenance, words
from ...rulekit.hidden import hidden_modules
from ...rulekit.rule import Subject, Verdict
from ...session.scales import (
    FACTOR,
    expected_std,
    fan_in,
    is_adapter,
    is_layer,
    is_usable,
)
from ...session.scene import InitSample, Model, Scene, class_files
from . import RULE, origin

_SILENT = frozenset(
    {following.NORM, following.NEXT_NORM, following.SUM, following.UNKNOWN}
)
_LOADED = frozenset({"load_state_dict", "from_pretrained", "load", "load_model"})


class _Weight(NamedTuple):
    """A fresh weight that is off."""

    node: walk.Node
    fqn: str
    """Of the parameter."""
    sample: InitSample
    expected: float
    fan_in: int
    relu: bool
    is_output: bool
    """Whether its output is what the model returns."""

    @property
    def may_be_small(self) -> bool:
        """Policy heads and classifiers start near zero on purpose."""
        return self.is_output and self.ratio < 1

    @property
    def ratio(self) -> float:
        """The actual scale over the expected one."""
        return self.sample.std / self.expected

    @property
    def factor(self) -> float:
        """How many times it is off, at least one."""
        return max(self.ratio, 1 / self.ratio)

    @property
    def side(self) -> str:
        """`below` or `above`."""
        return "below" if self.ratio < 1 else "above"


@RULE.probe
def scales_at_birth(scene: Scene) -> Iterator[Verdict]:
    """Confirms once per cause: the call that drew the weights, else the model."""
    hidden = {
        id(module)
        for model in scene.models
        for held in hidden_modules(model)
        for module in held.modules
    }
    for model in scene.models:
        if not model.birth or id(model.module) in hidden or is_loaded(model):
            continue
        claimed = _Claims(scene, model)
        groups: dict[tuple[Any, str], list[_Weight]] = {}
        calls: dict[tuple[Any, str], origin.InitCall | None] = {}
        known: list[origin.InitCall] | None = None
        for weight in _weights(scene, model):
            if claimed.takes(weight):
                continue
            if 1 / FACTOR <= weight.ratio <= FACTOR:
                continue
            if known is None:
                known = origin.init_calls(scene, model)
            call = origin.match(known, weight.sample)
            key = (call and (call.run.number, call.range), weight.side)
            groups.setdefault(key, []).append(weight)
            calls[key] = call
        yield from claimed.verdicts()
        for key, weights in groups.items():
            if not all(weight.may_be_small for weight in weights):
                yield _verdict(scene, model, weights, calls[key])


def is_loaded(model: Model) -> bool:
    """Whether the cell that built the model also loaded weights into it."""
    return bool(model.bound and _LOADED & provenance.words(model.bound.source))


def _weights(scene: Scene, model: Model) -> Iterator[_Weight]:
    """The linear and convolution weights whose expected scale is known."""
    follow = following.Following(scene, model)
    for index, node in enumerate(model.nodes):
        if not is_layer(type(node.module)) or is_adapter(node):
            continue
        fqn = f"{node.fqn}.weight" if node.fqn else "weight"
        tensor = registries.read(node.module, "_parameters").get("weight")
        facts = walk.tensor_facts(tensor) if walk.is_tensor(tensor) else None
        sample = model.birth.get(fqn)
        if facts is None or sample is None or not facts.requires_grad:
            continue
        if not is_usable(sample) or len(facts.shape) < 2:
            continue
        fates = follow.of(index)
        if fates & _SILENT:
            continue
        relu = following.RELU in fates
        inputs = fan_in(facts.shape)
        expected = expected_std(inputs, relu)
        is_output = following.RETURNED in fates and not relu
        yield _Weight(node, fqn, sample, expected, inputs, relu, is_output)


class _Claims:
    """The weights of one model that a claim speaks of by class and attribute."""

    def __init__(self, scene: Scene, model: Model) -> None:
        self._scene = scene
        self._model = model
        claims = scene.claims.get(RULE.code, ())
        self._subjects = {c.subject for c in claims if c.subject.kind == "attr"}
        self._taken: dict[str, _Weight] = {}

    def takes(self, weight: _Weight) -> bool:
        """Whether a claim, and not the model, is what this weight is reported with."""
        if not self._subjects:
            return False
        for _, fqn, _ in self._claimed():
            if fqn == weight.fqn:
                self._taken[fqn] = weight
                return True
        return False

    def _claimed(self) -> Iterator[tuple[Subject, str, type]]:
        """Each claimed attribute of each instance: subject, fqn, class."""
        for node in self._model.nodes:
            for base in classes.mro(type(node.module)):
                name = classes.name(base)
                for subject in self._subjects:
                    if subject.owner == name:
                        fqn = f"{node.fqn}.{subject.name}".lstrip(".")
                        yield subject, fqn, base

    def verdicts(self) -> Iterator[Verdict]:
        """Confirmed or refuted, for each claimed attribute that was sampled."""
        for subject, fqn, cls in self._claimed() if self._subjects else ():
            weight = self._taken.get(fqn) or self._raw(fqn)
            if weight is None:
                continue
            built = class_files(cls)
            if 1 / FACTOR <= weight.ratio <= FACTOR:
                yield Verdict(subject, "refuted", built_from=built)
                continue
            cell, range = provenance.attribute_range(self._scene, cls, subject.name)
            yield Verdict(
                subject=subject,
                kind="confirmed",
                values=_values(self._model, [weight]),
                evidence=(_evidence(weight),),
                built_from=built,
                object=words.path(self._model.name, weight.fqn),
                cell=cell,
                range=range,
                cause=f"{subject.owner}.{subject.name}",
            )

    def _raw(self, fqn: str) -> _Weight | None:
        """A parameter that is multiplied by hand; the better of its two fan-ins."""
        sample = self._model.birth.get(fqn)
        tensor = dict(self._model.parameters).get(fqn)
        facts = walk.tensor_facts(tensor) if tensor is not None else None
        if sample is None or facts is None or len(facts.shape) < 2:
            return None
        if not is_usable(sample):
            return None
        parent = fqn.rpartition(".")[0]
        node = next((n for n in self._model.nodes if n.fqn == parent), None)
        if node is None:
            return None
        fans = (fan_in(facts.shape), facts.shape[0])
        weights = [
            _Weight(node, fqn, sample, expected_std(fan, False), fan, False, False)
            for fan in fans
        ]
        return min(weights, key=lambda weight: weight.factor)


def _verdict(
    scene: Scene, model: Model, weights: list[_Weight], call: origin.InitCall | None
) -> Verdict:
    fqns = [weight.node.fqn for weight in weights]
    cell, range = (call.run.cell, call.range) if call else origin.model_place(model)
    nonlinearity = "relu" if any(weight.relu for weight in weights) else "linear"
    fix = origin.kaiming_fix(scene, call, nonlinearity) if call else None
    by_factor = sorted(weights, key=lambda weight: -weight.factor)
    extremes = by_factor[:1] + (by_factor[-1:] if len(by_factor) > 1 else [])
    evidence = [_evidence(weight) for weight in extremes]
    if len(weights) > 1:
        evidence.insert(0, f"{words.count(len(fqns), 'layer')}: {words.layers(fqns)}")
    single = weights[0] if len(weights) == 1 else None
    return Verdict(
        subject=Subject("name", "", model.name),
        kind="confirmed",
        values=_values(model, weights),
        evidence=tuple(evidence),
        built_from=frozenset({call.run.file}) if call else frozenset(),
        object=words.path(model.name, single.node.fqn) if single else model.name,
        cell=cell,
        range=range,
        fixes=(fix,) if fix else (),
        cause=f"{model.name} {call.run.cell.cell_id if call else ''} {weights[0].side}",
        when_gone=_now_starts(model.name, by_factor[0]),
    )


def _values(model: Model, weights: list[_Weight]) -> dict[str, Any]:
    name = words.clean(model.name)
    if len(weights) == 1:
        path = words.path(model.name, weights[0].node.fqn)
        what = f"{words.code(path)} starts"
    else:
        what = f"{words.count(len(weights), 'layer')} of `{name}` start"
    factors = [weight.factor for weight in weights]
    return {
        "what": what,
        "ratio": _span(min(factors), max(factors)),
        "side": weights[0].side,
        "signal": "ReLU" if any(weight.relu for weight in weights) else "linear",
    }


def _span(low: float, high: float) -> str:
    """`8.8`, or `6–50` where layers differ."""
    if len({words.ratio(low), words.ratio(high)}) == 1:
        return words.ratio(high)
    ends = [words.ratio(round(end)) for end in (low, high)]
    return "–".join(dict.fromkeys(ends))


def _evidence(weight: _Weight) -> str:
    name = words.code(weight.fqn)
    std, expected = words.figure(weight.sample.std), words.figure(weight.expected)
    if weight.relu:
        return (
            f"{name}: std is {std}, He initialisation gives {expected} "
            f"for fan-in {words.number(weight.fan_in)}"
        )
    return (
        f"{name}: std is {std}, 1/√fan-in is {expected} "
        f"for fan-in {words.number(weight.fan_in)}"
    )


def _now_starts(name: str, weight: _Weight) -> Callable[[Scene], str | None]:
    fqn, before = weight.fqn, weight.sample.std

    def sentence(scene: Scene) -> str | None:
        model = next((m for m in scene.models if m.name == name), None)
        now = model.birth.get(fqn) if model else None
        if now is None or now.std == before:
            return None
        return (
            f"`{words.clean(fqn)}` now starts with std {words.figure(now.std)} "
            f"(was {words.figure(before)})."
        )

    return sentence

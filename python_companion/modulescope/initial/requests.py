"""Answers `init.get` and `params.measure`, which read data: only while idle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from ..objects.paths import descend
from ..protocol.asked import find_model, located, now
from ..protocol.findings import encode_checked
from ..protocol.wire import sound_name, sound_text
from ..values.measured import Measured, measure
from .report import report
from .rows import finite

if TYPE_CHECKING:
    from ..protocol import messages
    from ..protocol.answers import Answers
    from ..protocol.client import Client

_MOST_ROWS = 500
_BUDGET_S = 1.5
"""The front end gives up after two seconds."""
_EXACT_BUDGET_S = 30.0


def _renamed(fqn: str, cut: str) -> str:
    """A name below the model of the request."""
    if cut.startswith("<"):
        return f"{cut[1:]}.{fqn}".rstrip(".")
    return fqn[len(cut) :].lstrip(".") if cut else fqn


def get_init(request: messages.InitGet, client: Client) -> messages.InitReport:
    """The initial statistics of the parameters of a subtree."""
    name, fqn = str(request["model"]), str(request["fqn"])
    scene = client.session.scene()
    reply: messages.InitReport = {
        "kind": "init.report",
        "id": request["id"],
        "model": sound_name(name),
        "fqn": sound_name(fqn),
        "rows": [],
        "left_out": 0,
        "updated": None,
        "note": "",
        "checked": encode_checked(now(scene)),
    }
    found = located(client.session, scene, name, fqn)
    if found is None:
        reply["note"] = f"`{sound_name(name)}` no longer exists in the kernel."
        return reply
    model, inner, cut = found
    exact = bool(request["exact"])
    budget_s = _EXACT_BUDGET_S if exact else _BUDGET_S
    answer = report(scene, model, inner, exact, _MOST_ROWS, budget_s)
    rows = [row.to_dict() for row in answer.rows]
    reply["rows"] = [_clean({**row, "fqn": _renamed(row["fqn"], cut)}) for row in rows]
    reply["left_out"], reply["updated"] = answer.left_out, answer.updated
    reply["note"] = sound_text(answer.note)
    return reply


def _clean(row: Mapping[str, Any]) -> messages.InitRow:
    sound = {k: sound_name(v) if type(v) is str else v for k, v in row.items()}
    return cast("messages.InitRow", sound)


def measure_parameters(
    request: messages.ParamsMeasure, client: Client
) -> messages.ParamsMeasured:
    """Statistics of the tensors of a subtree."""
    name, fqn = str(request["model"]), str(request["fqn"])
    scene = client.session.scene()
    root = find_model(client.session, scene, name)
    module = None if root is None else descend(root, fqn)
    rows, left_out = ([], 0) if module is None else measure(
        module, _MOST_ROWS, _BUDGET_S
    )  # fmt: skip
    return {
        "kind": "params.measured",
        "id": request["id"],
        "model": sound_name(name),
        "fqn": sound_name(fqn),
        "rows": [_row(row, fqn) for row in rows],
        "left_out": left_out,
        "checked": encode_checked(now(scene)),
    }


def _row(row: Measured, prefix: str) -> messages.Measured:
    found = row.figures
    return {
        "fqn": sound_name(f"{prefix}.{row.fqn}" if prefix else row.fqn),
        "mean": finite(found and found.mean),
        "std": finite(found and found.std),
        "min": finite(found and found.minimum),
        "max": finite(found and found.maximum),
        "zero": finite(found and found.zero),
        "nonfinite": found.nonfinite if found else 0,
        "grad_rms": finite(row.grad_rms),
        "sampled": found.sampled if found else 0,
        "bound": finite(found and found.bound),
        "note": sound_text(row.note),
    }


HANDLERS: Answers = {
    "init.get": get_init,
    "params.measure": measure_parameters,
}

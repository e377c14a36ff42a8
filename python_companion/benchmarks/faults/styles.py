"""Other ways to write the same fault."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace

from .fault import MARK, Fault

_NN = re.compile(r"\bnn\.(?=[A-Zip])")
_F = re.compile(r"\bF\.(?=[a-z])")
_TORCH = re.compile(r"\btorch\.")
_CLASS = re.compile(r"\bnn\.([A-Z]\w+)")
_FUNCTION = re.compile(r"\bF\.([a-z]\w+)")
_TEXTS = ("before", "init", "first", "after", "method", "above", "script")

ALIASES = (
    "import torch as th\nimport torch.nn as tnn\nimport torch.nn.functional as fun"
)
PLAIN = "import torch\nimport torch.nn.functional as F\nfrom torch import nn"
BASE = (
    "class SharedBase({module}):\n"
    "    def __init__(self):\n"
    "        super().__init__()\n"
    "        self.verbose = False\n"
)


def styled(fault: Fault, style: str) -> tuple[Fault, str, str] | None:
    """A fault in a style, the imports it needs, and the base class of the donor.

    None if the style does not concern the fault.
    """
    if style == "plain":
        return fault, PLAIN, ""
    if style == "alias":
        changed = _mapped(fault, _aliased)
        return None if changed == fault else (changed, f"{PLAIN}\n{ALIASES}", "")
    if style == "names":
        return _named(fault)
    if style == "helper":
        return _helped(fault)
    if style == "function":
        return _in_function(fault)
    if style == "renamed":
        return _mapped(fault, _renamed), PLAIN, ""
    if style == "local base":
        base = f"{BASE.format(module='nn.Module')}\n\n"
        return replace(fault, before=base + fault.before), PLAIN, "SharedBase"
    if style == "alias base":
        return fault, f"{PLAIN}\n{ALIASES}", "tnn.Module"
    assert style == "base in another cell", style
    above = f"from torch import nn as layers\n\n{BASE.format(module='layers.Module')}"
    return replace(fault, above=above + fault.above), PLAIN, "SharedBase"


def _mapped(fault: Fault, change) -> Fault:
    return replace(fault, **{name: change(getattr(fault, name)) for name in _TEXTS})


def _aliased(text: str) -> str:
    return _TORCH.sub("th.", _F.sub("fun.", _NN.sub("tnn.", text)))


def _renamed(text: str) -> str:
    """Other variable names in a script."""
    for old, new in (("model", "net"), ("optimizer", "opt"), ("loss", "objective")):
        text = re.sub(rf"\b{old}\b", new, text)
    return text


def _named(fault: Fault) -> tuple[Fault, str, str] | None:
    texts = "\n".join(getattr(fault, name) for name in _TEXTS)
    classes = sorted(set(_CLASS.findall(texts)))
    functions = sorted(set(_FUNCTION.findall(texts)))
    if not classes and not functions:
        return None
    imports = [PLAIN]
    imports += [f"from torch.nn import {name}" for name in classes]
    imports += [
        f"from torch.nn.functional import {name} as {name}_fn" for name in functions
    ]

    def change(text: str) -> str:
        return _FUNCTION.sub(r"\1_fn", _CLASS.sub(r"\1", text))

    return _mapped(fault, change), "\n".join(imports), ""


def _helped(fault: Fault) -> tuple[Fault, str, str] | None:
    """The text moves to a method that `__init__` or forward calls."""
    if fault.init and not (fault.first or fault.after):
        method = f"def _prepare(self):\n{_indented(fault.init)}"
        changed = replace(fault, init="self._prepare()", method=method)
    elif fault.first:
        body = f"{fault.first}\nreturn {{x}}"
        method = f"def _inner(self, {{x}}):\n{_indented(body)}"
        changed = replace(fault, first="{x} = self._inner({x})", method=method)
    elif fault.after:
        method = f"def _keep(self, {{h}}):\n{_indented(fault.after)}"
        changed = replace(fault, after="self._keep({h})", method=method)
    else:
        return None
    if fault.method:
        changed = replace(changed, method=f"{changed.method}\n\n{fault.method}")
    return changed, PLAIN, ""


def _in_function(fault: Fault) -> tuple[Fault, str, str] | None:
    if not fault.script:
        return None
    body = _indented(fault.script)
    names = "config, loader, batch, target, path, epochs"
    script = f"def run({names}):\n{body}\n\n\nrun({names})"
    return replace(fault, script=script), PLAIN, ""


def _indented(text: str) -> str:
    return textwrap.indent(text, "    ")


__all__ = ["MARK", "PLAIN", "styled"]

"""What names mean: aliases, star imports, local variables, other cells."""

from __future__ import annotations

import ast

import pytest
from modulescope.source.cells import Cell
from modulescope.source.notebook import Notebook
from modulescope.source.torchnames import MODULE_METHODS, NN_CLASSES, is_stateless


def resolved(*sources: str) -> str:
    """What the last expression of the last cell means."""
    cells = [Cell(str(number), source) for number, source in enumerate(sources)]
    text = Notebook(cells).text(cells[-1])
    calls = text.tree.all(ast.Call)
    return text.resolve(calls[-1].func)


@pytest.mark.parametrize(
    ("source", "meaning"),
    [
        ("import torch\ntorch.nn.Linear()", "torch.nn.Linear"),
        ("import torch.nn as nn\nnn.Linear()", "torch.nn.Linear"),
        ("import torch.nn\ntorch.nn.Linear()", "torch.nn.Linear"),
        ("from torch import nn as layers\nlayers.Linear()", "torch.nn.Linear"),
        ("from torch.nn import Linear as L\nL()", "torch.nn.Linear"),
        ("from torch.nn import *\nLinear()", "torch.nn.Linear"),
        ("from torch.nn.modules.linear import Linear\nLinear()", "torch.nn.Linear"),
        ("import torch.nn.functional as F\nF.relu()", "torch.nn.functional.relu"),
        ("from torch.optim.adam import Adam\nAdam()", "torch.optim.Adam"),
        ("import torch\nnn = torch.nn\nL = nn.Linear\nL()", "torch.nn.Linear"),
        ("from torch.autograd import no_grad\nno_grad()", "torch.no_grad"),
        ("nn.Linear()", "torch.nn.Linear"),
        ("len()", "len"),
        ("import flax.linen as nn\nnn.Dense()", "flax.linen.Dense"),
        ("from flax.linen import *\nnn.Dense()", ""),
        ("import jax\nnn.relu()", ""),
        ("nn = 5\nnn.Linear()", ""),
        ("import torch.nn as nn\nimport flax.linen as nn\nnn.Dense()", ""),
        ("def f(nn):\n    nn.Linear()", ""),
        ("from torch import nn\ndef f():\n    nn = make()\n    nn.Linear()", ""),
        ("def f():\n    from torch import nn\n    nn.Linear()", "torch.nn.Linear"),
        ("[nn.Linear() for nn in x]", ""),
        (
            "try:\n    from a import N\nexcept ImportError:\n    from b import N\nN()",
            "",
        ),
        ("a = b\nb = a\na()", ""),
        ("class Linear: pass\nLinear()", ""),
    ],
)
def test_a_name_means_what_python_would_find(source, meaning):
    assert resolved(source) == meaning


def test_a_name_that_another_cell_imports_is_known():
    assert resolved("import torch.nn as layers", "layers.Linear()") == "torch.nn.Linear"
    assert resolved("import flax.linen as nn", "nn.Dense()") == "flax.linen.Dense"


def test_the_own_cell_goes_before_the_others():
    assert resolved("nn = 1", "from torch import nn\nnn.GRU()") == "torch.nn.GRU"


def is_module(*sources: str) -> bool | None:
    """Whether the last class of the last cell is a module."""
    cells = [Cell(str(number), source) for number, source in enumerate(sources)]
    text = Notebook(cells).text(cells[-1])
    return text.facts(text.class_nodes[-1]).is_module


@pytest.mark.parametrize(
    ("sources", "verdict"),
    [
        (["class A(nn.Module): pass"], True),
        (["class A(nn.Linear): pass"], True),
        (["class A(nn.Module): pass", "class B(A): pass"], True),
        (["class B(A): pass\nclass A(nn.Module): pass\nclass C(B): pass"], True),
        (["class A(Mixin, nn.Module): pass"], True),
        (["class Module: pass", "class A(Module): pass"], False),
        (["class A(object): pass"], False),
        (["class A: pass"], False),
        (["from lib import Base\nclass A(Base): pass"], None),
        (["class A(make()): pass"], None),
        (["class A(B): pass\nclass B(A): pass"], False),
        (["import lightning as L\nclass A(L.LightningModule): pass"], True),
        (["from typing import Generic\nclass A(Generic[T]): pass"], False),
    ],
)
def test_module_classes_are_known_by_their_bases(sources, verdict):
    assert is_module(*sources) is verdict


def test_the_list_of_torchs_classes_is_complete():
    from torch import nn

    classes = {
        name
        for name, value in vars(nn).items()
        if isinstance(value, type) and issubclass(value, nn.Module)
    }
    assert classes <= NN_CLASSES


def test_the_list_of_the_methods_of_a_module_is_complete():
    from torch import nn

    public = {name for name in dir(nn.Module) if not name.startswith("_")}
    # Libraries that another test imported may have added methods of their own.
    methods = {
        name
        for name in public
        if callable(method := getattr(nn.Module, name))
        and getattr(method, "__module__", "").startswith("torch")
    }
    assert methods - {"T_destination"} == MODULE_METHODS


def test_stateless_layers_hold_no_tensor_and_have_no_mode():
    from torch import nn

    for name in sorted(NN_CLASSES):
        if is_stateless(f"torch.nn.{name}"):
            code = str(vars(getattr(nn, name)))
            assert "training" not in code and "Parameter" not in code, name

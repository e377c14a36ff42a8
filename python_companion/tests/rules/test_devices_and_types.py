"""NN402 and NN403 on live models; the second device is fake, tests have no GPU."""

from __future__ import annotations

import pytest
from modulescope.checking.codes import get_rule

from .scenes import message, notebook

NN402, NN403, NN514 = map(get_rule, ("NN402", "NN403", "NN514"))
assert NN402 and NN403
MODE = (
    "from torch._subclasses.fake_tensor import FakeTensorMode\nmode = FakeTensorMode()"
)
CUDA = (
    "def cuda(module, index=0):\n"
    "    with mode:\n"
    "        for name, old in list(module._parameters.items()):\n"
    "            new = torch.empty(*old.shape, device=f'cuda:{index}')\n"
    "            module._parameters[name] = nn.Parameter(new)\n"
)
# A second device that computes; torch registers its backend once in a process.
LAZY = (
    "import sys\n"
    "if 'torch._lazy.ts_backend' not in sys.modules:\n"
    "    import torch._lazy.ts_backend\n"
    "    torch._lazy.ts_backend.init()"
)
MODEL = "model = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))"


def test_a_layer_that_stayed_behind_is_found():
    book = notebook(MODE, CUDA, MODEL + "\nmodel.append(nn.Linear(3, 3))")
    book.run("cuda(model[0])\ncuda(model[2])")
    (verdict,) = book.confirmed(NN402)
    assert message(NN402, verdict) == "`model` has tensors on 2 devices"
    assert verdict.evidence == (
        "`model` has 4 tensors on cuda:0 and 2 tensors on cpu: `3.weight` and `3.bias`",
    )
    assert verdict.cell == ("cell-3", 3)
    assert verdict.range == ((0, 0), (0, 5))


def test_optimizer_state_that_stayed_behind_is_found():
    book = notebook(
        MODE,
        CUDA,
        MODEL,
        "opt = torch.optim.Adam(model.parameters())",
        "model(torch.ones(2, 3)).sum().backward()\nopt.step()",
        "with mode:\n    there = torch.empty(3, 3, device='cuda')\n"
        "w = nn.Parameter(there)\nold = model[0].weight\nmodel[0].weight = w\n"
        "opt.state[w] = opt.state.pop(old)\n"
        "opt.param_groups[0]['params'][0] = w\ndel old",
    )
    [verdict] = book.confirmed(NN514)
    assert verdict.object == "opt"
    assert "cpu" in verdict.evidence[0] and "cuda:0" in verdict.evidence[0]
    assert "opt" not in {v.object for v in book.confirmed(NN402)}


def test_a_part_on_a_second_device_with_real_data_is_found():
    # The look-alike that moves between these two devices is among `lookalikes/`.
    book = notebook(
        LAZY,
        MODEL,
        "model[2].to('lazy')",
    )
    (verdict,) = book.confirmed(NN402)
    assert verdict.evidence == (
        "`model` has 2 tensors on cpu and 2 tensors on lazy:0: `2.weight` and `2.bias`",
    )


SPLIT = (
    "class Split(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    "        self.a = nn.Linear(3, 3)\n        self.b = nn.Linear(3, 3)\n"
    "    def forward(self, x):\n        return self.b(self.a(x).to('cuda'))\n"
)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([MODEL], id="one device"),
        pytest.param([MODEL, "for m in model:\n    cuda(m)"], id="all on cuda"),
        pytest.param([MODEL, "cuda(model[0])\ncuda(model[2], 1)"], id="model parallel"),
        pytest.param(
            [MODEL, "cuda(model[0])\nmodel.hf_device_map = {}"], id="a device map"
        ),
        pytest.param(
            [MODEL, "cuda(model[0])\nmodel[2]._hf_hook = object()"],
            id="an offload hook of accelerate",
        ),
        pytest.param(
            ["model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3, device='meta'))"],
            id="meta is no device",
        ),
        pytest.param(
            [
                "model = nn.Linear(3, 3)\n"
                "model.register_buffer('s', torch.tensor(1.0))",
                "cuda(model)",
            ],
            id="a scalar on the cpu",
        ),
        pytest.param(
            [SPLIT, "model = Split()\ncuda(model.b)"],
            id="a forward that moves between whole parts",
        ),
    ],
)
def test_deliberate_devices_are_silent(cells):
    assert notebook(MODE, CUDA, *cells).confirmed(NN402) == []


def test_a_plain_tensor_is_left_to_its_own_rule():
    book = notebook(
        MODE,
        CUDA,
        "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.fc = nn.Linear(3, 3)\n        self.m = torch.ones(3)\n"
        "    def forward(self, x):\n        return self.fc(x) + self.m\n",
        "model = N()\ncuda(model.fc)",
    )
    assert book.confirmed(NN402) == []
    assert len(book.confirmed(get_rule("NN105"))) == 1


# NN403


def test_a_layer_of_another_type_is_found():
    (verdict,) = notebook(MODEL, "model.append(nn.Linear(3, 3).half())").confirmed(
        NN403
    )
    assert message(NN403, verdict) == (
        "`model` mixes float32 and float16: `model.3` is float16"
    )
    assert verdict.evidence == (
        "of 3 linear or convolution layers 2 are float32, 1 is float16",
        "float16: 3",
    )


def test_a_head_that_came_later_is_marked_where_it_was_put_in():
    head = "import math\nmodel.head = nn.Linear(3, 3).half()"
    (verdict,) = notebook(MODEL, head).confirmed(NN403)
    assert verdict.values["module"] == "model.head"
    assert (verdict.cell, verdict.range) == (("cell-2", 2), ((1, 0), (1, 10)))


def test_a_whole_block_is_named_once():
    book = notebook(
        "conv = lambda: nn.Conv2d(3, 3, 1)\n"
        "block = lambda: nn.Sequential(conv(), nn.ReLU(), conv())",
        "model = nn.Sequential(block(), block().half(), block())",
    )
    (verdict,) = book.confirmed(NN403)
    assert verdict.values["module"] == "model.1"


def test_a_block_of_a_diffusers_unet_is_found():
    book = notebook(
        "from diffusers import UNet2DModel",
        "model = UNet2DModel(sample_size=8, block_out_channels=(8, 8), "
        "norm_num_groups=4, layers_per_block=1, "
        "down_block_types=('DownBlock2D', 'DownBlock2D'), "
        "up_block_types=('UpBlock2D', 'UpBlock2D'))",
        "model.mid_block.half()",
    )
    (verdict,) = book.confirmed(NN403)
    assert verdict.values["module"] == "model.mid_block"
    assert verdict.values["dtype"] == "float16"


def test_a_block_on_meta_is_no_second_device():
    book = notebook(
        "from diffusers import UNet2DModel",
        "model = UNet2DModel(sample_size=8, block_out_channels=(8, 8), "
        "norm_num_groups=4, layers_per_block=1, "
        "down_block_types=('DownBlock2D', 'DownBlock2D'), "
        "up_block_types=('UpBlock2D', 'UpBlock2D'))",
        "model.mid_block.to('meta')",
    )
    assert book.confirmed(NN402) == []
    assert book.confirmed(NN403) == []


CASTS = (
    "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    "        self.a = nn.Linear(3, 3).half()\n        self.b = nn.Linear(3, 3).half()\n"
    "        self.head = nn.Linear(3, 3)\n    def forward(self, x):\n"
    "        return self.head(self.b(self.a(x)).float())\n"
)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([MODEL + ".half()"], id="all half"),
        pytest.param(
            [
                "model = nn.Sequential(nn.Linear(3, 3), nn.LayerNorm(3)).half()",
                "model[1].float()",
            ],
            id="norm layers in float32",
        ),
        pytest.param(
            [
                MODEL,
                "model.append(nn.Linear(3, 3).half())",
                "with torch.autocast('cpu'):\n    pass",
            ],
            id="autocast",
        ),
        pytest.param(
            [
                "model = nn.ModuleDict({'a': nn.Linear(3, 3), "
                "'b': nn.Linear(3, 3).half()})"
            ],
            id="side by side",
        ),
        pytest.param(
            [MODEL, "model.register_buffer('n', torch.ones(2, dtype=torch.int8))"],
            id="integers",
        ),
        pytest.param([CASTS, "model = N()"], id="a cast before the head"),
        pytest.param(
            [MODEL + ".bfloat16()", "model.lora_a = nn.Linear(3, 3)"], id="an adapter"
        ),
        pytest.param(
            [
                "class N(nn.Sequential):\n    _keep_in_fp32_modules = ['wo']",
                "model = N(nn.Linear(3, 3), nn.Linear(3, 3)).half()\n"
                "model.add_module('wo', nn.Linear(3, 3))",
            ],
            id="kept in float32",
        ),
    ],
)
def test_deliberate_types_are_silent(cells):
    assert notebook(*cells).confirmed(NN403) == []

"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_MODEL = """
import torch
from torch import nn
model = nn.Linear(2, 2)
"""
_OPTIMIZER = "optimizer = torch.optim.SGD(model.parameters(), 0.1)\n"
_STEP = """
loss = model(torch.ones(1, 2)).sum()
loss.backward()
optimizer.step()
"""
_CELLS = _MODEL + "# %%\n" + _OPTIMIZER + "# %%\n" + _STEP

_TRAIN = """
# %%
def train(model, optimizer):
    for _ in range(3):
        optimizer.zero_grad()
        model(torch.ones(1, 2)).sum().backward()
        optimizer.step()
# %%
"""
_FIRST = _MODEL + _OPTIMIZER + _TRAIN + "train(model, optimizer)\n# %%\n"
_AGAIN = "model = nn.Linear(2, 3)\ntrain(model, optimizer)\n"

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
loss = model(torch.ones(1, 2)).sum()
loss.backward()
optimizer.step()
""",
        why="built after the model",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
image = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.SGD([image], 0.1)
""",
        why="a plain tensor that is optimised",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
generator, critic = nn.Linear(2, 2), nn.Linear(2, 1)
first = torch.optim.SGD(generator.parameters(), 0.1)
second = torch.optim.SGD(critic.parameters(), 0.1)
# %%
critic(generator(torch.ones(1, 2))).sum().backward()
first.step()
second.step()
""",
        why="two models with an optimizer each",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
teacher = nn.Linear(2, 2).requires_grad_(False)
# %%
loss = model(torch.ones(1, 2)).sum()
loss.backward()
optimizer.step()
""",
        why="a teacher that no optimizer holds",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
model = nn.Linear(2, 2)
""",
        why="rebuilt and not trained yet",
        live=True,
    ),
    Valid(
        _CELLS,
        why="the cells were all run again, from the top",
        live=True,
        order=(0, 1, 2, 0, 1, 2),
    ),
    Valid(
        _CELLS,
        why="the model was built last, and the optimizer after it again",
        live=True,
        order=(0, 1, 0, 1, 2),
    ),
    Valid(
        _MODEL
        + "# %%\n"
        + _OPTIMIZER
        + "# %%\nif False:\n    model = nn.Linear(2, 2)\n# %%\n"
        + _STEP,
        why="the line that builds the model again cannot be reached",
        live=True,
    ),
    Valid(
        _FIRST
        + "for fold in range(2):\n    model = nn.Linear(2, 3)\n    "
        + _OPTIMIZER
        + "    train(model, optimizer)\n",
        why="each fold builds both",
        live=True,
        order=(0, 1, 2, 3, 3),
    ),
    Valid(
        _FIRST
        + "def fold():\n    model = nn.Linear(2, 3)\n    "
        + _OPTIMIZER
        + "    train(model, optimizer)\n    return model\nmodel = fold()\n",
        why="an old optimizer is left over; the function has one of its own",
        live=True,
    ),
    Valid(
        _FIRST + "model = nn.Linear(2, 3)\nmodel(torch.ones(1, 2)).sum().backward()\n",
        why="a look at the gradients of a new model, without a step",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
agents = {"first": {"nets": [[nn.Linear(2, 2)]]}}
optimizer = torch.optim.SGD(agents["first"]["nets"][0][0].parameters(), 0.1)
# %%
model = nn.Linear(2, 2)
for _ in range(3):
    optimizer.zero_grad()
    out = agents["first"]["nets"][0][0](torch.ones(1, 2))
    model(out).sum().backward()
    optimizer.step()
""",
        why="the optimizer trains a model that is out of sight",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
model = nn.Linear(2, 2)
# %%
loss = model(torch.ones(1, 2)).sum()
loss.backward()
optimizer.step()
""",
        twin="""
import torch
from torch import nn
model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
# %%
loss = model(torch.ones(1, 2)).sum()
loss.backward()
optimizer.step()
""",
        live=True,
    ),
    Invalid(
        _CELLS,
        live=True,
        order=(0, 1, 2, 0, 2),
        twin=_MODEL + "# %%\npass\n# %%\n" + _OPTIMIZER + _STEP,
    ),
    Invalid(
        _STEP + "# %%\n" + _OPTIMIZER + "# %%\n" + _MODEL,
        live=True,
        order=(2, 1, 2, 0),
    ),
    Invalid(
        _MODEL
        + "# %%\n"
        + _OPTIMIZER
        + "# %%\nif optimizer:\n    model = nn.Linear(2, 2)\nelse:\n"
        + "    optimizer = torch.optim.SGD(model.parameters(), 0.1)\n# %%\n"
        + _STEP,
        live=True,
    ),
    Invalid(
        _FIRST + _AGAIN,
        live=True,
        twin=_FIRST
        + "model = nn.Linear(2, 3)\n"
        + _OPTIMIZER
        + "train(model, optimizer)\n",
    ),
    Invalid(_FIRST + _AGAIN, live=True, order=(0, 1, 2, 3, 3)),
    Invalid(
        _FIRST + "for p in model.parameters():\n    print(p.norm())\n# %%\n" + _AGAIN,
        live=True,
    ),
]

"""Near misses and bugs, each as small as it can be."""

from ..base import Invalid, Valid

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
]

"""Containers that code outside the class assigns."""

from ....rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        setattr(self, "layers", nn.ModuleList([nn.Linear(8, 8)]))
model = Net()
""",
        why="a ModuleList under a name",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        for number, layer in enumerate([nn.Linear(8, 8), nn.Linear(8, 8)]):
            setattr(self, f"layer{number}", layer)
model = Net()
""",
        why="each layer under a name of its own",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
# %%
model = Net()
model.layers = [nn.Linear(8, 8)]
model.body = nn.ModuleList(model.layers)
""",
        why="a list from outside that is registered afterwards",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
# %%
model = Net()
model.sizes = [8, 8]
model.parts = [model.fc]
""",
        why="what is registered already",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
        setattr(self, "layers", [nn.Linear(8, 8)])
model = Net()
""",
        line=6,
        live=True,
    ),
    Invalid(
        """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 8)
# %%
model = Net()
model.layers = [nn.Linear(8, 8) for _ in range(2)]
""",
        line=2,
        cell=1,
        live=True,
    ),
]

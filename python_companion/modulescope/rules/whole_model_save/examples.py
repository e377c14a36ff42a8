"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
torch.save(model.state_dict(), 'm.pt')
torch.save({'model': model.state_dict(), 'epoch': 3}, 'c.pt')
""",
        why="a state dict, and a checkpoint that holds one",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
torch.save(model, 'm.pt')
again = torch.load('m.pt', weights_only=False)
""",
        why="read with `weights_only=False`",
    ),
    Valid(
        """
import torch
def keep(features, path):
    torch.save(features, path)
    return torch.load(path).mean()
""",
        why="a tensor",
    ),
    Valid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
torch.save(f='m.pt', obj=model.state_dict())
torch.save(f='c.pt', obj={'model': model.state_dict()})
""",
        why="a state dict that is given by name",
    ),
    Valid(
        """
import torch
state = torch.load('m.pt')
print(state.keys())
""",
        why="the file holds a state dict",
    ),
    Valid(
        """
import torch
from torch import nn
model = torch.jit.script(nn.Linear(2, 2))
torch.jit.save(model, 'm.pt')
""",
        why="a scripted model",
    ),
]

INVALID = [
    Invalid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
torch.save(model, 'm.pt')
""",
        line=4,
        fixed="""
import torch
from torch import nn
model = nn.Linear(2, 2)
torch.save(model.state_dict(), 'm.pt')
""",
    ),
    Invalid(
        """
import torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(2, 2)
    def keep(self, path):
        torch.save(self, path)
""",
        line=7,
        fixed="""
import torch
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(2, 2)
    def keep(self, path):
        torch.save(self.state_dict(), path)
""",
    ),
    Invalid(
        """
import torch
def resume(path, device):
    model = torch.load(path, map_location=device)
    model.eval()
    return model
""",
        line=3,
    ),
    Invalid(
        """
import torch as th
model = th.load('m.pt').to('cpu').eval()
""",
        line=2,
    ),
    Invalid(
        """
import torch
from torch import nn
model = nn.Linear(2, 2)
torch.save(obj=model, f='m.pt')
""",
        line=4,
        fixed="""
import torch
from torch import nn
model = nn.Linear(2, 2)
torch.save(obj=model.state_dict(), f='m.pt')
""",
    ),
]

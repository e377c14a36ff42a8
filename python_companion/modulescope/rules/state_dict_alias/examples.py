"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import copy
import torch
from torch import nn
torch.manual_seed(0)
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(8, 4), torch.randn(8, 1)
"""

_LOOP = """
best = float('inf')
for _ in range(5):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if loss.item() < best:
        best = loss.item()
        KEEP
# %%
model.load_state_dict(best_state)
"""

_ENTRY = """
best = {'loss': float('inf')}
for _ in range(5):
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if loss.item() < best['loss']:
        best['loss'] = loss.item()
        best['model'] = TAKEN
# %%
model.load_state_dict(best['model'])
"""

_AROUND = """
start = TAKEN
# %%
for _ in range(5):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
# %%
model.load_state_dict(start)
"""

_FIRST = "# %%\nstart = model.state_dict()\n"
_TRAIN = """# %%
for _ in range(5):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
"""
_LAST = "# %%\nmodel.load_state_dict(start)\n"

VALID = [
    Valid(
        _SETUP
        + _LOOP.replace("KEEP", "best_state = copy.deepcopy(model.state_dict())"),
        why="a deep copy",
        live=True,
    ),
    Valid(
        _SETUP
        + _LOOP.replace(
            "KEEP",
            "best_state = {k: v.clone() for k, v in model.state_dict().items()}",
        ),
        why="a copy of each tensor",
        live=True,
    ),
    Valid(
        """
import torch
def fit(model, optimizer, batches, path):
    best = 9.0
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < best:
            best = loss.item()
            state = {'model': model.state_dict(), 'best': best}
            torch.save(state, path)
""",
        why="saved at once",
    ),
    Valid(
        """
import torch
def fit(model, optimizer, batches, path):
    best = {'loss': 9.0}
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < best['loss']:
            best['loss'] = loss.item()
            best['model'] = model.state_dict()
            torch.save(best, path)
    return best['loss']
""",
        why="an entry of a checkpoint that is saved at once",
    ),
    Valid(
        _SETUP
        + """
import io
last = {}
for step in range(5):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
    last['step'] = step
    last['model'] = model.state_dict()
torch.save(last, io.BytesIO())
""",
        why="an entry that is set again in each step",
        live=True,
    ),
    Valid(
        """
import torch
def update(model, average, optimizer, batches):
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < 9:
            state = model.state_dict()
            for name, value in average.state_dict().items():
                value.lerp_(state[name], 0.01)
""",
        why="an average of weights that reads them at once",
    ),
    Valid(
        _SETUP
        + """
state = model.state_dict()
print(list(state))
# %%
for _ in range(5):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
""",
        why="looked at before the training only",
        live=True,
    ),
    Valid(
        _SETUP
        + """
for _ in range(5):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
final = model.state_dict()
# %%
other = nn.Linear(4, 1)
other.load_state_dict(final)
""",
        why="taken after the training, for another model",
        live=True,
    ),
    Valid(
        _SETUP + _AROUND.replace("TAKEN", "copy.deepcopy(model.state_dict())"),
        why="a copy that is loaded back",
        live=True,
    ),
    Valid(
        """
def resume(model, path, load):
    state = model.state_dict()
    for name, value in load(path).items():
        if name in state:
            state[name] = value
        else:
            print(name)
    model.load_state_dict(state)
""",
        why="filled and loaded without a training between",
    ),
    Valid(
        """
import torch
class Trainer:
    def checkpoint(self, path):
        self.state = self.model.state_dict()
        torch.save(self.state, path)
""",
        why="an attribute that is saved, never loaded back",
    ),
    Valid(
        """
import torch
from torch import nn
states = []
for size in range(3):
    model = nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(5):
        optimizer.zero_grad()
        model(torch.ones(4)).sum().backward()
        optimizer.step()
    states.append(model.state_dict())
""",
        why="a new model in each iteration",
        live=True,
    ),
    Valid(
        _SETUP + _FIRST + _TRAIN + _LAST,
        why="the cell that keeps it ran after the training",
        live=True,
        order=(0, 2, 1, 3),
    ),
    Valid(
        _SETUP + _FIRST + _TRAIN + _LAST,
        why="the cell that keeps it ran again after the training",
        live=True,
        order=(0, 1, 2, 1, 3),
    ),
    Valid(
        """
def run(model, optimizer, batches, train):
    start = model.state_dict()
    if train:
        for x, y in batches:
            optimizer.zero_grad()
            (model(x) - y).pow(2).mean().backward()
            optimizer.step()
    else:
        model.load_state_dict(start)
""",
        why="either trained or loaded",
    ),
    Valid(
        """
def run(model, train, fresh):
    if fresh:
        start = model.state_dict()
        return start
    train(model)
    start = model.state_dict()
    if False:
        train(model)
    model.load_state_dict(start)
""",
        why="the one returned, and the training after the other cannot be reached",
    ),
]

INVALID = [
    Invalid(
        _SETUP + _LOOP.replace("KEEP", "best_state = model.state_dict()"),
        line=17,
        live=True,
        twin=_SETUP
        + _LOOP.replace("KEEP", "best_state = copy.deepcopy(model.state_dict())"),
        fixed=(
            _SETUP
            + _LOOP.replace("KEEP", "best_state = copy.deepcopy(model.state_dict())")
        ).split("\n# %%")[0],
    ),
    Invalid(
        """
for e in range(3):
    train(model)
    if loss < best:
        best_sd = model.state_dict()
""",
        line=4,
        fixed="""
import copy
for e in range(3):
    train(model)
    if loss < best:
        best_sd = copy.deepcopy(model.state_dict())
""",
    ),
    Invalid(
        _SETUP
        + """
history = []
for _ in range(5):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
    history.append(dict(model.state_dict()))
""",
        line=14,
        live=True,
        fixed=_SETUP
        + """
history = []
for _ in range(5):
    optimizer.zero_grad()
    nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
    history.append(dict(copy.deepcopy(model.state_dict())))
""",
    ),
    Invalid(
        _SETUP + _AROUND.replace("TAKEN", "model.state_dict()"),
        line=9,
        live=True,
        twin=_SETUP + _AROUND.replace("TAKEN", "copy.deepcopy(model.state_dict())"),
        fixed=(
            _SETUP + _AROUND.replace("TAKEN", "copy.deepcopy(model.state_dict())")
        ).split("\n# %%")[0],
    ),
    Invalid(
        """
from copy import deepcopy
def fit(model, optimizer, batches):
    best, best_state = 9.0, None
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < best:
            best = loss.item()
            best_state = {k: v for k, v in model.state_dict().items()}
    return best_state
""",
        line=11,
        fixed="""
from copy import deepcopy
def fit(model, optimizer, batches):
    best, best_state = 9.0, None
    for x, y in batches:
        loss = (model(x) - y).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < best:
            best = loss.item()
            best_state = {k: v for k, v in deepcopy(model.state_dict()).items()}
    return best_state
""",
    ),
    Invalid(
        """
class EarlyStopping:
    def __call__(self, loss, model):
        if loss < self.best:
            self.best = loss
            self.state = model.state_dict()
    def restore(self, model):
        model.load_state_dict(self.state)
""",
        line=5,
        fixed="""
import copy
class EarlyStopping:
    def __call__(self, loss, model):
        if loss < self.best:
            self.best = loss
            self.state = copy.deepcopy(model.state_dict())
    def restore(self, model):
        model.load_state_dict(self.state)
""",
    ),
    Invalid(
        _SETUP + _ENTRY.replace("TAKEN", "model.state_dict()"),
        line=17,
        live=True,
        twin=_SETUP + _ENTRY.replace("TAKEN", "copy.deepcopy(model.state_dict())"),
        fixed=(
            _SETUP + _ENTRY.replace("TAKEN", "copy.deepcopy(model.state_dict())")
        ).split("\n# %%")[0],
    ),
    Invalid(
        _SETUP + _TRAIN + _FIRST + _LAST,
        line=1,
        cell=2,
        live=True,
        order=(0, 2, 1, 3),
        fixed="start = copy.deepcopy(model.state_dict())",
    ),
    Invalid(
        _SETUP + _AROUND.replace("TAKEN", "model.state_dict()"),
        line=9,
        live=True,
        order=(0, 1, 1, 2),
        fixed=(
            _SETUP + _AROUND.replace("TAKEN", "copy.deepcopy(model.state_dict())")
        ).split("\n# %%")[0],
    ),
]

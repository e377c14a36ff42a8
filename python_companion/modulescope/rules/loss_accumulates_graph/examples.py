"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_SETUP = """
import torch
from torch import nn
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
data = [torch.ones(2, 4)] * 8
"""


def _loop(body: str, before: str = "", after: str = "") -> str:
    lines = [line for line in body.strip("\n").split("\n") if line]
    return (
        _SETUP
        + before
        + "for x in data:\n    optimizer.zero_grad()\n    loss = model(x).sum()\n"
        + "".join(f"    {line}\n" for line in lines)
        + "    optimizer.step()\n"
        + after
    )


_METER = """
class Meter:
    def __init__(self):
        self.sum = 0
    def update(self, value):
"""
_STEP = (
    _SETUP
    + """
def train_step(x):
    optimizer.zero_grad()
    loss = model(x).sum()
    loss.backward()
    optimizer.step()
    return {}
# %%
"""
)

VALID = [
    Valid(
        _loop("loss.backward()\ntotal += loss.item()", "total = 0\n"),
        why="a number",
        live=True,
    ),
    Valid(
        _loop("loss.backward()\nlosses.append(loss.detach())", "losses = []\n"),
        why="a detached tensor",
        live=True,
    ),
    Valid(
        _loop("loss.backward()\nloss = loss.item()\ntotal += loss", "total = 0\n"),
        why="the variable holds its number by then",
        live=True,
    ),
    Valid(
        _loop(
            "loss.backward()\nwith torch.no_grad():\n    total += loss",
            "total = torch.zeros(())\n",
        ),
        why="a sum without a graph",
        live=True,
    ),
    Valid(
        """
def train(model, optimizer, data):
    for x in data:
        optimizer.zero_grad()
        total = 0
        for part in x:
            loss = model(part).sum()
            total += loss
        total.backward()
        optimizer.step()
""",
        why="the sum is back-propagated",
    ),
    Valid(
        """
def train(model, optimizer, data):
    total = 0
    for x in data:
        loss = model(x).sum()
        loss.backward(retain_graph=True)
        total += loss
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
""",
        why="the graph is kept on purpose",
    ),
    Valid(
        """
def train(model, optimizer, data, penalty):
    for x in data:
        optimizer.zero_grad()
        losses = []
        losses.append(model(x).sum())
        loss = sum(losses)
        loss.backward()
        losses.append(loss)
        optimizer.step()
""",
        why="a list that lives for one turn",
    ),
    Valid(
        """
from collections import deque
def train(model, optimizer, data):
    recent = deque(maxlen=10)
    for x in data:
        optimizer.zero_grad()
        loss = model(x).sum()
        loss.backward()
        recent.append(loss)
        optimizer.step()
""",
        why="at most ten are kept",
    ),
    Valid(
        _loop("loss.backward()\nlog.append(f'{loss:.3f}')", "log = []\n"),
        why="a text",
        live=True,
    ),
    Valid(
        """
def train(model, optimizer, data, meter):
    history = []
    for x in data:
        optimizer.zero_grad()
        loss = model(x).sum()
        loss.backward()
        meter.update(loss)
        history.append(meter.average(loss))
        meter.add('loss', loss)
        optimizer.step()
""",
        why="a function of another file is given the loss",
    ),
    Valid(
        _loop(
            "loss.backward()\nmeter.update(loss)",
            _METER + "        value = value.item()\n        self.sum += value\n"
            "meter = Meter()\n",
        ),
        why="the class of the meter takes the number",
    ),
    Valid(
        _loop("loss.backward()\nema = 0.9 * ema + 0.1 * loss.item()", "ema = 0\n"),
        why="a running mean of numbers",
        live=True,
    ),
    Valid(
        _loop("loss.backward()\ncache['last'] = loss", "cache = {}\n"),
        why="each turn overwrites the one before",
    ),
    Valid(
        _STEP.format("loss.item()")
        + "losses = []\nfor x in data:\n    losses.append(train_step(x))\n",
        why="the function returns a number",
        live=True,
    ),
    Valid(
        """
from collections import deque
class Agent:
    def __init__(self):
        self.memory = deque(maxlen=100)
    def learn(self, model, optimizer, data):
        for x in data:
            optimizer.zero_grad()
            loss = model(x).sum()
            loss.backward()
            optimizer.step()
            self.memory.append(loss)
""",
        why="a buffer of the object that keeps at most a hundred",
    ),
    Valid(
        """
class Trainer:
    def __init__(self):
        self.losses = []
    def step(self, x):
        self.optimizer.zero_grad()
        loss = self.model(x).sum()
        loss.backward()
        self.optimizer.step()
        self.losses.append(loss)
    def fit(self, data):
        for x in data:
            self.step(x)
            self.show(self.losses)
            self.losses.clear()
""",
        why="the loop that calls the step empties the list",
    ),
]

INVALID = [
    Invalid(
        _loop(
            "loss.backward()\ntotal += loss", "total = 0\n", "print(total / len(data))"
        ),
        line=11,
        live=True,
        fixed=_loop(
            "loss.backward()\ntotal += loss.item()",
            "total = 0\n",
            "print(total / len(data))",
        ),
        twin=_loop("loss.backward()\ntotal += loss.item()", "total = 0\n"),
    ),
    Invalid(
        _loop("loss.backward()\nlosses.append(loss)", "losses = []\n")
        + "# %%\nprint(torch.stack(losses).mean())",
        line=11,
        live=True,
        fixed=_loop(
            "loss.backward()\nlosses.append(loss.detach())", "losses = []\n"
        ).rstrip(),
        twin=_loop("loss.backward()\nlosses.append(loss.detach())", "losses = []\n")
        + "# %%\nprint(torch.stack(losses).mean())",
        order=(0, 0, 1),
    ),
    Invalid(
        """
def train(model, optimizer, data):
    total = 0
    for epoch in range(3):
        for x in data:
            optimizer.zero_grad()
            loss = model(x).sum()
            loss.backward()
            optimizer.step()
            total = total + loss * len(x)
    return total
""",
        line=9,
        fixed="""
def train(model, optimizer, data):
    total = 0
    for epoch in range(3):
        for x in data:
            optimizer.zero_grad()
            loss = model(x).sum()
            loss.backward()
            optimizer.step()
            total = total + loss.detach() * len(x)
    return total
""",
    ),
    Invalid(
        """
class Trainer:
    def fit(self, data, scaler):
        for x in data:
            self.optimizer.zero_grad()
            loss = self.model(x).sum()
            scaler.scale(loss).backward()
            self.optimizer.step()
            self.history['loss'].append((loss, len(x)))
""",
        line=8,
        fixed="""
class Trainer:
    def fit(self, data, scaler):
        for x in data:
            self.optimizer.zero_grad()
            loss = self.model(x).sum()
            scaler.scale(loss).backward()
            self.optimizer.step()
            self.history['loss'].append((loss.detach(), len(x)))
""",
    ),
    Invalid(
        _loop(
            "loss.backward()\nmeter.update(loss)",
            _METER + "        self.sum += value\nmeter = Meter()\n",
        ),
        line=17,
        fixed="""
import torch
from torch import nn
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
data = [torch.ones(2, 4)] * 8

class Meter:
    def __init__(self):
        self.sum = 0
    def update(self, value):
        self.sum += value
meter = Meter()
for x in data:
    optimizer.zero_grad()
    loss = model(x).sum()
    loss.backward()
    meter.update(loss.detach())
    optimizer.step()
""",
    ),
    Invalid(
        _STEP.format("loss")
        + "losses = []\nfor x in data:\n    losses.append(train_step(x))\n",
        line=3,
        cell=1,
        live=True,
        twin=_STEP.format("loss.detach()")
        + "losses = []\nfor x in data:\n    losses.append(train_step(x))\n",
        fixed="""
losses = []
for x in data:
    losses.append(train_step(x).detach())
""",
    ),
    Invalid(
        _STEP.format("loss, x")
        + "total = 0\nfor x in data:\n    l, _ = train_step(x)\n    total += l\n",
        line=4,
        cell=1,
        fixed="""
total = 0
for x in data:
    l, _ = train_step(x)
    total += l.item()
""",
    ),
    Invalid(
        _loop("loss.backward()\nema = 0.9 * ema + 0.1 * loss", "ema = 0\n"),
        line=11,
        live=True,
        twin=_loop("loss.backward()\nema = 0.9 * ema + 0.1 * loss.item()", "ema = 0\n"),
        fixed="""
import torch
from torch import nn
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
data = [torch.ones(2, 4)] * 8
ema = 0
for x in data:
    optimizer.zero_grad()
    loss = model(x).sum()
    loss.backward()
    ema = 0.9 * ema + 0.1 * loss.item()
    optimizer.step()
""",
    ),
    Invalid(
        _loop(
            "loss.backward()\nema = loss if ema is None else 0.9 * ema + 0.1 * loss",
            "ema = None\n",
        ),
        line=11,
    ),
    Invalid(
        _loop("loss.backward()\nlogs.setdefault('a', []).append(loss)", "logs = {}\n"),
        line=11,
        live=True,
        twin=_loop(
            "loss.backward()\nlogs.setdefault('a', []).append(loss.item())",
            "logs = {}\n",
        ),
        fixed="""
import torch
from torch import nn
model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
data = [torch.ones(2, 4)] * 8
logs = {}
for x in data:
    optimizer.zero_grad()
    loss = model(x).sum()
    loss.backward()
    logs.setdefault('a', []).append(loss.detach())
    optimizer.step()
""",
    ),
    Invalid(
        """
def train(model, optimizer, data):
    kept = {}
    total = 0
    for i, x in enumerate(data):
        optimizer.zero_grad()
        out = model(**x)
        out.loss.backward()
        optimizer.step()
        kept[i] = out.loss
    return kept
""",
        line=9,
        fixed="""
def train(model, optimizer, data):
    kept = {}
    total = 0
    for i, x in enumerate(data):
        optimizer.zero_grad()
        out = model(**x)
        out.loss.backward()
        optimizer.step()
        kept[i] = out.loss.detach()
    return kept
""",
    ),
    Invalid(
        """
class Trainer:
    def __init__(self):
        self.losses = []
    def step(self, x):
        self.optimizer.zero_grad()
        loss = self.model(x).sum()
        loss.backward()
        self.optimizer.step()
        self.losses.append(loss)
    def fit(self, data):
        for x in data:
            self.step(x)
""",
        line=9,
        fixed="""
class Trainer:
    def __init__(self):
        self.losses = []
    def step(self, x):
        self.optimizer.zero_grad()
        loss = self.model(x).sum()
        loss.backward()
        self.optimizer.step()
        self.losses.append(loss.detach())
    def fit(self, data):
        for x in data:
            self.step(x)
""",
    ),
    Invalid(
        """
class Agent:
    def remember(self, value):
        self.memory.append(value)
    def learn(self, data):
        for x in data:
            self.optimizer.zero_grad()
            loss = self.model(x).sum()
            loss.backward()
            self.optimizer.step()
            self.remember(loss)
""",
        line=10,
        fixed="""
class Agent:
    def remember(self, value):
        self.memory.append(value)
    def learn(self, data):
        for x in data:
            self.optimizer.zero_grad()
            loss = self.model(x).sum()
            loss.backward()
            self.optimizer.step()
            self.remember(loss.detach())
""",
    ),
]

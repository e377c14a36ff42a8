"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_HEAD = """
import threading
import torch
from torch import nn
model = nn.Linear(2, 2)
def run():
    model(torch.ones(1, 2))
"""

VALID = [
    Valid(
        """
import torch
from torch import nn
model, features = nn.Linear(2, 2), {}
handle = model.register_forward_hook(lambda m, i, o: features.update(a=o.detach()))
""",
        why="no threads",
    ),
    Valid(
        _HEAD
        + """
thread = threading.Thread(target=run)
handle = model.register_forward_hook(lambda m, i, o: None)
""",
        why="the hook stores nothing",
    ),
    Valid(
        _HEAD
        + """
features, owner = {}, threading.get_ident()
def keep(module, inputs, output):
    if threading.get_ident() == owner:
        features['a'] = output.detach()
handle = model.register_forward_hook(keep)
threading.Thread(target=run).start()
""",
        why="the hook looks which thread it is in",
    ),
    Valid(
        _HEAD
        + """
store = threading.local()
def keep(module, inputs, output):
    store.output = output.detach()
handle = model.register_forward_hook(keep)
threading.Thread(target=run).start()
""",
        why="each thread has its own store",
    ),
    Valid(
        _HEAD
        + """
features = {}
class Thread:
    pass
handle = model.register_forward_hook(lambda m, i, o: features.update(a=o.detach()))
thread = Thread()
""",
        why="a class of the user's that is no thread",
    ),
]

INVALID = [
    Invalid(
        _HEAD
        + """
features = {}
handle = model.register_forward_hook(lambda m, i, o: features.update(a=o.detach()))
threading.Thread(target=run).start()
""",
        line=9,
        twin=_HEAD
        + """
features, owner = {}, threading.get_ident()
def keep(module, inputs, output):
    if threading.get_ident() == owner:
        features['a'] = output.detach()
handle = model.register_forward_hook(keep)
threading.Thread(target=run).start()
""",
    ),
    Invalid(
        """
import torch
import torch.nn as tnn
from concurrent.futures import ThreadPoolExecutor as Threads
class Recorder:
    def __init__(self, model):
        self.seen = []
        self.handle = model.register_forward_hook(self.keep)
    def keep(self, module, inputs, output):
        self.seen.append(output.detach())
model = tnn.Linear(2, 2)
recorder = Recorder(model)
with Threads(2) as threads:
    results = list(threads.map(model, [torch.ones(1, 2)] * 4))
""",
        line=9,
    ),
]

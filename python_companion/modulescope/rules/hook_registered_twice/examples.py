"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
layer = nn.Linear(2, 2)
def make(tag):
    def hook(module, inputs, output):
        print(end=tag)
    return hook
first = layer.register_forward_hook(make('a'))
second = layer.register_forward_hook(make('b'))
""",
        why="one factory, different values",
        live=True,
    ),
    Valid(
        """
from torch import nn
layer = nn.Linear(2, 2)
def hook(module, inputs, output):
    pass
handle = layer.register_forward_hook(hook)
handle.remove()
handle = layer.register_forward_hook(hook)
""",
        why="removed before it is registered again",
        live=True,
    ),
    Valid(
        """
from torch import nn
layer = nn.Linear(2, 2)
def hook(module, *arguments):
    pass
first = layer.register_forward_hook(hook)
second = layer.register_forward_pre_hook(hook)
""",
        why="one function as two kinds of hook",
        live=True,
    ),
    Valid(
        """
from torch import nn
layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(2)])
def hook(module, inputs, output):
    pass
for layer in layers:
    handle = layer.register_forward_hook(hook)
""",
        why="one function on several modules",
        live=True,
    ),
    Valid(
        """
from torch import nn
class Counter:
    def __call__(self, module, inputs, output):
        pass
layer = nn.Linear(2, 2)
first = layer.register_forward_hook(Counter())
second = layer.register_forward_hook(Counter())
""",
        why="two objects of one class",
        live=True,
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
layer = nn.Linear(2, 2)
for _ in range(3):
    def hook(module, inputs, output):
        pass
    handle = layer.register_forward_hook(hook)
""",
        twin="""
from torch import nn
layer = nn.Linear(2, 2)
handle = None
for _ in range(3):
    def hook(module, inputs, output):
        pass
    if handle is not None:
        handle.remove()
    handle = layer.register_forward_hook(hook)
""",
        live=True,
    ),
    Invalid(
        """
from torch import nn
layer = nn.Linear(2, 2)
# %%
def hook(module, inputs, output):
    pass
handle = layer.register_forward_hook(hook)
# %%
def hook(module, inputs, output):
    pass
handle = layer.register_forward_hook(hook)
""",
        live=True,
    ),
]

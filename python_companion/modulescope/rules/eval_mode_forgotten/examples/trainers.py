"""Objects that train the model that they were given."""

from ....rulekit.rule import Invalid, Valid

_TRAINER = """
import torch
from torch import nn
class Trainer:
    def __init__(self, model):
        self.model = model
        self.opt = torch.optim.SGD(self.model.parameters(), 0.1)
    @torch.no_grad()
    def check(self, data):
        return [self.model(x) for x in data]
    def fit(self, data):
        for x in data:
            self.opt.zero_grad()
            self.model(x).sum().backward()
            self.opt.step()
# %%
model = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
trainer = Trainer(model)
trainer.check(data)
"""

VALID = [
    Valid(
        _TRAINER + "# %%\ntrainer.model.eval()\n",
        why="another cell puts the trainer's model in eval mode",
    ),
    Valid(
        _TRAINER.replace("nn.Dropout(0.5)", "nn.ReLU()"),
        why="no layer of the trainer's model has a mode",
    ),
    Valid(
        _TRAINER.replace("class Trainer:", "class Trainer(Base):"),
        why="a base class that is not here may set the mode of the trainer's model",
    ),
    Valid(
        _TRAINER.replace("class Trainer:", "class Trainer(nn.Module):").replace(
            "self.model = model", "super().__init__()\n        self.model = model"
        ),
        why="a module's parts follow the mode of the whole",
    ),
    Valid(
        _TRAINER.replace("self.opt.step()", "prepare(self.model)"),
        why="an unknown function is given the trainer's model",
    ),
]

INVALID = [
    Invalid(_TRAINER, line=9),
]

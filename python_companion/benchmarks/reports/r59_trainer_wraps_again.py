"""A cell that trains is run again, and each run wraps the model once more."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn
import torch.nn.functional as F

# %%
class Classifier(nn.Module):
    def __init__(self, n_in=8, n_out=3):
        super().__init__()
        self.fc1 = nn.Linear(n_in, 16)
        self.fc2 = nn.Linear(16, n_out)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x)))


class LabelSmoother(nn.Module):
    '''Adds noise to the input, as the engine that the model is given to does.'''

    def __init__(self, module, noise=0.1):
        super().__init__()
        self.module = module
        self.noise = noise

    def forward(self, x):
        if self.training:
            x = x + self.noise * torch.randn_like(x)
        return self.module(x)

# %%
class Trainer:
    def __init__(self, model, lr=1e-2):
        self.model = model
        self.lr = lr

    def _wrap_model(self):
        self.model = LabelSmoother(self.model)

    def train(self, data, epochs=2):
        self._wrap_model()
        optimizer = torch.optim.SGD(self.model.parameters(), lr=self.lr)
        self.model.train()
        for _ in range(epochs):
            for x, y in data:
                optimizer.zero_grad()
                loss = F.cross_entropy(self.model(x), y)
                loss.backward()
                optimizer.step()
        return loss.item()

# %%
torch.manual_seed(0)
data = [(torch.randn(8, 8), torch.randint(0, 3, (8,))) for _ in range(3)]
trainer = Trainer(Classifier())

# %%
print(trainer.train(data))
"""

REPORT = Report(
    source="huggingface/transformers#10583",
    date="2021-03-08",
    wrong=(
        "`train` wraps the model that it finds, wrapped or not: with the third run of "
        "the cell it is in three wrappers, and keys and noise grow with each."
    ),
    right=(
        "`trainer.model` is a `LabelSmoother` in a `LabelSmoother` in a "
        "`LabelSmoother`: each run of the cell adds one."
    ),
    known_from="objects",
    cells=(3, 5),
    codes=("NN603",),
    runs=(1, 2, 3, 4, 5, 5, 5),
    notebook=NOTEBOOK,
    fix={
        "        self.model = LabelSmoother(self.model)\n": (
            "        if not isinstance(self.model, LabelSmoother):\n"
            "            self.model = LabelSmoother(self.model)\n"
        )
    },
)

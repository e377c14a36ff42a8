"""A class whose training method is called `train`: modes cannot be switched."""

from .report import Report

NOTEBOOK = """
import numpy as np
import torch
import torch.nn as nn

# %%
class KANLayer(nn.Module):
    def __init__(self, in_dim, out_dim, num=4):
        super(KANLayer, self).__init__()
        self.grid = nn.Parameter(torch.linspace(-1, 1, num), requires_grad=False)
        self.coef = nn.Parameter(0.1 * torch.randn(in_dim, out_dim, num))
        self.scale_base = nn.Parameter(torch.ones(in_dim, out_dim) / np.sqrt(in_dim))
        self.dropout = nn.Dropout(0.1)

    def forward(self, x):
        basis = torch.exp(-((x[..., None] - self.grid) ** 2))
        spline = torch.einsum("bin,ion->bo", basis, self.coef)
        return self.dropout(torch.nn.functional.silu(x) @ self.scale_base + spline)


class KAN(nn.Module):
    def __init__(self, width, grid=4):
        super(KAN, self).__init__()
        self.width = width
        self.depth = len(width) - 1
        self.act_fun = nn.ModuleList(
            [KANLayer(width[l], width[l + 1], grid) for l in range(self.depth)]
        )

    def forward(self, x):
        for layer in self.act_fun:
            x = layer(x)
        return x

    def train(self, dataset, steps=10, lr=1e-2, lamb=0.0, loss_fn=None):
        '''Trains on a dict with train_input, train_label, test_input, test_label.'''
        loss_fn = loss_fn or nn.MSELoss()
        optimizer = torch.optim.Adam(self.parameters(), lr=lr)
        results = {"train_loss": [], "reg": []}
        for _ in range(steps):
            optimizer.zero_grad()
            pred = self.forward(dataset["train_input"])
            reg = sum(layer.coef.abs().mean() for layer in self.act_fun)
            loss = loss_fn(pred, dataset["train_label"]) + lamb * reg
            loss.backward()
            optimizer.step()
            results["train_loss"].append(loss.item())
            results["reg"].append(reg.item())
        return results

# %%
torch.manual_seed(0)
x = torch.rand(64, 2) * 2 - 1
y = torch.sin(torch.pi * x[:, :1]) + x[:, 1:] ** 2
dataset = {"train_input": x[:48], "train_label": y[:48]}
dataset.update(test_input=x[48:], test_label=y[48:])

# %%
model = KAN(width=[2, 5, 1])
results = model.train(dataset, steps=12, lamb=1e-3)
with torch.no_grad():
    error = (model(dataset["test_input"]) - dataset["test_label"]).pow(2).mean()
print(results["train_loss"][-1], error.item())
"""

REPORT = Report(
    source="KindXiaoming/pykan#108",
    date="2024-05-07",
    wrong=(
        "The method takes the place of `nn.Module.train`, which `eval()` calls: the "
        "model cannot leave train mode, and its dropout stays on."
    ),
    right=(
        "`KAN.train` takes the name of `nn.Module.train` with other arguments, so that "
        "`eval()` raises: call it `fit`."
    ),
    known_from="text",
    cells=(2, 4),
    codes=("NN120",),
    notebook=NOTEBOOK,
    fix={
        "    def train(self, dataset,": "    def fit(self, dataset,",
        "results = model.train(dataset, steps=12, lamb=1e-3)\n": (
            "results = model.fit(dataset, steps=12, lamb=1e-3)\nmodel.eval()\n"
        ),
    },
)

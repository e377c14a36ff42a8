"""`freeze()` puts batch norm in eval mode; the next epoch's `train()` undoes it."""

from .report import Report

NOTEBOOK = """
from typing import List
import torch
from torch import Tensor, nn

# %%
class GraphLayer(nn.Module):
    def __init__(self, dim: int, norm: str = "bn"):
        super().__init__()
        self.lin = nn.Linear(dim, dim)
        self.norm = nn.BatchNorm1d(dim) if norm == "bn" else nn.LayerNorm(dim)

    def forward(self, x: Tensor, adj: Tensor) -> Tensor:
        return x + torch.relu(self.norm(self.lin(adj @ x)))


class GraphTransformerNet(nn.Module):
    def __init__(self, node_dim: int, hidden: int, layers: int = 2, norm: str = "bn"):
        super().__init__()
        self.node_emb = nn.Linear(node_dim, hidden)
        self.gt_layers = nn.ModuleList()
        for _ in range(layers):
            self.gt_layers.append(GraphLayer(hidden, norm))
        self.mu_mlp = nn.Sequential(nn.Linear(hidden, hidden), nn.ReLU())
        self.head = nn.Linear(hidden, 1)

    def forward(self, x: Tensor, adj: Tensor) -> Tensor:
        x = self.node_emb(x)
        for layer in self.gt_layers:
            x = layer(x, adj)
        return self.head(self.mu_mlp(x.mean(0)))

    def _encoder_modules(self) -> List[nn.Module]:
        return [self.node_emb, self.gt_layers]

    def _set_requires_grad(self, modules: List[nn.Module], requires_grad: bool) -> None:
        for module in modules:
            for param in module.parameters():
                param.requires_grad = requires_grad
            for m in module.modules():
                if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d)):
                    m.train(requires_grad)

    def freeze(self) -> None:
        self._set_requires_grad(self._encoder_modules(), False)

# %%
torch.manual_seed(0)
graphs = [
    (torch.randn(9, 5), torch.eye(9) + torch.rand(9, 9).round(), torch.randn(1))
    for _ in range(8)
]
net = GraphTransformerNet(5, 16)
net.freeze()
optimizer = torch.optim.Adam([p for p in net.parameters() if p.requires_grad], 1e-3)

# %%
def train_epoch(model, data):
    model.train()
    total = 0.0
    for x, adj, y in data:
        optimizer.zero_grad()
        loss = (model(x, adj) - y).pow(2).mean()
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(data)


for epoch in range(2):
    print(epoch, train_epoch(net, graphs))
"""

REPORT = Report(
    source="pgniewko/gt-pyg#112",
    date="2026-09-05",
    wrong=(
        "The eval mode of the frozen batch norm lasts until `model.train()` at the "
        "start of the epoch; then its statistics drift to the new data."
    ),
    right=(
        "Frozen batch norm layers of `net` are in train mode and change their running "
        "statistics: put them back in eval mode after `train()`."
    ),
    known_from="text",
    cells=(3, 4),
    codes=("NN511",),
    notebook=NOTEBOOK,
    fix={
        "    model.train()\n    total = 0.0\n": (
            "    model.train()\n    model.gt_layers.eval()\n    total = 0.0\n"
        )
    },
)

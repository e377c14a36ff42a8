"""Gradients are clipped after the step that used them."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn, optim

seed = 7
torch.manual_seed(seed)
x_dim, h_dim, clip, lr = 6, 12, 1.0, 0.01

# %%
class GraphVRNN(nn.Module):
    def __init__(self, x_dim, h_dim):
        super(GraphVRNN, self).__init__()
        self.phi = nn.Sequential(nn.Linear(x_dim, h_dim), nn.ReLU())
        self.mu = nn.Linear(h_dim, h_dim)
        self.rnn = nn.GRUCell(h_dim, h_dim)
        self.h_dim = h_dim

    def forward(self, xs, adjs):
        h = xs[0].new_zeros(xs[0].size(0), self.h_dim)
        nll = 0.0
        for x, adj in zip(xs, adjs):
            z = self.mu(adj @ self.phi(x))
            nll = nll + nn.functional.binary_cross_entropy_with_logits(z @ z.t(), adj)
            h = self.rnn(z, h)
        return nll, h

# %%
xs = [torch.randn(5, x_dim) for _ in range(4)]
adjs = [(torch.rand(5, 5) > 0.5).float() for _ in range(4)]
model = GraphVRNN(x_dim, h_dim)
optimizer = optim.Adam(model.parameters(), lr=lr)

# %%
for k in range(10):
    optimizer.zero_grad()
    nll, h = model(xs, adjs)
    nll.backward()
    optimizer.step()

    nn.utils.clip_grad_norm_(model.parameters(), clip)
    if k % 5 == 0:
        print("epoch:", k, "nll:", nll.item())
"""

REPORT = Report(
    source="VGraphRNN/VGRNN#4",
    date="2020-08-06",
    wrong=(
        "`clip_grad_norm_` comes after `step()`, and `zero_grad()` drops what was "
        "clipped: the limit has no effect."
    ),
    right="The clipping changes gradients that no step uses: move it above `step()`.",
    known_from="text",
    cells=(4,),
    notebook=NOTEBOOK,
    fix={
        "    optimizer.step()\n\n"
        "    nn.utils.clip_grad_norm_(model.parameters(), clip)\n": (
            "    nn.utils.clip_grad_norm_(model.parameters(), clip)\n"
            "    optimizer.step()\n"
        )
    },
)

"""An initialisation draws the row of the padding index as well."""

from .report import Report

NOTEBOOK = """
import math
import torch
import torch.nn as nn

# %%
def init_params(module, n_layers):
    if isinstance(module, nn.Linear):
        module.weight.data.normal_(mean=0.0, std=0.02 / math.sqrt(n_layers))
        if module.bias is not None:
            module.bias.data.zero_()
    if isinstance(module, nn.Embedding):
        module.weight.data.normal_(mean=0.0, std=0.02)

# %%
class FeatureEncoder(nn.Module):
    def __init__(self, num_atoms, num_degrees, hidden_dim):
        super().__init__()
        self.atom_encoder = nn.Embedding(num_atoms + 1, hidden_dim, padding_idx=0)
        self.degree_encoder = nn.Embedding(num_degrees + 1, hidden_dim, padding_idx=0)

    def forward(self, atoms, degrees):
        return self.atom_encoder(atoms).sum(-2) + self.degree_encoder(degrees)


class Graphormer(nn.Module):
    def __init__(self, n_layers=3, num_heads=2, hidden_dim=16, dropout=0.1):
        super().__init__()
        self.node_encoder = FeatureEncoder(20, 6, hidden_dim)
        self.layers = nn.ModuleList(
            [
                nn.TransformerEncoderLayer(
                    hidden_dim, num_heads, 32, dropout, batch_first=True
                )
                for _ in range(n_layers)
            ]
        )
        self.out_proj = nn.Linear(hidden_dim, 1)
        self.apply(lambda module: init_params(module, n_layers=n_layers))

    def forward(self, atoms, degrees):
        x = self.node_encoder(atoms, degrees)
        for enc_layer in self.layers:
            x = enc_layer(x)
        return self.out_proj(x.mean(1))

# %%
torch.manual_seed(0)
net = Graphormer()
optimizer = torch.optim.AdamW(net.parameters(), lr=2e-4)
for _ in range(3):
    atoms = torch.randint(0, 21, (4, 8, 3))  # 0: no further feature
    degrees = torch.randint(0, 7, (4, 8))
    loss = (net(atoms, degrees) - torch.randn(4, 1)).abs().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""

REPORT = Report(
    source="microsoft/Graphormer#41",
    date="2021-12-01",
    wrong=(
        "`normal_` over the whole table also draws the row of `padding_idx`, which is "
        "no longer zero and, having no gradient, stays so for good."
    ),
    right=(
        "Row 0 of `atom_encoder` and `degree_encoder` is the padding and is not zero: "
        "zero it after the initialisation."
    ),
    known_from="text",
    cells=(2, 3, 4),
    notebook=NOTEBOOK,
    fix={
        "        module.weight.data.normal_(mean=0.0, std=0.02)\n": (
            "        module.weight.data.normal_(mean=0.0, std=0.02)\n"
            "        if module.padding_idx is not None:\n"
            "            module.weight.data[module.padding_idx].zero_()\n"
        )
    },
)

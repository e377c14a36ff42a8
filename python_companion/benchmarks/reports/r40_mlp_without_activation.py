"""A stack of linear layers with nothing between them."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn

# %%
class MLP(nn.Module):
    def __init__(self, dims, act=None):
        super().__init__()
        dims_pairs = list(zip(dims[:-1], dims[1:]))
        layers = []
        for ind, (dim_in, dim_out) in enumerate(dims_pairs):
            is_last = ind >= (len(dims_pairs) - 1)
            linear = nn.Linear(dim_in, dim_out)
            layers.append(linear)

            if is_last:
                continue
            if act is not None:
                layers.append(act)

        self.mlp = nn.Sequential(*layers)

    def forward(self, x):
        return self.mlp(x)

# %%
class TabAttention(nn.Module):
    def __init__(
        self, *, categories, num_continuous, dim, mlp_hidden_mults=(4, 2), y_dim=2
    ):
        super().__init__()
        self.register_buffer("offset", torch.tensor([0, *categories]).cumsum(0)[:-1])
        self.embeds = nn.Embedding(sum(categories), dim)
        self.attn = nn.MultiheadAttention(dim, 2, batch_first=True)
        self.norm = nn.LayerNorm(num_continuous)
        input_size = dim * len(categories) + num_continuous
        l = input_size // 4
        hidden_dimensions = list(map(lambda t: l * t, mlp_hidden_mults))
        all_dimensions = [input_size, *hidden_dimensions, y_dim]
        self.mlp = MLP(all_dimensions)

    def forward(self, x_categ, x_cont):
        x = self.embeds(x_categ + self.offset)
        x = x + self.attn(x, x, x, need_weights=False)[0]
        return self.mlp(torch.cat([x.flatten(1), self.norm(x_cont)], dim=-1))

# %%
torch.manual_seed(0)
model = TabAttention(categories=(3, 5, 4), num_continuous=4, dim=8)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
model.train()
for _ in range(4):
    categ = torch.stack([torch.randint(0, c, (16,)) for c in (3, 5, 4)], 1)
    optimizer.zero_grad()
    loss = criterion(model(categ, torch.randn(16, 4)), torch.randint(0, 2, (16,)))
    loss.backward()
    optimizer.step()
"""

REPORT = Report(
    source="somepago/saint#23",
    date="2023-03-05",
    wrong=(
        "No activation is given, so that the MLP is one linear map, whatever its "
        "hidden sizes."
    ),
    right=(
        "`model.mlp` applies three linear layers in a row with nothing between: it is "
        "no more than one linear layer."
    ),
    known_from="objects",
    cells=(2, 3, 4),
    notebook=NOTEBOOK,
    fix={"self.mlp = MLP(all_dimensions)": "self.mlp = MLP(all_dimensions, nn.ReLU())"},
)

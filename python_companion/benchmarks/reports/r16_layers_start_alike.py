"""All layers of a `TransformerEncoder` are copies: they start with equal weights."""

from .report import Report

NOTEBOOK = """
import math
import torch
import torch.nn as nn

# %%
class MaskedLM(nn.Module):
    def __init__(self, vocab_size, d_model=16, nhead=2, num_layers=3, max_len=32):
        super().__init__()
        self.d_model = d_model
        self.embed = nn.Embedding(vocab_size, d_model)
        self.pos = nn.Parameter(0.02 * torch.randn(max_len, d_model))
        encoder_layer = nn.TransformerEncoderLayer(
            d_model=d_model, nhead=nhead, dim_feedforward=32, batch_first=True
        )
        self.transformer_encoder = nn.TransformerEncoder(
            encoder_layer, num_layers=num_layers
        )
        self.lm_head = nn.Linear(d_model, vocab_size)

    def forward(self, tokens):
        x = self.embed(tokens) * math.sqrt(self.d_model) + self.pos[: tokens.size(1)]
        return self.lm_head(self.transformer_encoder(x))

# %%
torch.manual_seed(0)
model = MaskedLM(vocab_size=24)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-4)

# %%
model.train()
for step in range(4):
    tokens = torch.randint(1, 24, (4, 12))
    masked = tokens.masked_fill(torch.rand(4, 12) < 0.15, 0)
    optimizer.zero_grad()
    loss = criterion(model(masked).transpose(1, 2), tokens)
    loss.backward()
    optimizer.step()
print(loss.item())
"""

REPORT = Report(
    source="pytorch/pytorch#86274",
    date="2022-10-05",
    wrong=(
        "`nn.TransformerEncoder` copies the layer that it is given, weights included: "
        "all layers start with the same random numbers."
    ),
    right=(
        "The three layers of `transformer_encoder` start with equal weights; draw them "
        "again once the encoder is built."
    ),
    known_from="objects",
    cells=(2, 3),
    info=True,
    notebook=NOTEBOOK,
    fix={
        "        self.lm_head = nn.Linear(d_model, vocab_size)\n": (
            "        for p in self.transformer_encoder.parameters():\n"
            "            if p.dim() > 1:\n"
            "                nn.init.xavier_uniform_(p)\n"
            "        self.lm_head = nn.Linear(d_model, vocab_size)\n"
        )
    },
)

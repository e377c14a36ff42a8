"""A helper that zeroes the padding row, called without one: the table is all zeros."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
def Embedding(num_embeddings, embedding_dim, padding_idx):
    m = nn.Embedding(num_embeddings, embedding_dim, padding_idx=padding_idx)
    nn.init.normal_(m.weight, mean=0, std=embedding_dim**-0.5)
    nn.init.constant_(m.weight[padding_idx], 0)
    return m


def Linear(in_features, out_features, bias=True):
    m = nn.Linear(in_features, out_features, bias)
    nn.init.xavier_uniform_(m.weight)
    if bias:
        nn.init.constant_(m.bias, 0.0)
    return m

# %%
class CharTagger(nn.Module):
    def __init__(self, n_chars, n_tags, dim=16, pad=None):
        super().__init__()
        self.embed_tokens = Embedding(n_chars, dim, pad)
        self.embed_positions = Embedding(32, dim, padding_idx=0)
        self.conv = nn.Conv1d(dim, dim, 3, padding=1)
        self.output_projection = Linear(dim, n_tags)

    def forward(self, src):
        pos = torch.arange(1, src.size(1) + 1)
        x = self.embed_tokens(src) + self.embed_positions(pos)
        x = torch.relu(self.conv(x.transpose(1, 2))).transpose(1, 2)
        return self.output_projection(x)

# %%
torch.manual_seed(0)
tagger = CharTagger(n_chars=40, n_tags=5)
optim = torch.optim.Adam(tagger.parameters(), lr=1e-3)
for update in range(3):
    src = torch.randint(0, 40, (4, 10))
    tags = torch.randint(0, 5, (4, 10))
    loss = F.cross_entropy(tagger(src).transpose(1, 2), tags)
    optim.zero_grad()
    loss.backward()
    optim.step()
"""

REPORT = Report(
    source="facebookresearch/fairseq#4076",
    date="2021-12-14",
    wrong=(
        "`m.weight[None]` is the whole weight: without a padding index all embeddings "
        "are set to zero."
    ),
    right="`embed_tokens.weight` starts as zeros: `padding_idx` is None here.",
    known_from="text",
    cells=(2, 3, 4),
    notebook=NOTEBOOK,
    fix={
        "    nn.init.constant_(m.weight[padding_idx], 0)\n": (
            "    if padding_idx is not None:\n"
            "        nn.init.constant_(m.weight[padding_idx], 0)\n"
        )
    },
)

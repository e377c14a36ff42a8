"""`load_state_dict(…, assign=True)` of one of two tied weights."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn

# %%
class UnembeddingBridge(nn.Module):
    def __init__(self, original_component):
        super().__init__()
        self.original_component = original_component

    def forward(self, resid):
        return resid @ self.original_component.weight.t()


class TransformerBridge(nn.Module):
    '''A small GPT whose parts have the names of the interpretability library.'''

    def __init__(self, d_vocab=25, d_model=12, n_layers=2):
        super().__init__()
        self.embed = nn.Embedding(d_vocab, d_model)
        self.blocks = nn.Sequential()
        for i in range(n_layers):
            mlp = nn.Sequential(nn.LayerNorm(d_model), nn.Linear(d_model, d_model))
            self.blocks.append(mlp)
        lm_head = nn.Linear(d_model, d_vocab, bias=False)
        lm_head.weight = self.embed.weight
        self.unembed = UnembeddingBridge(lm_head)

    def forward(self, tokens):
        return self.unembed(self.blocks(self.embed(tokens)))

# %%
torch.manual_seed(0)
bridge = TransformerBridge()
tokens = torch.randint(0, 25, (2, 7))
before = bridge(tokens)

# %%
# a fine-tuned checkpoint has the embedding only
finetuned = {"embed.weight": torch.randn(25, 12)}
result = bridge.load_state_dict(finetuned, strict=False, assign=True)
print(len(result.missing_keys), "missing", result.unexpected_keys)

# %%
bridge.eval()
with torch.no_grad():
    after = bridge(tokens)
print((after - before).abs().max())
"""

REPORT = Report(
    source="TransformerLensOrg/TransformerLens#1725",
    date="2026-08-29",
    wrong=(
        "`assign=True` replaces the parameter object of `embed`; the head keeps the "
        "old one, and the model computes with both."
    ),
    right=(
        "`embed.weight` and `unembed.original_component.weight` were one parameter and "
        "are two since the load: load without `assign`, or tie again."
    ),
    known_from="objects",
    cells=(2, 3, 4, 5),
    codes=("NN404",),
    notebook=NOTEBOOK,
    fix={"strict=False, assign=True)": "strict=False)"},
)

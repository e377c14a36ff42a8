"""A model that ties its weights is built on meta; `to_empty` unties them."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class GPT2LLM(nn.Module):
    def __init__(self, vocab_size, n_embd, n_layer, use_weight_tying=True):
        super().__init__()
        self.transformer = nn.ModuleDict(
            dict(
                wte=nn.Embedding(vocab_size, n_embd),
                h=nn.ModuleList(
                    [
                        nn.TransformerEncoderLayer(n_embd, 2, 32, batch_first=True)
                        for _ in range(n_layer)
                    ]
                ),
                lm_head=nn.Linear(n_embd, vocab_size, bias=False),
            )
        )
        if use_weight_tying:
            self.transformer.wte.weight = self.transformer.lm_head.weight

    def forward(self, ids):
        h = self.transformer.wte(ids)
        for block in self.transformer.h:
            h = block(h)
        return self.transformer.lm_head(h)


def initialise(model, std=0.02):
    for name, p in model.named_parameters():
        if p.dim() > 1:
            nn.init.normal_(p, std=std)
        elif "norm" in name and name.endswith("weight"):
            nn.init.ones_(p)
        else:
            nn.init.zeros_(p)

# %%
class ModelFactory:
    @staticmethod
    def get_initialised(config, device="cpu"):
        with torch.device("meta"):
            model = GPT2LLM(**config)
        model = model.to_empty(device=device)
        initialise(model)
        return model

# %%
torch.manual_seed(0)
model = ModelFactory.get_initialised({"vocab_size": 30, "n_embd": 16, "n_layer": 2})
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
for step in range(4):
    ids = torch.randint(0, 30, (2, 9))
    optimizer.zero_grad()
    logits = model(ids[:, :-1])
    loss = F.cross_entropy(logits.transpose(1, 2), ids[:, 1:])
    loss.backward()
    optimizer.step()
"""

REPORT = Report(
    source="Modalities/modalities#357",
    date="2025-04-18",
    wrong=(
        "`to_empty` gives each module a new tensor, so that embedding and head are two "
        "parameters although the constructor tied them."
    ),
    right="`wte.weight` and `lm_head.weight` are no longer tied: tie after `to_empty`.",
    known_from="text",
    cells=(2, 3, 4),
    codes=("NN404",),
    notebook=NOTEBOOK,
    fix={
        "        initialise(model)\n": (
            "        model.transformer.wte.weight = model.transformer.lm_head.weight\n"
            "        initialise(model)\n"
        )
    },
)

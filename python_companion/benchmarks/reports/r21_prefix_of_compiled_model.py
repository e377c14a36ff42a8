"""A checkpoint of a compiled model: one prefix is stripped, the other is not."""

from .report import Report

NOTEBOOK = """
import io
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class Head(nn.Module):
    def __init__(self, n_embed, size):
        super().__init__()
        self.key = nn.Linear(n_embed, size, bias=False)
        self.query = nn.Linear(n_embed, size, bias=False)
        self.value = nn.Linear(n_embed, size, bias=False)

    def forward(self, x):
        att = self.query(x) @ self.key(x).transpose(1, 2) / x.size(-1) ** 0.5
        mask = torch.ones(x.size(1), x.size(1)).tril() == 0
        return att.masked_fill(mask, float("-inf")).softmax(-1) @ self.value(x)


class Transformer(nn.Module):
    def __init__(self, vocab=20, n_embed=16, n_blocks=2):
        super().__init__()
        self.token_embed = nn.Embedding(vocab, n_embed)
        self.attn_blocks = nn.ModuleList(
            [Head(n_embed, n_embed) for _ in range(n_blocks)]
        )
        self.lm_head = nn.Linear(n_embed, vocab)

    def forward(self, idx, targets=None):
        x = self.token_embed(idx)
        for block in self.attn_blocks:
            x = x + block(x)
        logits = self.lm_head(x)
        if targets is None:
            return logits, None
        return logits, F.cross_entropy(logits.flatten(0, 1), targets.flatten())

# %%
torch.manual_seed(0)
USE_COMPILE = True
model = Transformer()
if USE_COMPILE:
    model = torch.compile(model, backend="eager")
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
for step in range(3):
    batch = torch.randint(0, 20, (4, 9))
    _, loss = model(batch[:, :-1], batch[:, 1:])
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
pretrained = io.BytesIO()
torch.save({"model_state_dict": model.state_dict()}, pretrained)

# %%
def strip_prefix(state_dict):
    cleaned = {}
    for key, value in state_dict.items():
        if key.startswith("module."):
            key = key[len("module.") :]
        cleaned[key] = value
    return cleaned


def load_model_from_ckpt(file):
    file.seek(0)
    checkpoint = torch.load(file, map_location="cpu")
    policy = Transformer()
    policy.load_state_dict(strip_prefix(checkpoint["model_state_dict"]), strict=False)
    return policy

# %%
policy = load_model_from_ckpt(pretrained)
policy.eval()
with torch.no_grad():
    print(policy(torch.randint(0, 20, (1, 6)))[0].argmax(-1))
"""

REPORT = Report(
    source="FareedKhan-dev/train-llm-from-scratch#36",
    date="2026-07-18",
    wrong=(
        "`torch.compile` adds `_orig_mod.` to every key, only `module.` is stripped, "
        "and with `strict=False` nothing is loaded and nothing is said."
    ),
    right=(
        "`load_state_dict(…, strict=False)` matched none of the tensors of `policy`: "
        "all keys begin with `_orig_mod.`"
    ),
    known_from="text",
    cells=(4, 5),
    codes=("NN401",),
    notebook=NOTEBOOK,
    fix={
        '        if key.startswith("module."):\n'
        '            key = key[len("module.") :]\n': (
            '        for prefix in ("module.", "_orig_mod."):\n'
            "            key = key.removeprefix(prefix)\n"
        ),
        '["model_state_dict"]), strict=False)': '["model_state_dict"]))',
    },
)

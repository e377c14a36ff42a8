"""Each forward pass of a generation adds a hook, and only the last is removed."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn

# %%
class GatedLora(nn.Module):
    def __init__(self, base, r=2, n_experts=3):
        super().__init__()
        self.base = base
        self.A = nn.ModuleList(
            [nn.Linear(base.in_features, r, bias=False) for _ in range(n_experts)]
        )
        self.B = nn.ModuleList(
            [nn.Linear(r, base.out_features, bias=False) for _ in range(n_experts)]
        )

    def forward(self, x, scalings=None):
        out = self.base(x)
        if scalings is not None:
            for i, (a, b) in enumerate(zip(self.A, self.B)):
                out = out + scalings[:, i, None, None] * b(a(x))
        return out


class LM(nn.Module):
    def __init__(self, vocab=15, dim=8):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim)
        self.proj = GatedLora(nn.Linear(dim, dim))
        self.head = nn.Linear(dim, vocab)

    def forward(self, ids):
        return self.head(torch.tanh(self.proj(self.embed(ids))))

# %%
class XLoraModel(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.lora_model = model
        self.classifier = nn.Linear(8, 3)

    def forward(self, ids):
        scalings = self.classifier(self.lora_model.embed(ids).mean(1)).softmax(-1)

        def scalings_injection_hook(target, args, kwargs, scalings):
            kwargs["scalings"] = scalings
            return args, kwargs

        def pre_forward(module, *args, **kwargs):
            return scalings_injection_hook(module, *args, **kwargs, scalings=scalings)

        self.handle = self.lora_model.proj.register_forward_pre_hook(
            pre_forward, with_kwargs=True
        )
        return self.lora_model(ids)

    def generate(self, ids, max_new_tokens=4):
        for _ in range(max_new_tokens):
            logits = self(ids)[:, -1]
            ids = torch.cat([ids, logits.argmax(-1, keepdim=True)], 1)
        self.handle.remove()
        return ids

# %%
torch.manual_seed(0)
model = XLoraModel(LM())
model.eval()
with torch.no_grad():
    out = model.generate(torch.randint(0, 15, (2, 3)))
    out = model.generate(torch.randint(0, 15, (2, 3)))
print(len(model.lora_model.proj._forward_pre_hooks), "hooks left")
"""

REPORT = Report(
    source="huggingface/peft#2761",
    date="2025-08-29",
    wrong=(
        "`forward` registers a hook in every call and overwrites the handle of the "
        "one before: with every token one more hook stays on the module."
    ),
    right=(
        "`forward` adds a hook to `proj` in each call, and `self.handle` keeps the "
        "last only: remove it where the pass ends."
    ),
    known_from="text",
    cells=(3, 4),
    codes=("NN202", "NN203"),
    notebook=NOTEBOOK,
    fix={
        "        return self.lora_model(ids)\n": (
            "        try:\n"
            "            return self.lora_model(ids)\n"
            "        finally:\n"
            "            self.handle.remove()\n"
        ),
        "        self.handle.remove()\n        return ids\n": "        return ids\n",
    },
)

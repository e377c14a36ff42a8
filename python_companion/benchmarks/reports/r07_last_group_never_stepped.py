"""Gradient accumulation that drops the last batches of an epoch into the next."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

# %%
class Cloze(nn.Module):
    def __init__(self, vocab=50, dim=16, classes=4):
        super().__init__()
        self.tokens = nn.EmbeddingBag(vocab, dim)
        self.dropout = nn.Dropout(0.1)
        self.out = nn.Linear(dim, classes)

    def forward(self, input_ids, labels=None):
        logits = self.out(self.dropout(self.tokens(input_ids)))
        loss = None
        if labels is not None:
            loss = nn.functional.cross_entropy(logits, labels)
        return loss, logits

# %%
class TransformerModelWrapper:
    def __init__(self, lr=1e-2):
        self.model = Cloze()
        self.lr = lr

    def train(self, dataset, per_gpu_batch=4, num_epochs=2, accumulation_steps=4):
        loader = DataLoader(dataset, batch_size=per_gpu_batch, shuffle=True)
        optimizer = torch.optim.AdamW(self.model.parameters(), lr=self.lr)
        global_step, tr_loss = 0, 0.0
        self.model.zero_grad()
        for _ in range(num_epochs):
            for step, batch in enumerate(loader):
                self.model.train()
                loss, _ = self.model(*batch)
                loss = loss / accumulation_steps
                loss.backward()
                tr_loss += loss.item()
                if (step + 1) % accumulation_steps == 0:
                    torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                    optimizer.step()
                    self.model.zero_grad()
                    global_step += 1
        return global_step, tr_loss / max(global_step, 1)

# %%
torch.manual_seed(2)
few_shot = TensorDataset(torch.randint(0, 50, (10, 7)), torch.randint(0, 4, (10,)))
wrapper = TransformerModelWrapper()
print(wrapper.train(few_shot, num_epochs=3))
"""

REPORT = Report(
    source="timoschick/pet#36",
    date="2021-06-04",
    wrong=(
        "An epoch has three batches, but a step comes every four: with few examples no "
        "step is ever made, else gradients leak into the next epoch."
    ),
    right=(
        "Nine backward passes, no step: the number of batches is no multiple of "
        "`accumulation_steps`, so step at the last batch as well."
    ),
    known_from="run",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "                if (step + 1) % accumulation_steps == 0:\n": (
            "                last = step + 1 == len(loader)\n"
            "                if (step + 1) % accumulation_steps == 0 or last:\n"
        )
    },
)

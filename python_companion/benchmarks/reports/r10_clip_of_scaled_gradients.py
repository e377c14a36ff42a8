"""Gradients are clipped while they still carry the scale of the mixed precision."""

from .report import Report

NOTEBOOK = """
from dataclasses import dataclass
import torch
import torch.nn as nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

# %%
@dataclass
class TrainerConfig:
    max_epochs: int = 2
    batch_size: int = 8
    grad_norm_clip: float = 1.0
    use_amp: bool = True


class CharModel(nn.Module):
    def __init__(self, vocab, n_embd):
        super().__init__()
        self.tok_emb = nn.Embedding(vocab, n_embd)
        self.ln = nn.LayerNorm(n_embd)
        self.head = nn.Linear(n_embd, vocab, bias=False)

    def forward(self, idx, targets):
        logits = self.head(self.ln(self.tok_emb(idx)))
        return logits, F.cross_entropy(logits.flatten(0, 1).float(), targets.flatten())

# %%
class Trainer:
    def __init__(self, config, model, optimizer, train_dataset):
        self.config = config
        self.model = model
        self.optimizer = optimizer
        self.loader = DataLoader(train_dataset, batch_size=config.batch_size)
        if config.use_amp:
            self.scaler = torch.amp.GradScaler("cpu")

    def _run_batch(self, source, targets, train=True):
        use_amp = self.config.use_amp
        with torch.set_grad_enabled(train), torch.autocast("cpu", enabled=use_amp):
            _, loss = self.model(source, targets)

        if train:
            self.optimizer.zero_grad(set_to_none=True)
            if self.config.use_amp:
                self.scaler.scale(loss).backward()
                torch.nn.utils.clip_grad_norm_(
                    self.model.parameters(), self.config.grad_norm_clip
                )
                self.scaler.step(self.optimizer)
                self.scaler.update()
            else:
                loss.backward()
                torch.nn.utils.clip_grad_norm_(
                    self.model.parameters(), self.config.grad_norm_clip
                )
                self.optimizer.step()
        return loss.item()

    def train(self):
        for epoch in range(self.config.max_epochs):
            for source, targets in self.loader:
                loss = self._run_batch(source, targets)
            print(f"epoch {epoch} | loss {loss:.4f}")

# %%
torch.manual_seed(9)
text = torch.randint(0, 20, (32, 9))
model = CharModel(20, 16)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
trainer = Trainer(
    TrainerConfig(), model, optimizer, TensorDataset(text[:, :-1], text[:, 1:])
)
trainer.train()
"""

REPORT = Report(
    source="pytorch/examples#1196",
    date="2023-10-27",
    wrong=(
        "Between `scale(loss).backward()` and `scaler.step` gradients are 65536 times "
        "too large; clipped to a norm of 1 and unscaled, hardly anything is left."
    ),
    right="Call `scaler.unscale_(optimizer)` before gradients are clipped.",
    known_from="text",
    cells=(3,),
    notebook=NOTEBOOK,
    fix={
        "                self.scaler.scale(loss).backward()\n": (
            "                self.scaler.scale(loss).backward()\n"
            "                self.scaler.unscale_(self.optimizer)\n"
        )
    },
)

"""A wrapper holds student and teacher: `train()` puts both in train mode."""

from .report import Report

NOTEBOOK = """
import torch
from torch import nn
import torch.nn.functional as F

# %%
class Decoder(nn.Module):
    def __init__(self, vocab, dim, p=0.1):
        super().__init__()
        self.tok = nn.Embedding(vocab, dim)
        self.ff = nn.Sequential(nn.Linear(dim, 2 * dim), nn.GELU(), nn.Dropout(p))
        self.out = nn.Linear(2 * dim, vocab)

    def forward(self, ids):
        return self.out(self.ff(self.tok(ids)))


class KDModelWrapper(nn.Module):
    def __init__(self, student_model, teacher_model, temperature=2.0, hardness=0.5):
        super().__init__()
        self.student_model = student_model
        self.teacher_model = teacher_model
        self.temperature = temperature
        self.hardness = hardness
        self.teacher_model.eval()
        for p in self.teacher_model.parameters():
            p.requires_grad = False

    def forward(self, ids, labels=None):
        student_logits = self.student_model(ids)
        if labels is None:
            return student_logits
        with torch.no_grad():
            teacher_logits = self.teacher_model(ids)
        task = F.cross_entropy(student_logits.flatten(0, 1), labels.flatten())
        kd = F.kl_div(
            F.log_softmax(student_logits / self.temperature, -1),
            F.log_softmax(teacher_logits / self.temperature, -1),
            log_target=True,
            reduction="batchmean",
        )
        return (1 - self.hardness) * task + self.hardness * kd

# %%
def train_one_epoch(model, optimizer, loader):
    model.train()
    for ids in loader:
        loss = model(ids[:, :-1], labels=ids[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()

# %%
torch.manual_seed(0)
wrapped = KDModelWrapper(Decoder(24, 8), Decoder(24, 16))
optimizer = torch.optim.AdamW(wrapped.student_model.parameters(), lr=1e-3)
loader = [torch.randint(0, 24, (4, 9)) for _ in range(3)]
for epoch in range(2):
    print(epoch, train_one_epoch(wrapped, optimizer, loader))
"""

REPORT = Report(
    source="neuralmagic/sparseml#2191",
    date="2024-03-20",
    wrong=(
        "`model.train()` reaches the teacher as a child of the wrapper: its dropout is "
        "on, and the student learns from noisy targets."
    ),
    right=(
        "`teacher_model` is frozen, was put in eval mode when the wrapper was built, "
        "and gives its targets in train mode: keep it in eval mode in `train`."
    ),
    known_from="text",
    cells=(2, 3, 4),
    codes=("NN505",),
    notebook=NOTEBOOK,
    fix={
        "    def forward(self, ids, labels=None):\n": (
            "    def train(self, mode=True):\n"
            "        super().train(mode)\n"
            "        self.teacher_model.eval()\n"
            "        return self\n"
            "\n"
            "    def forward(self, ids, labels=None):\n"
        )
    },
)

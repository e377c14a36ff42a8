"""An optimizer that was restored from a checkpoint is then built anew."""

from .report import Report

NOTEBOOK = """
import io
import torch
from torch import nn

# %%
class Optim(object):
    def __init__(self, method, lr, max_grad_norm):
        self.method, self.lr, self.max_grad_norm = method, lr, max_grad_norm
        self.optimizer = None

    def set_parameters(self, params):
        self.params = [p for p in params if p.requires_grad]
        if self.method == "sgd":
            self.optimizer = torch.optim.SGD(self.params, lr=self.lr)
        elif self.method == "adam":
            self.optimizer = torch.optim.Adam(self.params, lr=self.lr)
        else:
            raise RuntimeError("Invalid optim method: " + self.method)

    def step(self):
        nn.utils.clip_grad_norm_(self.params, self.max_grad_norm)
        self.optimizer.step()

# %%
class Seq2Seq(nn.Module):
    def __init__(self, vocab, size):
        super(Seq2Seq, self).__init__()
        self.emb = nn.Embedding(vocab, size)
        self.encoder = nn.GRU(size, size, batch_first=True)
        self.decoder = nn.GRU(size, size, batch_first=True)
        self.generator = nn.Linear(size, vocab)

    def forward(self, src, tgt):
        _, context = self.encoder(self.emb(src))
        out, _ = self.decoder(self.emb(tgt), context)
        return self.generator(out)


def run_epoch(model, optim, batches):
    model.train()
    for src, tgt in batches:
        optim.optimizer.zero_grad()
        scores = model(src, tgt[:, :-1])
        loss = nn.functional.cross_entropy(scores.flatten(0, 1), tgt[:, 1:].flatten())
        loss.backward()
        optim.step()
    return loss.item()

# %%
torch.manual_seed(1)
batches = [
    (torch.randint(1, 30, (4, 5)), torch.randint(1, 30, (4, 6))) for _ in range(5)
]
model = Seq2Seq(30, 16)
optim = Optim("adam", 1e-3, 5.0)
optim.set_parameters(model.parameters())
run_epoch(model, optim, batches)

checkpoint = io.BytesIO()
state = {"model": model.state_dict(), "optim": optim.optimizer.state_dict()}
torch.save(state, checkpoint)

# %%
def build_optim(model, saved):
    optim = Optim("adam", 1e-3, 5.0)
    optim.set_parameters(model.parameters())
    if saved is not None:
        print("Loading optimizer from checkpoint.")
        optim.optimizer.load_state_dict(saved["optim"])
    return optim


checkpoint.seek(0)
saved = torch.load(checkpoint)
model = Seq2Seq(30, 16)
model.load_state_dict(saved["model"])
optim = build_optim(model, saved)
optim.set_parameters(model.parameters())

# %%
print("resumed", run_epoch(model, optim, batches))
"""

REPORT = Report(
    source="OpenNMT/OpenNMT-py#38",
    date="2017-04-25",
    wrong=(
        "`set_parameters` makes a new Adam, right after the old one got the state of "
        "the checkpoint: the moments are lost and training resumes cold."
    ),
    right=(
        "The optimizer that `load_state_dict` filled never steps: a new one takes its "
        "place without its state."
    ),
    known_from="text",
    cells=(5, 6),
    notebook=NOTEBOOK,
    fix={
        "optim = build_optim(model, saved)\n"
        "optim.set_parameters(model.parameters())\n": (
            "optim = build_optim(model, saved)\n"
        )
    },
)

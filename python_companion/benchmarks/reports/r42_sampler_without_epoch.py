"""A distributed sampler that is never told which epoch it is."""

from .report import Report

NOTEBOOK = """
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler

# %%
def init_dist():
    if not dist.is_initialized():
        dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)


def get_world_size():
    return dist.get_world_size() if dist.is_initialized() else 1


def get_rank():
    return dist.get_rank() if dist.is_initialized() else 0


class VQADataset(Dataset):
    def __init__(self, n):
        g = torch.Generator().manual_seed(0)
        self.images = torch.randn(n, 12, generator=g)
        self.questions = torch.randint(0, 30, (n, 6), generator=g)
        self.answers = torch.randint(0, 5, (n,), generator=g)

    def __len__(self):
        return len(self.answers)

    def __getitem__(self, i):
        return self.images[i], self.questions[i], self.answers[i]

# %%
class VisionLanguageModel(nn.Module):
    def __init__(self, dim=16):
        super().__init__()
        self.vision_encoder = nn.Linear(12, dim)
        self.decoder = nn.EmbeddingBag(30, dim)
        self.mp = nn.Linear(dim, 5)

    def forward(self, images, ids):
        return self.mp(torch.relu(self.vision_encoder(images)) + self.decoder(ids))


def get_dataloaders(batch_size):
    train_dataset = VQADataset(24)
    sampler = DistributedSampler(
        train_dataset, rank=get_rank(), num_replicas=get_world_size(), shuffle=True
    )
    return DataLoader(train_dataset, batch_size, sampler=sampler, drop_last=True)

# %%
def train(epochs=3, lr=1e-3):
    init_dist()
    torch.manual_seed(0)
    train_loader = get_dataloaders(8)
    model = DistributedDataParallel(VisionLanguageModel())
    optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for images, ids, labels in train_loader:
            loss = nn.functional.cross_entropy(model(images, ids), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        if get_rank() == 0:
            print(epoch, total / len(train_loader))

# %%
train()
"""

REPORT = Report(
    source="huggingface/nanoVLM#124",
    date="2025-06-23",
    wrong=(
        "Without `set_epoch` the sampler draws the same order in every epoch: the "
        "batches never change."
    ),
    right="`sampler.set_epoch(epoch)` is never called, so each epoch has one order.",
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={
        "        model.train()\n        total = 0.0\n": (
            "        train_loader.sampler.set_epoch(epoch)\n"
            "        model.train()\n"
            "        total = 0.0\n"
        )
    },
)

"""The loss calls the model behind the DDP wrapper."""

from .report import Report

NOTEBOOK = """
import torch
import torch.distributed as dist
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel as DDP

# %%
class SlotModel(nn.Module):
    def __init__(self, resolution=8, num_slots=3, slot_size=16):
        super().__init__()
        self.encoder = nn.Linear(resolution**2, slot_size)
        self.slots = nn.Parameter(torch.randn(num_slots, slot_size))
        self.decoder = nn.Linear(slot_size, resolution**2)

    def forward(self, data_dict):
        img = data_dict["img"].flatten(1)
        slots = self.encoder(img)[:, None] * self.slots
        recon = self.decoder(slots).mean(1)
        return {"recon": recon, "slots": slots}

    def calc_train_loss(self, data_dict, out_dict):
        img = data_dict["img"].flatten(1)
        return {"recon_loss": F.mse_loss(out_dict["recon"], img)}

    def loss_function(self, data_dict):
        out_dict = self.forward(data_dict)
        return self.calc_train_loss(data_dict, out_dict)

# %%
class BaseMethod:
    '''Trains a model, on one GPU or several.'''

    def __init__(self, model, ddp=False, lr=1e-3, clip_grad=1.0):
        self.ddp = ddp
        self.clip_grad = clip_grad
        self.optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        self.model = DDP(model) if ddp else model

    def training_step(self, batch_data):
        model = self.model.module if self.ddp else self.model
        loss_dict = model.loss_function(batch_data)
        return sum(loss_dict.values())

    def fit(self, loader, epochs=2):
        for self.epoch in range(epochs):
            self.model.train()
            for batch_data in loader:
                total_loss = self.training_step(batch_data)
                self.optimizer.zero_grad()
                total_loss.backward()
                nn.utils.clip_grad_norm_(self.model.parameters(), self.clip_grad)
                self.optimizer.step()
            print(self.epoch, total_loss.item())

# %%
if not dist.is_initialized():
    dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)

torch.manual_seed(0)
loader = [{"img": torch.rand(4, 8, 8)} for _ in range(3)]
method = BaseMethod(SlotModel(), ddp=True)
method.fit(loader)
"""

REPORT = Report(
    source="pairlab/SlotFormer#9",
    date="2023-12-14",
    wrong=(
        "`loss_function` of the wrapped module calls its own `forward`: DDP's forward "
        "never runs, and gradients are not averaged over the processes."
    ),
    right=(
        "The training calls `self.model.module` and never the DDP wrapper: compute the "
        "loss from `self.model(batch)`."
    ),
    known_from="text",
    cells=(3, 4),
    codes=("NN519",),
    notebook=NOTEBOOK,
    fix={
        "        loss_dict = model.loss_function(batch_data)\n": (
            "        out_dict = self.model(batch_data)\n"
            "        loss_dict = model.calc_train_loss(batch_data, out_dict)\n"
        )
    },
)

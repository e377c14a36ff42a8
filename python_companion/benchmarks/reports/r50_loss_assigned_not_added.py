"""A term of the loss is assigned where it should be added."""

from .report import Report

NOTEBOOK = """
from argparse import Namespace
import torch
from torch import nn
import torch.nn.functional as F

# %%
class Encoder(nn.Module):
    def __init__(self, n_styles=3, dim=8):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(24, 32), nn.PReLU(32))
        self.styles = nn.ModuleList([nn.Linear(32, dim) for _ in range(n_styles)])

    def forward(self, x):
        feat = self.body(x)
        w0 = self.styles[0](feat)
        return torch.stack([w0] + [w0 + s(feat) for s in self.styles[1:]], 1)


class LatentDiscriminator(nn.Module):
    def __init__(self, dim=8):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(dim, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1)
        )

    def forward(self, w):
        return self.net(w)

# %%
class Coach:
    def __init__(self, opts):
        self.opts = opts
        self.encoder = Encoder()
        self.decoder = nn.Linear(24, 24).requires_grad_(False)
        self.discriminator = LatentDiscriminator().requires_grad_(False)
        self.optimizer = torch.optim.Adam(self.encoder.parameters(), lr=opts.lr)

    def calc_loss(self, x, y, y_hat, latent):
        loss_dict = {}
        loss = 0.0
        if self.opts.w_discriminator_lambda > 0:
            loss_disc = F.softplus(-self.discriminator(latent.flatten(0, 1))).mean()
            loss_dict["encoder_discriminator_loss"] = float(loss_disc)
            loss += self.opts.w_discriminator_lambda * loss_disc
        if self.opts.delta_norm_lambda > 0:
            deltas = latent[:, 1:] - latent[:, :1]
            loss_delta = deltas.norm(dim=-1).mean()
            loss_dict["total_delta_loss"] = float(loss_delta)
            loss += self.opts.delta_norm_lambda * loss_delta
        if self.opts.l2_lambda > 0:
            loss_l2 = F.mse_loss(y_hat, y)
            loss_dict["loss_l2"] = float(loss_l2)
            loss = loss_l2 * self.opts.l2_lambda
        loss_dict["loss"] = float(loss)
        return loss, loss_dict

    def train(self, batches):
        self.encoder.train()
        for x, y in batches:
            self.optimizer.zero_grad()
            latent = self.encoder(x)
            loss, logs = self.calc_loss(x, y, self.decoder(latent.flatten(1)), latent)
            loss.backward()
            self.optimizer.step()
        return logs

# %%
torch.manual_seed(0)
opts = Namespace(lr=1e-3, w_discriminator_lambda=0.1, delta_norm_lambda=2e-4)
opts.l2_lambda = 1.0
coach = Coach(opts)
print(coach.train([(torch.randn(4, 24), torch.randn(4, 24)) for _ in range(4)]))
"""

REPORT = Report(
    source="yuval-alaluf/restyle-encoder#40",
    date="2021-09-26",
    wrong=(
        "`loss = loss_l2 * …` drops the terms that were added above it: the "
        "discriminator and the norm of the deltas have no effect."
    ),
    right="The sum in `loss` is overwritten before it is used: `loss +=`.",
    known_from="text",
    cells=(3,),
    notebook=NOTEBOOK,
    fix={
        "            loss = loss_l2 * self.opts.l2_lambda\n": (
            "            loss += loss_l2 * self.opts.l2_lambda\n"
        )
    },
)

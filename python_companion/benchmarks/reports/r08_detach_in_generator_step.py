"""The generator's turn detaches what it made, so that its adversarial loss is idle."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class SpecGenerator(nn.Module):
    def __init__(self, feat, bins):
        super().__init__()
        self.fc1 = nn.Linear(feat, 32)
        self.fc2 = nn.Linear(32, bins)

    def forward(self, f):
        return torch.tanh(self.fc2(F.relu(self.fc1(f))))


class SpecDiscriminator(nn.Module):
    def __init__(self, feat, bins):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(feat + bins, 32), nn.LeakyReLU(0.2), nn.Linear(32, 1)
        )

    def forward(self, spec, f):
        return self.net(torch.cat((spec, f), 1))

# %%
class Image2Reverb(nn.Module):
    def __init__(self, feat=6, bins=10, lambda_l1=10.0):
        super().__init__()
        self.enc = nn.Linear(8, feat)
        self.g = SpecGenerator(feat, bins)
        self.d = SpecDiscriminator(feat, bins)
        self.lambda_l1 = lambda_l1

    def training_step(self, batch, optimizer_idx):
        spec, image = batch
        f = self.enc(image)
        fake_spec = self.g(f)

        if optimizer_idx in (0, 1):  # encoder, generator
            d_fake2 = self.d(fake_spec.detach(), f)
            g_loss1 = F.mse_loss(d_fake2, torch.ones_like(d_fake2))
            g_loss2 = F.l1_loss(fake_spec, spec) * self.lambda_l1
            return g_loss1 + g_loss2

        d_fake = self.d(fake_spec.detach(), f.detach())
        d_real = self.d(spec, f.detach())
        return 0.5 * (
            F.mse_loss(d_fake, torch.zeros_like(d_fake))
            + F.mse_loss(d_real, torch.ones_like(d_real))
        )

    def configure_optimizers(self):
        return [
            torch.optim.Adam(part.parameters(), lr=2e-4, betas=(0.5, 0.999))
            for part in (self.enc, self.g, self.d)
        ]

# %%
torch.manual_seed(0)
model = Image2Reverb()
optimizers = model.configure_optimizers()
for it in range(6):
    batch = torch.rand(4, 10), torch.randn(4, 8)
    for idx, optimizer in enumerate(optimizers):
        model.zero_grad()
        loss = model.training_step(batch, idx)
        loss.backward()
        optimizer.step()
"""

REPORT = Report(
    source="nikhilsinghmus/image2reverb#37",
    date="2026-02-20",
    wrong=(
        "`fake_spec.detach()` in the generator's turn: the discriminator's verdict "
        "sends no gradient into the generator, which learns from the L1 term alone."
    ),
    right=(
        "`g_loss1` reaches no parameter of `g`: its output is detached; the detach "
        "belongs into the discriminator's turn only."
    ),
    known_from="text",
    cells=(3, 4),
    notebook=NOTEBOOK,
    fix={"d_fake2 = self.d(fake_spec.detach(), f)": "d_fake2 = self.d(fake_spec, f)"},
)

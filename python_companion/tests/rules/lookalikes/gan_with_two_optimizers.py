class Generator(nn.Module):
    def __init__(self, latent=4):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(latent, 16), nn.ReLU(), nn.Linear(16, 2))

    def forward(self, noise):
        return self.net(noise)


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))

    def forward(self, x):
        return self.net(x)


# %%
torch.manual_seed(0)
real = torch.randn(64, 2) + 1
generator, critic = Generator(), Critic()
optimizer_g = torch.optim.Adam(generator.parameters(), lr=1e-3)
optimizer_d = torch.optim.Adam(critic.parameters(), lr=1e-3)
# %%
for step in range(4):
    noise = torch.randn(16, 4)
    optimizer_d.zero_grad()
    fake = generator(noise)
    on_real = critic(real[:16])
    on_fake = critic(fake.detach())
    loss_d = F.binary_cross_entropy_with_logits(
        on_real, torch.ones_like(on_real)
    ) + F.binary_cross_entropy_with_logits(on_fake, torch.zeros_like(on_fake))
    loss_d.backward()
    optimizer_d.step()

    optimizer_g.zero_grad()
    judged = critic(generator(noise))
    loss_g = F.binary_cross_entropy_with_logits(judged, torch.ones_like(judged))
    loss_g.backward()
    optimizer_g.step()

import sys

# Without a GPU: torch's lazy backend is a second device that computes real values.
# It can be registered once in a process.
if "torch._lazy.ts_backend" not in sys.modules:
    import torch._lazy.ts_backend

    torch._lazy.ts_backend.init()


# %%
class Split(nn.Module):
    """Two halves, each on the device it is given."""

    def __init__(self, first, second):
        super().__init__()
        self.devices = (first, second)
        self.lower = nn.Linear(8, 8, bias=False).to(first)
        self.norm = nn.BatchNorm1d(8).to(first)
        self.upper = nn.Linear(8, 2).to(second)

    def forward(self, x):
        x = torch.relu(self.norm(self.lower(x.to(self.devices[0]))))
        return self.upper(x.to(self.devices[1]))


# %%
model = Split("cpu", "lazy")
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
x, y = torch.randn(16, 8), torch.randint(0, 2, (16,))
# %%
model.train()
before = [parameter.detach().cpu().clone() for parameter in model.parameters()]
for step in range(2):
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y.to(model.devices[1]))
    loss.backward()
    optimizer.step()
assert {parameter.device.type for parameter in model.parameters()} == {"cpu", "lazy"}
assert all(
    not torch.equal(old, new.detach().cpu())
    for old, new in zip(before, model.parameters())
)

class Split(nn.Module):
    """Two halves, each on the device it is given."""

    def __init__(self, first, second):
        super().__init__()
        self.devices = (first, second)
        self.lower = nn.Linear(8, 8).to(first)
        self.upper = nn.Linear(8, 2).to(second)

    def forward(self, x):
        x = torch.relu(self.lower(x.to(self.devices[0])))
        return self.upper(x.to(self.devices[1]))


# %%
model = Split("cpu", "cpu")
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(16, 8), torch.randint(0, 2, (16,))
# %%
for step in range(3):
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y.to(model.devices[1]))
    loss.backward()
    optimizer.step()

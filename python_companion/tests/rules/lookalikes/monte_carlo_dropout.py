class Uncertain(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(4, 16)
        self.outer = nn.Linear(16, 2)

    def forward(self, x):
        # Samples at test time, too: that is how it tells what it does not know.
        x = F.dropout(torch.relu(self.inner(x)), 0.2, training=True)
        return self.outer(x)


# %%
torch.manual_seed(0)
model = Uncertain()
optimizer = torch.optim.Adam(model.parameters())
x, y = torch.randn(32, 4), torch.randint(0, 2, (32,))
for step in range(3):
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
# %%
model.eval()
with torch.no_grad():
    samples = torch.stack([model(x).softmax(-1) for _ in range(10)])
spread = samples.std(0).mean().item()

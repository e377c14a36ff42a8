torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
batches = [(torch.randn(8, 4), torch.randint(0, 2, (8,))) for _ in range(8)]
every = 4
# %%
model.train()
running = 0.0
for number, (x, y) in enumerate(batches):
    loss = F.cross_entropy(model(x), y) / every
    loss.backward()
    running += loss.item()
    if (number + 1) % every == 0:
        optimizer.step()
        optimizer.zero_grad()

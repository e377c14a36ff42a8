import copy

torch.manual_seed(0)
online = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2))
target = copy.deepcopy(online).requires_grad_(False)
optimizer = torch.optim.Adam(online.parameters(), lr=1e-3)
states, rewards = torch.randn(32, 4), torch.randn(32)
actions = torch.randint(0, 2, (32, 1))
# %%
for step in range(6):
    with torch.no_grad():
        wanted = rewards + 0.9 * target(states).max(dim=-1).values
    values = online(states).gather(1, actions).squeeze(1)
    loss = F.smooth_l1_loss(values, wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 3 == 0:
        target.load_state_dict(online.state_dict())

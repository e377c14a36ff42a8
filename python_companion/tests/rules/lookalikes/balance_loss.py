class Router(nn.Module):
    def __init__(self, width=8, experts=3):
        super().__init__()
        self.gate = nn.Linear(width, experts)
        self.experts = nn.ModuleList(nn.Linear(width, width) for _ in range(experts))
        self.balance_loss = None

    def forward(self, x):
        weights = self.gate(x).softmax(-1)
        # Read by the training loop right after each forward.
        self.balance_loss = (weights.mean(0) ** 2).sum() * len(self.experts)
        outputs = torch.stack([expert(x) for expert in self.experts], dim=-1)
        return (outputs * weights.unsqueeze(-2)).sum(-1)


# %%
torch.manual_seed(0)
model = Router()
optimizer = torch.optim.Adam(model.parameters())
x, y = torch.randn(32, 8), torch.randn(32, 8)
# %%
for step in range(4):
    optimizer.zero_grad()
    loss = F.mse_loss(model(x), y) + 0.01 * model.balance_loss
    loss.backward()
    optimizer.step()

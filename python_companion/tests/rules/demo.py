"""The cells of the demo notebook that matter to rules."""

from __future__ import annotations

DATA = "torch.manual_seed(0)\nX = torch.randn(96, 2)\ny = torch.arange(96) % 3"
NET = """class SpiralNet(nn.Module):
    def __init__(self, width=64, depth=8):
        super().__init__()
        self.stem = nn.Linear(2, width)
        self.blocks = [nn.Linear(width, width) for _ in range(depth)]
        self.head = nn.Linear(width, 3)

    def forward(self, x):
        x = F.relu(self.stem(x))
        for block in self.blocks:
            x = F.relu(block(x))
        return self.head(x)
"""
FIXED_NET = NET.replace(
    "[nn.Linear(width, width) for _ in range(depth)]",
    "nn.ModuleList([nn.Linear(width, width) for _ in range(depth)])",
)
INIT = """def init_weights(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, std=0.02)
        nn.init.zeros_(m.bias)
"""
BUILD = "model = SpiralNet()\nmodel.apply(init_weights)"
OPTIMIZER = "optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)"
PLOT = "figure = None"
AGAIN = "model = SpiralNet()  # try again with a fresh model\nmodel.apply(init_weights)"
TRAIN = """%%nn watch
for step in range(3):
    loss = F.cross_entropy(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""

class Student(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(8, width), nn.ReLU(), nn.Linear(width, 3))

    def forward(self, x):
        return self.net(x)


# %%
torch.manual_seed(0)
teacher = Student(64).eval().requires_grad_(False)
student = Student(8)
optimizer = torch.optim.AdamW(student.parameters(), lr=1e-3)
x, y = torch.randn(32, 8), torch.randint(0, 3, (32,))
# %%
student.train()
for step in range(4):
    optimizer.zero_grad()
    with torch.no_grad():
        target = teacher(x).softmax(dim=-1)
    logits = student(x)
    loss = F.kl_div(logits.log_softmax(dim=-1), target, reduction="batchmean")
    loss = loss + F.cross_entropy(logits, y)
    loss.backward()
    optimizer.step()

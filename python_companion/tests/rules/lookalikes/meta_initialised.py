class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(4, 8)
        self.outer = nn.Linear(8, 2)

    def forward(self, x):
        return self.outer(torch.relu(self.inner(x)))


# %%
state = Net().state_dict()
with torch.device("meta"):
    model = Net()
# %%
model.to_empty(device="cpu")
model.load_state_dict(state)
# %%
model.eval()
with torch.no_grad():
    output = model(torch.randn(3, 4))

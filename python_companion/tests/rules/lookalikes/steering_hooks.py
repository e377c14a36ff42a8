torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2)).eval()
direction = torch.randn(8)


def steer(module, args, output):
    return output + 0.5 * direction


# %%
x = torch.randn(6, 4)
handle = model[0].register_forward_hook(steer)
try:
    with torch.no_grad():
        steered = model(x)
finally:
    handle.remove()
# %%
with torch.no_grad():
    plain = model(x)

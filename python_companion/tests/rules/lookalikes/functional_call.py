from torch.func import functional_call, grad, vmap

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2))
parameters = {name: p.detach() for name, p in model.named_parameters()}
x, y = torch.randn(6, 4), torch.randint(0, 2, (6,))


def loss_of(parameters, x, y):
    logits = functional_call(model, parameters, (x.unsqueeze(0),))
    return F.cross_entropy(logits, y.unsqueeze(0))


# %%
each = vmap(grad(loss_of), in_dims=(None, 0, 0))(parameters, x, y)
norms = {name: g.flatten(1).norm(dim=1).mean().item() for name, g in each.items()}
# %%
fast = {name: p - 0.1 * each[name].mean(0) for name, p in parameters.items()}
with torch.no_grad():
    adapted = functional_call(model, fast, (x,))

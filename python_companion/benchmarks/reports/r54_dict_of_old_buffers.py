"""A dict of tensors that were registered as buffers, and then moved."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn

# %%
class BodyModel(nn.Module):
    '''Blends shapes; what belongs to a group is looked up by name.'''

    def __init__(self, n_verts=12, n_betas=4):
        super().__init__()
        self.data = {
            "template": torch.randn(n_verts, 3),
            "shape_dirs": 0.1 * torch.randn(n_verts, 3, n_betas),
            "offset": torch.zeros(3),
        }
        for name in self.data:
            self.register_buffer("data_" + name, self.data[name])
        self.betas = nn.Parameter(torch.zeros(n_betas))

    def forward(self):
        shaped = (self.data["shape_dirs"] * self.betas).sum(-1)
        return self.data["template"] + shaped + self.data["offset"]

# %%
torch.manual_seed(0)
trained = BodyModel().state_dict()
model = BodyModel().to(torch.float64)
model.load_state_dict(trained)

# %%
target = trained["data_template"] + 0.2
optimizer = torch.optim.LBFGS(model.parameters(), lr=0.5, max_iter=5)


def closure():
    optimizer.zero_grad()
    loss = (model() - target).pow(2).mean()
    loss.backward()
    return loss


for _ in range(3):
    loss = optimizer.step(closure)
print(loss.item(), (model.data["template"] - model.data_template).abs().max())
"""

REPORT = Report(
    source="pytorch/pytorch#43815",
    date="2020-08-29",
    wrong=(
        "Moving the model gives it new buffers; the dict keeps the old ones, and the "
        "forward pass computes with what was there before the load."
    ),
    right=(
        "`model.data` holds tensors that were buffers of the model and no longer are: "
        "`to()` has replaced them. Look them up by `getattr`."
    ),
    known_from="text",
    cells=(2, 3, 4),
    codes=("NN105",),
    notebook=NOTEBOOK,
    fix={
        '(self.data["shape_dirs"] * self.betas)': "(self.data_shape_dirs * self.betas)",
        'self.data["template"] + shaped + self.data["offset"]': (
            "self.data_template + shaped + self.data_offset"
        ),
    },
)

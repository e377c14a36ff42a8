"""An initialisation whose branches compare a class with names: none of them runs."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
from torch.nn.init import calculate_gain

# %%
def get_activation_name(activation):
    '''Given a string or a torch.nn.modules.activation return the name.'''
    if isinstance(activation, str):
        return activation
    mapper = {nn.LeakyReLU: "leaky_relu", nn.ReLU: "relu", nn.Tanh: "tanh"}
    for k, v in mapper.items():
        if isinstance(activation, k):
            return k
    raise ValueError("Unkown given activation type : {}".format(activation))


def linear_init(module, activation="relu"):
    if module.bias is not None:
        module.bias.data.zero_()
    x = module.weight
    if activation is None:
        return nn.init.xavier_uniform_(x)
    activation_name = get_activation_name(activation)
    if activation_name == "leaky_relu":
        return nn.init.kaiming_uniform_(x, a=0.01, nonlinearity="leaky_relu")
    elif activation_name == "relu":
        return nn.init.kaiming_uniform_(x, nonlinearity="relu")
    elif activation_name in ["sigmoid", "tanh"]:
        return nn.init.xavier_uniform_(x, gain=calculate_gain(activation_name))

# %%
class MLP(nn.Module):
    def __init__(self, input_size, output_size, hidden_size=32, n_hidden_layers=3):
        super().__init__()
        self.activation = nn.ReLU()
        self.to_hidden = nn.Linear(input_size, hidden_size)
        self.linears = nn.ModuleList(
            [nn.Linear(hidden_size, hidden_size) for _ in range(n_hidden_layers - 1)]
        )
        self.out = nn.Linear(hidden_size, output_size)
        self.reset_parameters()

    def forward(self, x):
        x = self.activation(self.to_hidden(x))
        for linear in self.linears:
            x = self.activation(linear(x))
        return self.out(x)

    def reset_parameters(self):
        linear_init(self.to_hidden, activation=self.activation)
        for lin in self.linears:
            linear_init(lin, activation=self.activation)
        linear_init(self.out, activation=None)

# %%
torch.manual_seed(0)
x = torch.linspace(-2, 2, 40).unsqueeze(1)
model = MLP(1, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for step in range(20):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), torch.sin(3 * x))
    loss.backward()
    optimizer.step()
print(loss.item())
"""

REPORT = Report(
    source="YannDubs/Neural-Process-Family#15",
    date="2025-03-19",
    wrong=(
        "`get_activation_name` returns the class instead of its name, so that no "
        "branch of `linear_init` matches: hidden layers keep torch's default."
    ),
    right=(
        "`linear_init` changes no weight of `to_hidden` and `linears`: it compares a "
        "class with texts."
    ),
    known_from="run",
    cells=(2, 3),
    notebook=NOTEBOOK,
    fix={"            return k\n": "            return v\n"},
)

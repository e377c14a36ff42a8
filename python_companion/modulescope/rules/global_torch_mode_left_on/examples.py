"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

_MODEL = """
import torch
from torch import nn
model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
"""

VALID = [
    Valid(
        _MODEL
        + "# %%\nwith torch.set_grad_enabled(False):\n    y = model(torch.ones(2))",
        why="the context manager turns it back",
        live=True,
    ),
    Valid(
        """
import torch
from torch import nn
torch.set_grad_enabled(False)
model = nn.Linear(2, 2).eval()
# %%
y = model(torch.ones(2))
""",
        why="nothing is trained here; the kernel tells of it as info",
    ),
    Valid(
        _MODEL + "# %%\ntorch.set_grad_enabled(False)\ny = model(torch.ones(2))\n"
        "torch.set_grad_enabled(True)",
        why="turned back in the same cell",
        live=True,
    ),
    Valid(
        "import torch\nfrom torch import nn\ntorch.set_default_dtype(torch.float64)\n",
        why="a default dtype at the top, on purpose",
    ),
    Valid(
        _MODEL + "# %%\ndef evaluate():\n    torch.set_grad_enabled(False)\n",
        why="not a statement of the cell",
        live=True,
    ),
    Valid(
        _MODEL + "# %%\ntorch.set_grad_enabled(training := True)",
        why="the state that it had, or one that the text does not tell",
        live=True,
    ),
    Valid(
        _MODEL + "# %%\ntorch.set_grad_enabled(False)\n# %%\ny = model(torch.ones(2))\n"
        "torch.set_grad_enabled(True)",
        why="a later cell turns it back",
        live=True,
    ),
    Valid(
        _MODEL + "# %%\ntorch.set_default_dtype(torch.float64)\nmodel.double()\n"
        "y = model(torch.ones(2))",
        why="the model that was there gets the new dtype",
    ),
    Valid(
        "import torch\nfrom torch import nn\n# %%\n"
        "torch.set_default_dtype(torch.float64)\n# %%\nmodel = nn.Linear(2, 2)\n",
        why="the cell that sets it ran again, after a model was built with it",
        order=(0, 1, 2, 1),
    ),
    Valid(
        "import torch\nfrom torch import nn\nmodel = nn.Linear(2, 2)\n# %%\n"
        "torch.set_default_device('meta')\n# %%\nmodel = nn.Linear(2, 2)\n",
        why="the model is built again, with the new device",
    ),
    Valid(
        "import torch\nfrom torch import nn\n"
        "model = nn.Linear(2, 2, dtype=torch.float64)\n# %%\n"
        "torch.set_default_dtype(torch.float64)\n",
        why="the model has that dtype",
    ),
]

INVALID = [
    Invalid(
        _MODEL
        + "# %%\ntorch.set_grad_enabled(False)\ny = model(torch.ones(2))\nprint(y)",
        line=1,
        cell=1,
        live=True,
        fixed=(
            "with torch.set_grad_enabled(False):\n"
            "    y = model(torch.ones(2))\n    print(y)"
        ),
        twin=_MODEL + "# %%\nwith torch.no_grad():\n    y = model(torch.ones(2))",
    ),
    Invalid(
        _MODEL + "# %%\ntorch.autograd.set_detect_anomaly(True)",
        line=1,
        cell=1,
        live=True,
        twin=_MODEL + "# %%\ntorch.autograd.set_detect_anomaly(False)",
    ),
    Invalid(
        _MODEL + "# %%\ntorch.set_default_dtype(torch.float64)",
        line=1,
        cell=1,
        live=True,
        twin="import torch\ntorch.set_default_dtype(torch.float32)\n# %%\n" + _MODEL,
    ),
    Invalid(
        """
import torch as th
from torch import nn, set_default_device
net = nn.Sequential(nn.Linear(2, 2))
set_default_device(th.device('cuda'))
x = th.ones(2)
""",
        line=4,
    ),
    Invalid(
        "import torch\nfrom torch import nn\n# %%\n"
        "torch.set_default_dtype(torch.float64)\n# %%\nmodel = nn.Linear(2, 2)\n",
        line=1,
        cell=1,
        live=True,
        order=(0, 2, 1),
    ),
    Invalid(
        """
import torch
from torch import nn
torch.set_grad_enabled(False)
model = nn.Linear(2, 2)
y = model(torch.ones(2))
""",
        live=True,
        twin="""
import torch
from torch import nn
model = nn.Linear(2, 2)
with torch.set_grad_enabled(False):
    y = model(torch.ones(2))
""",
    ),
]

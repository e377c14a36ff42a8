"""Near misses and bugs, each as small as it can be."""

from ...rulekit.rule import Invalid, Valid

VALID = [
    Valid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5, training=self.training)
model = Net().eval()
""",
        why="it asks for the mode",
        live=True,
    ),
    Valid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(F.dropout2d(x, 0.5, self.training), 0.1, True)
model = Net().eval()
""",
        why="an explicit True is Monte-Carlo dropout",
        live=True,
    ),
    Valid(
        """
from torch import nn
import torch.nn.functional as F
class MCDropout(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5)
class Net(nn.Module):
    def forward(self, x):
        return x
    def bayesian_forward(self, x):
        return F.dropout(x)
model = Net().eval()
""",
        why="the name says that it stays on",
        live=True,
    ),
    Valid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        if self.training and x.ndim > 1:
            x = F.dropout(x, 0.5)
        x = F.dropout(x) if self.training else x
        if not self.training:
            return x
        return F.dropout(x, 0.5)
model = Net().eval()
""",
        why="it runs in train mode only",
        live=True,
    ),
    Valid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        p = 0.1 if self.training else 0.0
        x = F.dropout(x, p)
        x = F.dropout(x, 0.5 * self.training)
        return F.scaled_dot_product_attention(x, x, x, dropout_p=p)
model = Net().eval()
""",
        why="the probability depends on the mode",
        live=True,
    ),
    Valid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = 0.0
    def forward(self, x, dropout_p):
        x = F.dropout(x, dropout_p)
        x = F.dropout(x, 0.0)
        x = F.dropout(x, self.p)
        return F.scaled_dot_product_attention(x, x, x, None, 0.0)
model = Net().eval()
""",
        why="nothing is dropped, or the caller decides",
        live=True,
    ),
    Valid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.rrelu(F.alpha_dropout(x, 0.5))
model = Net().eval()
""",
        why="these functions are off by default",
        live=True,
    ),
    Valid(
        """
import torch.nn.functional as F
def noisy(x):
    return F.dropout(x, 0.1)
class Transform:
    def __call__(self, x):
        return F.dropout(x, 0.1)
""",
        why="outside of a module there is no mode",
    ),
    Valid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def training_step(self, batch):
        return F.dropout(batch)
    def forward(self, x, **options):
        return F.dropout(x, **options)
""",
        why="a training step runs in training, and options may name the mode",
    ),
    Valid(
        """
from torch import nn
class Net(nn.Module):
    def forward(self, x, dropout):
        return dropout(x, 0.5)
""",
        why="an argument that is called `dropout`",
    ),
    Valid(
        """
from flax import linen as nn
import flax.linen.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5)
""",
        why="another framework",
    ),
    Valid(
        """
import torch.nn.functional as F
from torch import nn
class PosteriorSampler(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(4, 4)
    def forward(self, x):
        return self.head(F.dropout(x, 0.1))
""",
        why="a sampler is random on purpose; an upsampler is none",
    ),
]

INVALID = [
    Invalid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5)  # regularise
model = Net().eval()
""",
        line=5,
        live=True,
        fixed="""
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5, training=self.training)  # regularise
model = Net().eval()
""",
        twin="""
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, 0.5, training=self.training)  # regularise
model = Net().eval()
""",
    ),
    Invalid(
        """
import torch
class Net(torch.nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p
    def forward(self, x):
        return torch.nn.functional.scaled_dot_product_attention(
            x, x, x,
            dropout_p=self.p,
        )
model = Net(0.1)
model.eval()
""",
        line=7,
        live=True,
        fixed="""
import torch
class Net(torch.nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p
    def forward(self, x):
        return torch.nn.functional.scaled_dot_product_attention(
            x, x, x,
            dropout_p=self.p if self.training else 0.0,
        )
model = Net(0.1)
model.eval()
""",
        twin="""
import torch
class Net(torch.nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p
    def forward(self, x):
        return torch.nn.functional.scaled_dot_product_attention(
            x, x, x,
            dropout_p=self.p,
        )
model = Net(0.0)
model.eval()
""",
    ),
    Invalid(
        """
import torch.nn as tnn
from torch.nn.functional import dropout as drop
class Base(tnn.Module):
    pass
# %%
from torch.nn.functional import dropout2d as drop
class Net(Base):
    def __init__(this):
        super().__init__()
        this.rate = 0.3
    def forward(this, x):
        return this.block(x)
    def block(this, x):
        rate = this.rate
        return (lambda y: drop(
            y,
            rate,
        ))(x)
model = Net().eval()
""",
        cell=1,
        line=10,
        live=True,
        fixed="""
from torch.nn.functional import dropout2d as drop
class Net(Base):
    def __init__(this):
        super().__init__()
        this.rate = 0.3
    def forward(this, x):
        return this.block(x)
    def block(this, x):
        rate = this.rate
        return (lambda y: drop(
            y,
            rate, training=this.training,
        ))(x)
model = Net().eval()
""",
    ),
    Invalid(
        """
from torch import nn
from torch.nn.functional import dropout, relu
def feed(x):
    return dropout(relu(x))
class Net(nn.Module):
    def forward(self, x):
        return feed(x)
""",
        line=4,
    ),
    Invalid(
        """
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, p=(0.5))
# %%
model = Net()
model.eval()
# %%
model.train()
""",
        line=5,
        live=True,
        order=(0, 1, 2, 1),
        fixed="""
from torch import nn
import torch.nn.functional as F
class Net(nn.Module):
    def forward(self, x):
        return F.dropout(x, p=(0.5), training=self.training)
""",
    ),
    Invalid(
        """
import torch.nn.functional as F
from torch import nn
class Downsample(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, stride=2)
    def forward(self, x):
        return self.conv(F.dropout(x, 0.1))
""",
        line=8,
        fixed="""
import torch.nn.functional as F
from torch import nn
class Downsample(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, stride=2)
    def forward(self, x):
        return self.conv(F.dropout(x, 0.1, training=self.training))
""",
    ),
]

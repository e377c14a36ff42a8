"""An own `train()` leaves frozen stages out, so that they stay in train mode."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn

# %%
class Config:
    FREEZE_AT = 2
    CLASSES = 4


cfg = Config()


def stage(cin, cout):
    return nn.Sequential(
        nn.Conv2d(cin, cout, 3, 2, 1, bias=False), nn.BatchNorm2d(cout), nn.ReLU()
    )


class ResNetBody(nn.Module):
    def __init__(self):
        super().__init__()
        self.res1 = stage(3, 6)
        self.res2 = stage(6, 8)
        self.res3 = stage(8, 10)
        self.convX = 3
        self._init_modules()

    def _init_modules(self):
        for i in range(1, cfg.FREEZE_AT + 1):
            for p in getattr(self, "res%d" % i).parameters():
                p.requires_grad = False

    def train(self, mode=True):
        # Override
        self.training = mode

        for i in range(cfg.FREEZE_AT + 1, self.convX + 1):
            getattr(self, "res%d" % i).train(mode)

    def forward(self, x):
        for i in range(self.convX):
            x = getattr(self, "res%d" % (i + 1))(x)
        return x

# %%
class GeneralizedRCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.Conv_Body = ResNetBody()
        self.Box_Outs = nn.Linear(10, cfg.CLASSES)

    def forward(self, data):
        return self.Box_Outs(self.Conv_Body(data).mean((2, 3)))

# %%
torch.manual_seed(0)
maskRCNN = GeneralizedRCNN()
trainable = [p for p in maskRCNN.parameters() if p.requires_grad]
optimizer = torch.optim.SGD(trainable, lr=0.02, momentum=0.9)

maskRCNN.train()
for step in range(4):
    data, rois = torch.randn(3, 3, 24, 24), torch.randint(0, cfg.CLASSES, (3,))
    loss = nn.functional.cross_entropy(maskRCNN(data), rois)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

# %%
maskRCNN.eval()
with torch.no_grad():
    print(maskRCNN(torch.randn(2, 3, 24, 24)).softmax(-1))
print([m.training for m in maskRCNN.modules() if isinstance(m, nn.BatchNorm2d)])
"""

REPORT = Report(
    source="roytseng-tw/Detectron.pytorch#104",
    date="2018-07-15",
    wrong=(
        "`train(mode)` passes the mode to the stages that train; the frozen ones are "
        "in train mode since they were made, also after `eval()`."
    ),
    right=(
        "The batch norm layers of `res1` and `res2` are in train mode after "
        "`maskRCNN.eval()`, and change while frozen: put them in eval mode in `train`."
    ),
    known_from="text",
    cells=(2, 4, 5),
    codes=("NN505", "NN511"),
    notebook=NOTEBOOK,
    fix={
        "        self.training = mode\n\n": (
            "        self.training = mode\n"
            "        for i in range(1, cfg.FREEZE_AT + 1):\n"
            '            getattr(self, "res%d" % i).eval()\n\n'
        )
    },
)

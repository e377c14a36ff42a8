"""`F.kl_div` is given probabilities of the student instead of their logarithm."""

from .report import Report

NOTEBOOK = """
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class SegNet(nn.Module):
    def __init__(self, n_class, ch=8):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, ch, 3, padding=1), nn.GroupNorm(2, ch), nn.ReLU()
        )
        self.cls = nn.Conv2d(ch, n_class, 1)

    def forward(self, x):
        feat = self.body(x)
        return {"feat": feat, "out": self.cls(feat)}

# %%
class CustomModel:
    def __init__(self, opt):
        self.opt = opt
        self.BaseNet = SegNet(opt["n_class"])
        self.teacher = copy.deepcopy(self.BaseNet).eval()
        self.optimizer = torch.optim.SGD(
            self.BaseNet.parameters(), lr=opt["lr"], momentum=0.9
        )

    def step(self, image, image_full, pseudo):
        self.BaseNet.train()
        target_out = self.BaseNet(image)
        loss = F.cross_entropy(target_out["out"], pseudo, ignore_index=250)

        if self.opt["distillation"] > 0:
            student = F.softmax(target_out["out"], dim=1)
            with torch.no_grad():
                teacher_out = self.teacher(image_full)
                teacher = F.softmax(teacher_out["out"], dim=1)
            loss_kd = F.kl_div(student, teacher, reduction="none")
            mask = (pseudo != 250).float()[:, None]
            loss_kd = (loss_kd * mask).sum() / mask.sum()
            loss = loss + self.opt["distillation"] * loss_kd

        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return loss.item()

# %%
torch.manual_seed(0)
model = CustomModel({"n_class": 4, "lr": 1e-2, "distillation": 1.0})
for i in range(4):
    img = torch.randn(2, 3, 12, 12)
    pseudo = torch.randint(0, 4, (2, 12, 12))
    print(i, model.step(img + 0.1 * torch.randn_like(img), img, pseudo))
"""

REPORT = Report(
    source="microsoft/ProDA#20",
    date="2021-06-10",
    wrong=(
        "`F.kl_div` expects the logarithm of the student's probabilities and gets the "
        "probabilities: the term pulls the student away from the teacher's shape."
    ),
    right="`F.kl_div` gets a softmax as its input: use `log_softmax`.",
    known_from="text",
    cells=(3,),
    codes=("NN507",),
    notebook=NOTEBOOK,
    fix={
        'student = F.softmax(target_out["out"], dim=1)': (
            'student = F.log_softmax(target_out["out"], dim=1)'
        )
    },
)

"""Attention without `batch_first`: queries look at the other images of the batch."""

from .report import Report

NOTEBOOK = """
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class TransformerLayer(nn.Module):
    def __init__(self, d_model=16, nhead=2, dim_feedforward=32, dropout=0.0):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(d_model, nhead, dropout)
        self.linear1 = nn.Linear(d_model, dim_feedforward)
        self.linear2 = nn.Linear(dim_feedforward, d_model)
        self.norm1 = nn.LayerNorm(d_model)
        self.norm2 = nn.LayerNorm(d_model)

    @staticmethod
    def with_pos_embed(tensor, pos_embed):
        return tensor if pos_embed is None else tensor + pos_embed

    def forward(self, src, pos_embed=None):
        q = k = self.with_pos_embed(src, pos_embed)
        src = self.norm1(src + self.self_attn(q, k, value=src)[0])
        return self.norm2(src + self.linear2(F.gelu(self.linear1(src))))

# %%
class HybridEncoder(nn.Module):
    def __init__(self, in_ch=3, hidden=16, classes=4):
        super().__init__()
        self.proj = nn.Conv2d(in_ch, hidden, 4, stride=4)
        self.encoder = TransformerLayer(hidden)
        self.fpn = nn.Conv2d(hidden, hidden, 3, padding=1)
        self.cls = nn.Linear(hidden, classes)

    def build_2d_pos(self, h, w, dim):
        pos = torch.arange(h * w, dtype=torch.float32)[:, None]
        freq = 10.0 ** -torch.arange(dim // 2)
        return torch.cat([(pos * freq).sin(), (pos * freq).cos()], 1)[None]

    def forward(self, images):
        feat = self.proj(images)
        n, c, h, w = feat.shape
        src_flatten = feat.flatten(2).permute(0, 2, 1)  # [B, HW, C]
        memory = self.encoder(src_flatten, self.build_2d_pos(h, w, c))
        feat = self.fpn(memory.permute(0, 2, 1).reshape(n, c, h, w))
        return self.cls(feat.mean((2, 3)))

# %%
torch.manual_seed(0)
model = HybridEncoder()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
for _ in range(3):
    images, labels = torch.randn(5, 3, 16, 16), torch.randint(0, 4, (5,))
    loss = F.cross_entropy(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

# %%
model.eval()
with torch.no_grad():
    images = torch.randn(5, 3, 16, 16)
    print((model(images)[0] - model(images[:1])[0]).abs().max())
"""

REPORT = Report(
    source="om-ai-lab/OmDet#19",
    date="2024-07-22",
    wrong=(
        "The input is `[B, HW, C]`, the attention takes the first dimension for the "
        "sequence: each place looks at the same place in other images."
    ),
    right=(
        "`self_attn` has `batch_first=False` and gets a batch first: an image's result "
        "depends on the others of its batch."
    ),
    known_from="run",
    cells=(2, 3, 4, 5),
    notebook=NOTEBOOK,
    fix={
        "nn.MultiheadAttention(d_model, nhead, dropout)": (
            "nn.MultiheadAttention(d_model, nhead, dropout, batch_first=True)"
        )
    },
)

"""A validation in the middle of an epoch leaves the rest of it in eval mode."""

from .report import Report

NOTEBOOK = """
import argparse
import torch
import torch.nn as nn
import torch.nn.functional as F

# %%
class EncoderImage(nn.Module):
    def __init__(self, img_dim, embed_size):
        super(EncoderImage, self).__init__()
        self.fc = nn.Linear(img_dim, embed_size)
        self.drop = nn.Dropout(0.3)

    def forward(self, images):
        return F.normalize(self.drop(self.fc(images)), dim=-1)


class EncoderText(nn.Module):
    def __init__(self, vocab_size, word_dim, embed_size):
        super(EncoderText, self).__init__()
        self.embed = nn.Embedding(vocab_size, word_dim)
        self.rnn = nn.GRU(word_dim, embed_size, batch_first=True)

    def forward(self, x):
        return F.normalize(self.rnn(self.embed(x))[1][-1], dim=-1)

# %%
class VSE(object):
    def __init__(self, opt):
        self.img_enc = EncoderImage(opt.img_dim, opt.embed_size)
        self.txt_enc = EncoderText(opt.vocab_size, opt.word_dim, opt.embed_size)
        params = list(self.txt_enc.parameters()) + list(self.img_enc.parameters())
        self.optimizer = torch.optim.Adam(params, lr=opt.learning_rate)
        self.Eiters = 0

    def train_start(self):
        self.img_enc.train()
        self.txt_enc.train()

    def val_start(self):
        self.img_enc.eval()
        self.txt_enc.eval()

    def forward_emb(self, images, captions):
        return self.img_enc(images), self.txt_enc(captions)

    def train_emb(self, images, captions):
        self.Eiters += 1
        img_emb, cap_emb = self.forward_emb(images, captions)
        scores = img_emb @ cap_emb.t()
        loss = (0.2 + scores - scores.diag().view(-1, 1)).clamp(min=0).mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()

# %%
def validate(opt, val_loader, model):
    model.val_start()
    with torch.no_grad():
        embs = [model.forward_emb(*b) for b in val_loader]
        ranks = [(i @ c.t()).argmax(1) for i, c in embs]
    return torch.cat(ranks).float().mean().item()


def train(opt, train_loader, model, epoch, val_loader):
    model.train_start()
    for i, train_data in enumerate(train_loader):
        model.train_emb(*train_data)
        if model.Eiters % opt.val_step == 0:
            print(epoch, i, validate(opt, val_loader, model))

# %%
opt = argparse.Namespace(
    img_dim=12, embed_size=16, vocab_size=30, word_dim=8, learning_rate=2e-4, val_step=3
)
torch.manual_seed(0)
pairs = [(torch.randn(6, 12), torch.randint(0, 30, (6, 5))) for _ in range(10)]
model = VSE(opt)
for epoch in range(2):
    train(opt, pairs[:8], model, epoch, pairs[8:])
"""

REPORT = Report(
    source="fartashf/vsepp#4",
    date="2018-01-22",
    wrong=(
        "`validate` sets eval mode every few steps, and only the next epoch sets train "
        "mode again: most steps run without dropout."
    ),
    right=(
        "The training goes on in eval mode after `validate`: call `train_start()` "
        "after it."
    ),
    known_from="text",
    cells=(4, 5),
    codes=("NN506",),
    notebook=NOTEBOOK,
    fix={
        "            print(epoch, i, validate(opt, val_loader, model))\n": (
            "            print(epoch, i, validate(opt, val_loader, model))\n"
            "            model.train_start()\n"
        )
    },
)

"""Loops that other libraries run: nothing of them is edited, and all of it is seen."""

import warnings

import pytest
import torch
from modulescope.gradients.watch import watch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

CLIP = 0.01


def data(count=32):
    generator = torch.Generator().manual_seed(0)
    return TensorDataset(
        torch.randn(count, 8, generator=generator), torch.arange(count) % 2
    )


def total_at_step(watched):
    [model] = watched.to_dict()["models"]
    return model["total"]["at_step"]


def test_the_trainer_of_transformers_is_recorded(tmp_path):
    from transformers import (
        BertConfig,
        BertForSequenceClassification,
        Trainer,
        TrainingArguments,
    )

    torch.manual_seed(0)
    model = BertForSequenceClassification(
        BertConfig(
            vocab_size=50,
            hidden_size=16,
            num_hidden_layers=3,
            num_attention_heads=2,
            intermediate_size=32,
        )
    )
    texts = [
        {"input_ids": torch.randint(0, 50, (8,)), "labels": torch.tensor(i % 2)}
        for i in range(16)
    ]
    options = TrainingArguments(
        output_dir=str(tmp_path),
        per_device_train_batch_size=4,
        gradient_accumulation_steps=2,
        num_train_epochs=2,
        max_grad_norm=CLIP,
        report_to=[],
        disable_tqdm=True,
        save_strategy="no",
        use_cpu=True,
    )
    trainer = Trainer(model=model, args=options, train_dataset=texts)
    with watch(every=1) as watched:
        trainer.train()
    assert (watched.steps, watched.recorded) == (8, 8)
    assert not watched.problem
    assert list(watched.histories) == ["model"]
    assert watched.history["names"] == [name for name, _ in model.named_parameters()]
    assert total_at_step(watched) == pytest.approx(CLIP, rel=1e-3)


def test_the_trainer_of_lightning_is_recorded():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pytorch_lightning as lightning

    class Net(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 2))

        def training_step(self, batch, _):
            x, y = batch
            return nn.functional.cross_entropy(self.net(x), y)

        def configure_optimizers(self):
            return torch.optim.Adam(self.parameters())

    def fit():
        trainer = lightning.Trainer(
            max_epochs=2,
            accelerator="cpu",
            gradient_clip_val=CLIP,
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            trainer.fit(Net(), DataLoader(data(), batch_size=8))

    with watch(every=1) as watched:
        fit()
    assert (watched.steps, watched.recorded) == (8, 8)
    assert not watched.problem
    assert list(watched.histories) == ["model"]
    assert watched.history["names"][0] == "net.0.weight"
    assert total_at_step(watched) == pytest.approx(CLIP, rel=1e-3)


def test_a_module_whose_own_method_trains_has_the_name_of_its_class():
    class Net(nn.Linear):
        def fit(self):
            self(torch.ones(1, 4)).sum().backward()

    with watch(every=1) as watched:
        Net(4, 1).fit()
    assert list(watched.histories) == ["Net"]

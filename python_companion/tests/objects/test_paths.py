"""Paths such as `model.encoder[3]`: followed, and nothing of the user's runs."""

from __future__ import annotations

from collections import defaultdict

import pytest
from modulescope.objects.paths import NoSuchPath, resolve
from modulescope.recording import models
from torch import nn


def test_a_watch_finds_what_every_other_command_finds():
    class Nets(dict):
        pass

    names = {"nets": Nets(teacher=nn.Sequential(nn.Linear(2, 2)))}
    path = "nets['teacher'][0]"
    assert models.resolve(path, names) is resolve(path, names, ())


def test_a_default_dictionary_gets_no_entry():
    nets = defaultdict(nn.ReLU)
    with pytest.raises(NoSuchPath, match="`nets` has no member 'teacher'"):
        resolve("nets['teacher']", {"nets": nets}, ())
    assert not nets


def test_models_are_looked_for_only_where_a_name_is_unknown():
    def offered():
        asked.append(True)
        yield "model"

    asked = []
    resolve("model", {"model": 3}, offered())
    assert not asked
    with pytest.raises(NoSuchPath, match="Models here: model"):
        resolve("mdl", {"model": 3}, offered())


@pytest.mark.parametrize("depth", [900, 5000, 100_000])
def test_a_path_of_any_length_is_answered(depth):
    with pytest.raises(NoSuchPath):
        resolve("model" + ".inner" * depth, {"model": nn.ReLU()}, ())

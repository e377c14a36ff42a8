"""`source.get`: the text of a class, from its cell or its file."""

import linecache

import pytest
from asking import ask

NET = """import math

@torch.no_grad
class Unused: pass

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(4, 2)
"""
BUILD = "model = Net()"
CLASS = "\n".join(NET.splitlines()[5:])


@pytest.fixture
def built(page):
    page.run(NET.replace("@torch.no_grad\n", ""), "net").run(BUILD, "build")
    return page


def source(page, fqn="", model="model"):
    return ask(page, "source.get", model=model, fqn=fqn)


def test_a_class_of_a_cell_comes_with_its_cell_and_line(built):
    found = source(built)
    assert (found["class_name"], found["text"]) == ("Net", CLASS)
    assert found["cell"] == {"cell_id": "net", "execution_count": 2}
    assert (found["line"], found["file"], found["edited"]) == (4, "", False)


def test_decorators_belong_to_the_class(page):
    page.run("def same(cls): return cls\n@same\nclass Net(nn.Module):\n    pass", "n")
    page.run(BUILD, "build")
    found = source(page)
    assert found["text"] == "@same\nclass Net(nn.Module):\n    pass"
    assert found["line"] == 1


def test_a_class_that_was_run_again_with_another_text_is_edited(built):
    built.run(NET.replace("4, 2", "4, 3").replace("@torch.no_grad\n", ""), "net")
    found = source(built)
    assert found["edited"]
    assert "nn.Linear(4, 2)" in found["text"]
    built.rerun("build")
    assert not source(built)["edited"]


def test_an_edit_that_was_not_run_counts(built):
    built.check()
    built.edit("net", "4, 2", "4, 3")
    built.check()
    assert source(built)["edited"]


def test_an_edit_elsewhere_in_the_cell_does_not_count(built):
    built.check()
    built.edit("net", "import math", "import math\nimport random")
    built.check()
    assert not source(built)["edited"]


def test_half_typed_code_is_no_edit(built):
    built.check()
    built.edit("net", "import math", "import math\nfor x in (")
    built.check()
    assert not source(built)["edited"]


def test_a_class_of_a_file_comes_with_its_file_and_line(built):
    found = source(built, "head")
    assert found["text"].startswith("class Linear(Module):")
    assert "def forward(self" in found["text"]
    assert found["file"] == "torch/nn/modules/linear.py"
    lines = linecache.getlines(__import__("torch").nn.modules.linear.__file__)
    assert lines[found["line"]].startswith("class Linear(Module):")
    assert (found["cell"], found["reason"]) == (None, "")


def test_of_two_classes_with_one_name_the_right_one_is_shown(page):
    page.run(
        "class Net(nn.Module):\n    def one(self): pass\nfirst = Net()\n"
        "class Net(nn.Module):\n    def two(self): pass\nmodel = Net()",
        "both",
    )
    assert "def one" in source(page, model="first")["text"]
    assert "def two" in source(page)["text"]


def test_a_class_that_code_made_has_a_reason_instead_of_a_text(page):
    page.run("model = type('Made', (nn.Module,), {})()", "made")
    found = source(page)
    assert (found["class_name"], found["text"]) == ("Made", "")
    assert found["reason"] == "The source of this class is not known."


def test_long_classes_are_cut_and_counted(page):
    body = "\n".join(f"    value_{i} = {i}" for i in range(900))
    page.run(f"class Net(nn.Module):\n    def f(self): pass\n{body}", "net")
    page.run(BUILD, "build")
    found = source(page)
    assert found["left_out"] == 102
    assert len(found["text"].splitlines()) == 800


def test_no_code_of_the_class_runs(page):
    page.run(
        "touched = []\n"
        "class Meta(type):\n"
        "    def __getattribute__(cls, name):\n"
        "        touched.append(name)\n"
        "        return super().__getattribute__(name)\n"
        "class Net(nn.Module, metaclass=Meta):\n"
        "    def forward(self, x): return x\n"
        "model = Net()\ntouched.clear()",
        "net",
    )
    page.names["touched"].clear()
    assert source(page)["text"].startswith("class Net(nn.Module, metaclass=Meta):")
    assert page.names["touched"] == []

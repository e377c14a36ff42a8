"""`%nn init`, `%nn snapshot` and `%nn diff` in a real IPython shell."""

import json

import pytest
from IPython.utils.capture import capture_output
from modulescope.kernel import magics
from modulescope.kernel.completion import complete
from modulescope.kernel.options import parse
from modulescope.kernel.subcommands import COMMANDS
from modulescope.session.current import ATTRIBUTE

SETUP = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList(nn.Linear(64, 64) for _ in range(6))
        self.head = nn.Linear(64, 2)
    def forward(self, x):
        for block in self.blocks:
            x = block(x).relu()
        return self.head(x)
torch.manual_seed(0)
model = Net()
for block in model.blocks:
    nn.init.normal_(block.weight, std=0.002)
"""


@pytest.fixture
def shell(page):
    # As if this page's shell were the one of the kernel.
    page.run(SETUP, "net")
    magics.register(page.shell)
    setattr(page.shell, ATTRIBUTE, page.companion)
    yield page.shell
    magics.unregister(page.shell)


@pytest.fixture(autouse=True)
def _own_shell(page, monkeypatch):
    monkeypatch.setattr("modulescope.session.current.shell", lambda: page.shell)


def run(shell, line):
    with capture_output() as captured:
        result = shell.run_cell(line, store_history=True)
    assert result.success
    assert captured.stderr == ""
    return captured


def say(shell, line):
    captured = run(shell, line)
    shown = [output.data["text/plain"] for output in captured.outputs]
    return captured.stdout + "\n".join(shown)


def test_init_tells_what_is_off(shell):
    text = say(shell, "%nn init")
    assert "14 parameters, 6 far from the expected scale." in text
    assert "blocks.1–4.weight" in text
    assert "expected 0.177 (He, fan-in 64, a ReLU-type activation follows)" in text
    assert "88× low" in text or "89× low" in text


def test_init_of_a_part_names_it_from_the_model(shell):
    text = say(shell, "%nn init model.head --exact")
    assert text.startswith("Initial values of model.head: 2 parameters, none far")


def test_init_as_json(shell):
    data = json.loads(say(shell, "%nn init model.head --json"))
    assert [row["fqn"] for row in data["rows"]] == ["head", "head"]


def test_a_complete_answer_has_at_most_40_lines(shell):
    shell.run_cell("deep = nn.ModuleList(nn.Linear(2, i + 2) for i in range(60))")
    lines = say(shell, "%nn init deep").splitlines()
    assert len(lines) <= 40
    assert lines[-1].endswith("more rows; --all shows them.")
    assert len(say(shell, "%nn init deep --all").splitlines()) > 100
    assert len(say(shell, "%nn snapshot deep deep").splitlines()) <= 40


def test_a_snapshot_is_kept_and_compared_with_now(shell):
    assert "9 modules, 14 tensors" in say(shell, "%nn snapshot before")
    shell.run_cell("with torch.no_grad(): model.head.weight.add_(1)")
    text = say(shell, "%nn diff before")
    assert text.startswith("1 of 14 tensors changed. Changed: head.weight.")
    assert "changed  head.weight" in text


def test_two_snapshots_are_compared(shell):
    run(shell, "%nn snapshot a")
    shell.run_cell("model.blocks.requires_grad_(False);")
    run(shell, "%nn snapshot b model")
    text = say(shell, "%nn diff a b")
    assert "No tensor changed (14 compared). Also: 12 frozen or unfrozen." in text
    assert json.loads(say(shell, "%nn diff a b --json"))["version"] == 1


def test_snapshots_are_listed(shell):
    assert "No snapshots." in say(shell, "%nn snapshot")
    run(shell, "%nn snapshot one")
    run(shell, "%nn snapshot two model.head")
    first, second = say(shell, "%nn snapshot").splitlines()
    assert first.startswith("one: model (Net), after [")
    assert second.startswith("two: model.head (Linear), after [")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("%nn diff befor", '%nn diff: no snapshot "befor". Closest: before. Kept:'),
        ("%nn init mdl", "%nn init: `mdl` is not defined. Models here: model."),
        ("%nn snapshot s missing", "%nn snapshot: `missing` is not defined."),
        ("%nn init --exat", '%nn init: no option "--exat". Closest: --exact.'),
    ],
)
def test_wrong_input_is_answered_in_one_line(shell, line, answer):
    run(shell, "%nn snapshot before")
    text = say(shell, line)
    assert text.startswith(answer)
    assert len(text.strip().splitlines()) == 1


def test_a_model_that_is_gone_cannot_be_compared_with_now(shell):
    run(shell, "%nn snapshot before")
    shell.run_cell("del model")
    assert say(shell, "%nn diff before").startswith("%nn diff: `model` is not defined.")


def test_diff_alone_tells_what_the_last_run_wrote(shell, page):
    page.run("with torch.no_grad(): model.head.weight.add_(1)", "change")
    text = say(shell, "%nn diff")
    assert "changed 1 of 14 tensors. Changed: head.weight." in text
    assert "Told from version counters" in text


def test_diff_initial_tells_what_training_did(shell, page):
    page.run(
        "model(torch.ones(2, 64)).sum().backward()\n"
        "torch.optim.SGD(model.head.parameters(), 0.1).step()",
        "train",
    )
    text = say(shell, "%nn diff initial")
    assert text.startswith("2 of 14 tensors changed. Changed: head.*.")


def test_html_has_no_script_and_no_identifiers(shell):
    run(shell, "%nn snapshot before")
    shell.run_cell("with torch.no_grad(): model.head.weight.add_(1)")
    for line in ("init", "snapshot after", "diff before after"):
        words = parse(line, COMMANDS, default="")
        markup = words.command.run(shell, words).bundle["text/html"]
        assert "<table" in markup
        assert not any(word in markup for word in ("<script", " id=", " class="))


def test_names_of_snapshots_options_and_models_complete(shell):
    run(shell, "%nn snapshot before")
    assert complete(shell, " diff ") == ["before"]
    assert "--exact" in complete(shell, " init --")
    assert complete(shell, " init mo") == ["model"]
    assert complete(shell, " snapshot ") == []
    assert complete(shell, " snapshot x model.") == ["model.blocks", "model.head"]
    assert {"init", "snapshot", "diff"} <= set(complete(shell, " "))

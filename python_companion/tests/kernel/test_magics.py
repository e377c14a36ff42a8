"""`%nn` in a real IPython shell."""

import json
from dataclasses import replace

import pytest
from ipykernel.compiler import XCachingCompiler
from IPython.utils.capture import capture_output
from modulescope.kernel import magics, subcommands
from modulescope.kernel.install import install, uninstall
from modulescope.kernel.render import status_text

SETUP = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList(nn.Linear(4, 4) for _ in range(4))
        self.head = nn.Linear(4, 2)
model = Net()
x = torch.zeros(64, 3)
"""


@pytest.fixture
def shell(singleton):
    # As in a kernel: the name of a cell's code is a hash of its text.
    singleton.compile = XCachingCompiler()
    singleton.reset(new_session=False)
    install()
    magics.register(singleton)
    yield singleton
    magics.unregister(singleton)
    uninstall()


def say(shell, line):
    """What a cell with this text prints, and what it displays."""
    with capture_output() as captured:
        result = shell.run_cell(line)
    assert result.success and result.error_in_exec is None
    assert captured.stderr == ""
    shown = [output.data["text/plain"] for output in captured.outputs]
    return captured.stdout + "\n".join(shown)


@pytest.fixture
def with_model(shell):
    shell.run_cell(SETUP)
    return shell


def test_tree_shows_the_model(with_model):
    said = say(with_model, "%nn tree model")
    assert "blocks.0–3" in said and "×4 Linear 4→4" in said


def test_tree_without_a_name_shows_the_only_model(with_model):
    assert "  model" in say(with_model, "%nn tree")


def test_tree_says_which_of_several_models_it_shows(with_model):
    with_model.run_cell("teacher = nn.Linear(1, 1)")
    said = say(with_model, "%nn tree")
    expected = "%nn tree: 2 models here; showing teacher (newest). Others: model."
    assert said.startswith(expected)


def test_a_path_is_followed(with_model):
    assert "Linear 4→4" in say(with_model, "%nn tree model.blocks[2]")


def test_json_is_exactly_to_dict(with_model):
    from modulescope import tree

    found = json.loads(say(with_model, "%nn tree model --json"))
    assert found["totals"] == tree(with_model.user_ns["model"]).to_dict()["totals"]
    assert set(found) == {"version", "is_module", "totals", "rows"}


def test_a_filter_is_applied(with_model):
    said = say(with_model, "%nn tree model --filter type:Linear")
    assert said.startswith("5 of 7 modules match.")


def test_the_tree_says_in_which_mode_a_model_is(with_model):
    def head() -> str:
        return say(with_model, "%nn tree model").splitlines()[0]

    assert head().endswith(", train mode")
    with_model.run_cell("model.eval();")
    assert head().endswith(", eval mode")
    with_model.run_cell("model.blocks[2].train();")
    assert head().endswith(", mostly eval mode")


def test_a_finding_has_the_number_that_stands_beside_its_cell(with_model):
    with_model.run_cell("pad = 0\npad")
    bug = "net = nn.ModuleList([nn.Linear(8, 8)] * 6)"
    with_model.run_cell(bug, store_history=True)
    number = with_model.execution_count - 1
    said = say(with_model, "%nn check --rule NN119")
    assert f"cell [{number}], line 1" in said


def test_more_modules_may_match_than_are_registered(with_model):
    with_model.run_cell(
        "model.more = [nn.Linear(2, 2) for _ in range(5)]", store_history=False
    )
    said = say(with_model, "%nn tree model --filter type:Linear")
    # The total counts those that are not registered, too.
    assert said.startswith("10 of 12 modules match.")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tre", '%nn: no subcommand "tre". Closest: tree. All: %nn?'),
        ("tree mdl", "%nn tree: `mdl` is not defined. Models here: model."),
        ("tree x", "%nn tree: `x` is a Tensor [64, 3], not an nn.Module."),
        (
            "tree model.blcks",
            '%nn tree: `model` has no submodule "blcks". Closest: blocks.',
        ),
        ("tree model.blocks[9]", '%nn tree: `model.blocks` has no submodule "9".'),
        ("tree f()", "%nn tree: `f()` is no variable and no path."),
        ("tree model[", "%nn tree: `model[` is no variable and no path."),
        ("tree --dpth 3", '%nn tree: no option "--dpth". Closest: --depth.'),
        ("tree --depth all", '%nn tree: --depth needs a number, got "all".'),
        ("check --cell x", '%nn check: --cell needs a positive integer, got "x".'),
        (f"tree --depth {'9' * 5000}", '%nn tree: --depth needs a number, got "999'),
        ("check --cell 0", '%nn check: --cell needs a positive integer, got "0".'),
        ("grads --last 0", '%nn grads: --last needs a positive integer, got "0".'),
        ("check --cell 999", "%nn check: no cell ran as [999]."),
        ("explain NN999", '%nn explain: no rule "NN999".'),
        ("grads", "%nn grads: no gradients recorded for `model`."),
        ("watch", '%nn watch: on or off? got "".'),
        ("explain", "%nn explain: which rule? For example: %nn explain NN102"),
        ("unmute", "%nn unmute: which rule? For example: %nn unmute NN308"),
        ("diff a b c", '%nn diff: two arguments at most, got "a b c".'),
        ("watch off", "%nn watch: nothing is being recorded."),
        ("--jsn", '%nn status: no option "--jsn". Closest: --json.'),
    ],
)
def test_what_is_wrong_is_said_in_one_line(with_model, line, expected):
    assert say(with_model, f"%nn {line}").startswith(expected)


def test_without_a_model_it_says_so(shell):
    assert say(shell, "%nn tree") == "%nn tree: no nn.Module in this namespace yet.\n"


def test_an_internal_error_is_one_line(with_model, monkeypatch):
    def broken(shell, words):
        raise ZeroDivisionError

    command = replace(subcommands.COMMANDS["tree"], run=broken)
    monkeypatch.setitem(subcommands.COMMANDS, "tree", command)
    assert say(with_model, "%nn tree") == (
        "%nn: internal error in tree (ZeroDivisionError). Your code was not affected. "
        "Report: %nn status --json\n"
    )


def test_status_is_one_screen(with_model):
    said = say(with_model, "%nn")
    assert said.startswith("modulescope ") and "model  Net  90 parameters" in said
    assert len(said.splitlines()) < 40
    assert (
        json.loads(say(with_model, "%nn status --json"))["models"][0]["name"] == "model"
    )


LISTED = """
class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(4, 4) for _ in range(8)]
plain = Plain()
"""


def test_check_shows_live_findings_while_its_own_cell_runs(with_model):
    with_model.run_cell(LISTED, store_history=True)
    said = say(with_model, "%nn check")
    assert "error [LIVE] NN102 modules-in-plain-container" in said
    report = json.loads(say(with_model, "%nn check --json"))
    assert report["version"] == 1 and report["findings"][0]["code"] == "NN102"
    assert set(report) == {"version", "findings"}


def test_check_can_be_narrowed(with_model):
    with_model.run_cell(LISTED, store_history=True)
    assert "NN102" in say(with_model, "%nn check --static")
    assert say(with_model, "%nn check --rule NN501") == "No problems found."
    assert say(with_model, "%nn check --markdown").startswith("## Findings")


def test_explain_shows_the_page(shell):
    said = say(shell, "%nn explain NN102")
    assert said.startswith("NN102 modules-in-plain-container (error)")
    assert say(shell, "%nn explain modules-in-plain-container") == said


def test_help_lists_the_subcommands(shell):
    said = say(shell, "%nn help")
    assert "%nn tree [EXPR]" in said and "%%nn watch" in said
    assert said.strip() == shell.find_line_magic("nn").__doc__.strip()
    assert "--depth" in say(shell, "%nn tree --help")
    assert say(shell, "%nn unmute --help").startswith("%nn unmute CODE")


def test_an_unknown_cell_magic_runs_nothing(shell):
    said = say(shell, "%%nn wtch\nundefined_name")
    assert said == '%%nn: no cell magic "wtch". Closest: watch. The cell was not run.\n'


def complete(shell, text):
    return shell.complete(text.split(" ")[-1], text, len(text))[1]


def test_tab_completes_all_kinds_of_words(with_model):
    assert "tree" in complete(with_model, "%nn tr")
    assert "--filter" in complete(with_model, "%nn tree --f")
    assert complete(with_model, "%nn tree mod") == ["model"]
    assert complete(with_model, "%nn tree model.bl") == ["model.blocks"]
    assert "NN102" in complete(with_model, "%nn explain NN1")


def test_tab_completes_what_stands_at_a_place(with_model):
    assert complete(with_model, "%nn watch o") == ["off", "on"]
    assert complete(with_model, "%nn watch on model.bl") == ["model.blocks"]
    assert complete(with_model, "%nn tree --depth 2 model.bl") == ["model.blocks"]
    assert complete(with_model, "%nn snapshot new model.bl") == ["model.blocks"]
    assert "NN102" in complete(with_model, "%nn check --rule NN1")
    assert "model" not in complete(with_model, "%nn tree --depth mod")
    assert "model" not in complete(with_model, "%nn snapshot mod")


def test_the_help_of_a_subcommand_names_what_options_take(shell):
    said = say(shell, "%nn tree --help").splitlines()
    assert said[0] == "%nn tree [EXPR] [--depth N] [--filter Q] [--all] [--json]"
    assert said[2:6] == ["    --depth N", "    --filter Q", "    --all", "    --json"]


@pytest.mark.parametrize("command", subcommands.COMMANDS.values(), ids=lambda c: c.name)
def test_a_usage_says_all_that_a_command_takes(command):
    shown = command.name if command.name != "status" else "[status]"
    for one in command.words:
        word = one.value
        # Of two optional words the second is nested: `[A [B]]`.
        shown += f" {word}" if not one.optional else f" [{word}"
    shown += "]" * sum(one.optional for one in command.words)
    for one in command.options.values():
        if one.name != "--help":
            shown += f" [{one.name}{' ' * bool(one.value)}{one.value}]"
    assert shown == command.usage
    assert command.options["--help"].kind == "flag"


def test_unregister_leaves_the_shell_as_it_was(singleton):
    before = (
        dict(singleton.magics_manager.magics["line"]),
        dict(singleton.magics_manager.magics["cell"]),
        dict(singleton.strdispatchers["complete_command"].strs),
    )
    magics.register(singleton)
    magics.register(singleton)
    magics.unregister(singleton)
    assert before == (
        dict(singleton.magics_manager.magics["line"]),
        dict(singleton.magics_manager.magics["cell"]),
        dict(singleton.strdispatchers["complete_command"].strs),
    )


def test_a_getattr_of_the_user_is_not_called(with_model):
    with_model.run_cell(
        "class Trap(nn.Module):\n"
        "    def __getattr__(self, name):\n"
        "        called.append(name)\n"
        "        return super().__getattr__(name)\n"
        "called = []\n"
        "trap = Trap(); trap.inner = nn.Linear(1, 1); called.clear()"
    )
    say(with_model, "%nn tree trap.inner")
    say(with_model, "%nn tree trap.innr")
    assert with_model.user_ns["called"] == []


HIDDEN = """
class Hidden(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(2, 2)]
hidden = Hidden()
"""


def test_a_muted_rule_is_counted_and_not_listed(with_model):
    with_model.run_cell(HIDDEN)
    assert say(with_model, "%nn mute modules-in-plain-container") == (
        "Muted NN102 modules-in-plain-container until the kernel restarts.\n"
    )
    said = say(with_model, "%nn check")
    assert "is a Python list" not in said
    assert "muted: NN102. %nn unmute CODE shows them again." in said
    assert " muted" in say(with_model, "%nn status")
    assert "is a Python list" in say(with_model, "%nn check --rule NN102")


def test_a_rule_is_unmuted(with_model):
    with_model.run_cell(HIDDEN)
    say(with_model, "%nn mute NN102")
    assert say(with_model, "%nn mute") == ("Muted until the kernel restarts: NN102.\n")
    say(with_model, "%nn unmute NN102")
    assert "is a Python list" in say(with_model, "%nn check")
    assert say(with_model, "%nn unmute NN102") == (
        "%nn unmute: NN102 is not muted in this kernel.\n"
    )


def test_a_rule_that_does_not_exist_is_not_muted(shell):
    assert say(shell, "%nn mute NN1O2").startswith('%nn mute: no rule "NN1O2".')


def test_live_checks_are_paused_and_resumed(with_model):
    assert "paused" in say(with_model, "%nn pause")
    assert "Live checks: paused" in say(with_model, "%nn status")
    assert say(with_model, "%nn resume") == "Live checks are on.\n"
    assert "paused" not in say(with_model, "%nn status")


HOOK = """
def probe(module, args, output):
    pass
for block in model.blocks:
    block.register_forward_hook(probe)
torch.nn.utils.spectral_norm(model.head)
"""


def test_hooks_lists_where_each_comes_from(with_model):
    assert "No hooks." in say(with_model, "%nn hooks model")
    with_model.run_cell(HOOK)
    text = say(with_model, "%nn hooks")
    assert "probe" in text and "model.blocks.0" in text
    assert "torch (spectral_norm)" in text
    found = json.loads(say(with_model, "%nn hooks --json"))
    assert {row["owner"] for row in found["hooks"]} == {"you", "torch"}


def test_hooks_are_removed_by_their_ids_and_those_of_torch_stay(with_model):
    with_model.run_cell(HOOK)
    rows = json.loads(say(with_model, "%nn hooks --json"))["hooks"]
    yours = [row["hook"] for row in rows if row["owner"] == "you"]
    text = say(with_model, f"%nn hooks model --remove {yours[0]} {yours[1]}")
    assert "Removed 2 hooks" in text
    kept = next(row["hook"] for row in rows if row["owner"] == "torch")
    assert "Kept 1 of torch" in say(with_model, f"%nn hooks --remove {kept}")
    left = json.loads(say(with_model, "%nn hooks --json"))["hooks"]
    assert [row["hook"] for row in left if row["owner"] == "you"] == yours[2:]


def test_an_unknown_id_removes_nothing(with_model):
    with_model.run_cell(HOOK)
    text = say(with_model, "%nn hooks --remove f0-0000")
    assert text.strip() == '%nn hooks: there is no hook "f0-0000" here.'


def test_many_hooks_fit_a_screen(with_model):
    with_model.run_cell("for _ in range(60): model.register_forward_hook(print)")
    text = say(with_model, "%nn hooks")
    assert len(text.strip().split("\n")) <= 40 and "more hooks; --all" in text
    assert len(say(with_model, "%nn hooks --all").split("\n")) > 60


def test_the_name_of_the_default_subcommand_can_be_left_out(with_model):
    assert json.loads(say(with_model, "%nn --json"))["models"][0]["name"] == "model"


def test_status_tells_of_each_failed_rule_and_of_the_settings_once():
    data = {
        "version": "1",
        "python": "3",
        "torch": None,
        "models": [],
        "hooks": 0,
        "findings": {"error": 3, "warning": 1},
        "muted": 2,
        "failed": ["NN102 (KeyError)", "pyproject.toml: not TOML"],
        "watch": "off",
    }
    lines = status_text(data).splitlines()
    assert lines[3:] == [
        "Problems: 3 errors, 1 warning, 2 muted",
        "Rule failed: NN102 (KeyError)",
        "pyproject.toml: not TOML",
        "Watch: off",
    ]


def test_a_filter_counts_the_modules_that_are_not_registered(with_model):
    with_model.run_cell("model.extra = [nn.Linear(1, 1) for _ in range(9)]")
    said = say(with_model, "%nn tree model --filter type:Linear")
    assert said.startswith("14 of 16 modules match.")


def test_a_filter_leaves_the_name_of_the_model(with_model):
    with_model.run_cell("net = model; del model")
    said = say(with_model, "%nn tree net --filter type:Linear")
    assert "  net " in said and "  model " not in said


def test_a_snapshot_may_have_a_quoted_name_with_blanks(with_model):
    assert "my state: model (Net)" in say(with_model, "%nn snapshot 'my state' model")
    assert "my state" in say(with_model, '%nn diff "my state"')
    said = say(with_model, "%nn diff 'my stat'")
    assert said == (
        '%nn diff: no snapshot "my stat". Closest: my state. Kept: my state.\n'
    )


def test_each_name_of_kept_snapshots_is_told_once(with_model):
    for _ in range(3):
        say(with_model, "%nn snapshot a")
    assert say(with_model, "%nn diff b").endswith("Kept: a.\n")


def test_without_a_model_no_name_of_one_is_made_up(shell):
    assert say(shell, "%nn grads").startswith("%nn grads: no gradients recorded yet.")


def test_a_watch_that_is_called_as_a_function_is_told_where_it_belongs(shell):
    said = say(shell, "get_ipython().run_cell_magic('nn', 'watch --light', '1 / 0')")
    assert said == (
        "%%nn watch: it records only as the first line of a cell. "
        "The cell was not run.\n"
    )

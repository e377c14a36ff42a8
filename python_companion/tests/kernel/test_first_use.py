"""`%nn` is there without `%load_ext`, and costs nothing until it is used."""

from __future__ import annotations

from realkernel import Notebook, real_kernel

LOADED = "'modulescope.kernel.magics' in __import__('sys').modules"


def test_magics_come_with_the_first_cell_that_uses_them() -> None:
    # What a kernel has loaded stays loaded.
    with real_kernel() as kernel:
        notebook = Notebook(kernel).open()
        assert kernel.value(LOADED) is False
        notebook.run("1 + 1")
        assert kernel.value(LOADED) is False
        assert "no nn.Module" in notebook.run("%nn tree")["text"]


def test_a_first_cell_may_be_a_watched_one(notebook: Notebook) -> None:
    notebook.run("import torch\nmodel = torch.nn.Linear(2, 1)")
    reply = notebook.run("%%nn watch\nmodel(torch.ones(1, 2)).sum().backward()")
    assert reply["status"] == "ok"


def test_nothing_looks_at_cells_after_uninstall(notebook: Notebook) -> None:
    transforms = "len(get_ipython().input_transformers_cleanup)"
    before = notebook.kernel.value(transforms)
    notebook.kernel.run(
        "__import__('modulescope.kernel.install').kernel.install.uninstall()"
    )
    assert notebook.kernel.value(transforms) == before - 1

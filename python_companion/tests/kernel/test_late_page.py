"""A page whose comms open after the cells that it queued."""

from __future__ import annotations

from realkernel import Kernel, Notebook


def test_a_page_hears_of_the_run_that_ended_before_its_comms_opened(
    kernel: Kernel,
) -> None:
    page = Notebook(kernel)
    page.install()
    page.run("from torch import nn\nmodel = nn.Linear(2, 2)")
    page.open()
    assert [push["kind"] for push in page.pushes] == ["run.done"]
    page.close()

"""What checking text costs, beside `ast.parse` and pyflakes on the same text.

    python python_companion/benchmarks/lint.py [--corpus DIR] [--skip-live]

Everything is CPU time of this thread, medians of runs that alternate. The texts are the
top-level statements of real libraries, joined to cells of 20, 200 and 1,000 lines.
"""

from __future__ import annotations

import argparse
import ast
import gc
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from modulescope.checking.claims import find_claims, forget
from modulescope.files.reading import find_files
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from precision import unpacked
from pyflakes.checker import Checker

SIZES = (20, 200, 1000)
NUM_TEXTS = 60
REPEATS = 5
CELL_MS = 10.0
RATIO_PYFLAKES = 1.3
RATIO_PARSE = 4.0
REASON = (
    f"at most {RATIO_PYFLAKES}x pyflakes on the same text: it looks names up, rules "
    "also read what they mean (which is a model, its layers, its mode); "
    f"at most {RATIO_PARSE:g}x ast.parse over whole libraries"
)
CHANGED_SHARE = 1 / 50
CLI_MB = 400.0
LIVE_MS = 50.0
_failed: list[str] = []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="a folder with a folder per wheel")
    parser.add_argument("--cache", type=Path, default=Path(".cache/precision"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--files", type=int, default=150, help="of the corpus")
    parser.add_argument("--skip-live", action="store_true")
    parser.add_argument("--skip-cli", action="store_true")
    options = parser.parse_args()

    def folder(name: str) -> Path:
        return (
            options.corpus / name if options.corpus else unpacked(name, options.cache)
        )

    files = [
        file
        for name in ("timm", "monai", "diffusers")
        for file in find_files([folder(name)])
    ]
    random.Random(options.seed).shuffle(files)
    texts = [file.read_text("utf-8", "replace") for file in files]
    whole_texts = [text for text in texts if text.strip()][: options.files]
    # First: a new process counts what its parent held when it began.
    if not options.skip_cli:
        command_line(folder("transformers"))
    print(f"{len(RULES)} rules; CPU ms", REASON, sep="\n")
    corpus(whole_texts)
    for size in SIZES:
        same_texts(texts, size)
    fat_heap(texts)
    changed_cell(texts)
    if not options.skip_live:
        live()
    print(f"{len(_failed)} bars missed", *_failed, sep="\n  ")
    return 1 if _failed else 0


RULES = [rule for rule in all_rules() if rule.default_on]


def show(name: str, value: float, bar: float, unit: str = "") -> None:
    """A figure and its bar."""
    verdict = "ok" if value <= bar else "MISSED"
    print(f"{name}: {value:.3g}{unit} (bar {bar:.3g}{unit}) {verdict}")
    if value > bar:
        _failed.append(name)


def parse(text: str) -> None:
    ast.parse(text)


def pyflakes(text: str) -> None:
    Checker(ast.parse(text), "cell")


def ours(text: str) -> None:
    forget()
    find_claims([Cell("cell", text)], RULES)


def cpu_ms(work: Callable[[str], None], text: str) -> float:
    begin = time.thread_time()
    work(text)
    return (time.thread_time() - begin) * 1000


def cells_of(texts: Sequence[str], size: int) -> Iterator[str]:
    """Cells of about this many lines, of top-level statements of the texts."""
    for text in texts:
        if "torch" not in text:
            continue
        lines = text.split("\n")
        try:
            body = ast.parse(text).body
        except SyntaxError:
            continue
        begin = 0
        for statement in body:
            end = statement.end_lineno or 0
            if end - begin >= size:
                if end - begin <= 1.3 * size:
                    yield "\n".join(lines[begin:end]) + "\n"
                begin = end


def take(texts: Sequence[str], size: int, number: int) -> list[str]:
    found = []
    for text in cells_of(texts, size):
        found.append(text)
        if len(found) == number:
            break
    return found


def compare(texts: Sequence[str]) -> tuple[list[float], ...]:
    """Milliseconds of `ast.parse`, pyflakes and our rules, for each text."""
    works = (parse, pyflakes, ours)
    times: tuple[list[float], ...] = ([], [], [])
    for text in texts:
        runs = [[cpu_ms(work, text) for work in works] for _ in range(REPEATS)]
        for number, found in enumerate(times):
            found.append(statistics.median(run[number] for run in runs))
    return times


def same_texts(texts: Sequence[str], size: int) -> None:
    chosen = take(texts, size, NUM_TEXTS if size < 1000 else 10)
    parsed, flaked, own = compare(chosen)
    print(
        f"{len(chosen)} cells of {size} lines: parse {statistics.median(parsed):.2f}, "
        f"pyflakes {statistics.median(flaked):.2f}, ours {statistics.median(own):.2f}"
    )
    ratios = [mine / theirs for mine, theirs in zip(own, flaked, strict=True)]
    show(f"{size} lines, ratio to pyflakes", statistics.median(ratios), RATIO_PYFLAKES)


def corpus(texts: Sequence[str]) -> None:
    global REPEATS
    before, REPEATS = REPEATS, 1
    valid = []
    for text in texts:
        try:
            ast.parse(text)
        except SyntaxError:
            continue
        valid.append(text)
    parsed, flaked, own = (sum(times) for times in compare(valid))
    REPEATS = before
    lines = sum(text.count("\n") for text in valid)
    print(
        f"corpus ({len(valid)} files, {lines} lines): parse {parsed:.0f}, "
        f"pyflakes {flaked:.0f}, ours {own:.0f}"
    )
    show("corpus, ratio to ast.parse", own / parsed, RATIO_PARSE)
    show("corpus, ratio to pyflakes", own / flaked, RATIO_PYFLAKES)


def fat_heap(texts: Sequence[str]) -> None:
    """Cells of 200 lines in a kernel that holds millions of objects."""
    ballast = [{"row": [number]} for number in range(1_000_000)]
    gc.collect()
    costs = [cpu_ms(ours, text) for text in take(texts, 200, 100)]
    costs += [cpu_ms(ours, text) for text in take(texts, 200, 100)]
    del ballast
    gc.collect()
    costs.sort()
    print(f"200 lines in a fat heap: median {statistics.median(costs):.2f}")
    show("200 lines, p95", costs[int(0.95 * len(costs))], CELL_MS, " ms")


def changed_cell(texts: Sequence[str]) -> None:
    """One keystroke in a notebook of 300 cells, against its first check."""
    chosen = take(texts, 20, 300)
    book = [Cell(f"c{number}", text) for number, text in enumerate(chosen)]
    order = [cell.id or "" for cell in book]
    whole, changed = [], []
    for repeat in range(3):
        forget()
        whole.append(_checked(book, order))
        for number in range(repeat, len(book), 40):
            text = book[number].source + f"\nvalue_{repeat} = {number}\n"
            edited = [*book]
            edited[number] = Cell(book[number].id, text)
            changed.append(_checked(edited, order))
    share = statistics.median(changed) / statistics.median(whole)
    print(
        f"{len(book)} cells: whole {statistics.median(whole):.1f}, "
        f"one changed {statistics.median(changed):.2f}"
    )
    show("changed cell / whole notebook", share, CHANGED_SHARE)


def _checked(cells: Sequence[Cell], order: Sequence[str]) -> float:
    begin = time.thread_time()
    find_claims(cells, RULES, order)
    return (time.thread_time() - begin) * 1000


def command_line(folder: Path) -> None:
    """Peak memory of `modulescope check` over a large wheel."""
    code = "import sys; from modulescope.cli.main import main; sys.exit(main())"
    begin = time.perf_counter()
    arguments = ["check", str(folder), "--statistics", "--exit-zero"]
    subprocess.run(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, check=True
    )
    seconds = time.perf_counter() - begin
    # Of the largest child that has ended; KiB on Linux.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"modulescope check {folder.name}: {seconds:.0f} s of wall time")
    show("peak memory of a process", peak, CLI_MB, " MB")


def live() -> None:
    """All live rules after a cell, with 200 modules and with 36,000."""
    import torch
    from modulescope.checking.sweep import BUDGET_S, Sweep
    from modulescope.session.without_kernel import scene_of
    from torch import nn

    class Block(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.norm = nn.LayerNorm(8)
            self.up = nn.Linear(8, 8)
            self.act = nn.GELU()
            self.down = nn.Linear(8, 8)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x + self.down(self.act(self.up(self.norm(x))))

    rules = [rule for rule in RULES if rule.probes]
    for blocks, bar in ((40, LIVE_MS), (7200, 0.0)):
        model = nn.Sequential(*(Block() for _ in range(blocks)))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        sweep = Sweep()
        failed: list[str] = []
        costs, slowed = [], 0
        for _ in range(9):
            scene = scene_of({"model": model, "optimizer": optimizer})
            sweep.run(rules, scene, failed)
            costs.append(sweep.last_ms)
            slowed += sweep.slowed
        modules = sum(1 for _ in model.modules())
        asked = len(sweep.asked)
        print(
            f"{len(rules)} live rules, {modules} modules: "
            f"{statistics.median(costs[1:]):.1f} ms, at most {max(costs[1:]):.1f}; "
            f"last asked {asked}, {slowed} of {len(costs)} sweeps said they were cut"
        )
        if failed:
            _failed.append(f"probes raised: {sorted(set(failed))}")
        if bar:
            show("live rules after a cell", statistics.median(costs[1:]), bar, " ms")
            continue
        # A rule that has begun is finished; so only its own cost may exceed the budget.
        own = max(sweep.spent_ms.values())
        over = max(costs[1:]) - max(own, BUDGET_S * 1000)
        show("beyond the budget and one rule", over, BUDGET_S * 1000, " ms")
        if not slowed:
            print("no sweep was cut: the budget was not reached")


if __name__ == "__main__":
    sys.exit(main())

"""What the static rules say about well-tested libraries: it should be next to nothing.

Reads wheels (downloaded once into a cache folder, or from `--corpus`) and the installed
`torch/nn`; counts findings per 1,000 classes that the engine knows to be modules.
The rules are developed on the first set and only measured on the second.

    python python_companion/benchmarks/precision.py [--corpus DIR] [--set report]
        [--all] [--sample 60 --seed 0] [--recall] [--select NN1] [PACKAGE…]

Prints a table, every finding of level error, what failed, and with `--recall` how many
injected faults the same rules find: silence is no precision.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from modulescope.checking.claims import find_claims
from modulescope.checking.static import static_finding
from modulescope.files.reading import UnreadableFile, find_files, read
from modulescope.rules import all_rules
from modulescope.source.notebook import Notebook

DEVELOPMENT = ("timm", "monai", "diffusers", "peft", "torch/nn")
REPORT = ("transformers", "torchvision", "torch_geometric", "lightning")
LEVELS = ("error", "warning", "info", "hint")
# Findings per 1,000 module classes.
BARS = {"error": 2.0, "warning": 20.0}


class Line(NamedTuple):
    """One finding, with the text it is about."""

    level: str
    code: str
    path: str
    line: int
    message: str
    source: str


@dataclass
class Read:
    """What was found in some files."""

    files: int = 0
    lines: int = 0
    classes: int = 0
    found: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Read) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def rate(self, level: str) -> float:
        number = sum(1 for line in self.found if line.level == level)
        return 1000 * number / max(1, self.classes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*")
    parser.add_argument("--set", choices=("development", "report"))
    parser.add_argument("--corpus", type=Path, help="a folder with a folder per wheel")
    parser.add_argument("--cache", type=Path, default=Path(".cache/precision"))
    parser.add_argument("--select", default="", help="codes, or how they begin")
    parser.add_argument("--all", action="store_true", help="print every finding")
    parser.add_argument("--sample", type=int, default=0, help="warnings to read")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recall", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    results = {
        name: read_package(name, options) for name in _chosen(options) if print_(name)
    }
    _print_table(results)
    _print_findings(results, options)
    crashes = [text for read_ in results.values() for text in read_.crashes]
    print(f"{len(crashes)} crashes", *crashes[:20], sep="\n  ")
    if options.recall:
        _print_recall(options)
    return 1 if crashes or any(_over(read_) for read_ in _sums(results).values()) else 0


def print_(name: str) -> bool:
    print(f"reading {name} …", file=sys.stderr, flush=True)
    return True


def _chosen(options: argparse.Namespace) -> Sequence[str]:
    if options.packages:
        return options.packages
    if options.set == "report":
        return REPORT
    return DEVELOPMENT if options.set else DEVELOPMENT + REPORT


def folder_of(name: str, options: argparse.Namespace) -> Path:
    """The sources of a package."""
    if name == "torch/nn":
        spec = find_spec("torch")
        assert spec and spec.submodule_search_locations, "torch is not installed"
        return Path(spec.submodule_search_locations[0], "nn")
    if options.corpus:
        return options.corpus / name
    return unpacked(name, options.cache)


def unpacked(package: str, cache: Path) -> Path:
    """The sources of a wheel, downloaded without its dependencies."""
    folder = cache / package
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q"]
        subprocess.run([*command, "-d", str(cache), package], check=True)
        wheel = max(
            cache.glob(f"{package}-*.whl"), key=lambda file: file.stat().st_mtime
        )
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return folder


def read_package(name: str, options: argparse.Namespace) -> Read:
    files = [*find_files([folder_of(name, options)])]
    parts = [files[start::64] for start in range(64)]
    selected = tuple(filter(None, options.select.split(",")))
    whole = Read()
    if options.jobs > 1:
        with ProcessPoolExecutor(options.jobs) as pool:
            for part in pool.map(read_files, parts, [selected] * len(parts)):
                whole.add(part)
    else:
        for files_ in parts:
            whole.add(read_files(files_, selected))
    whole.found.sort(key=lambda line: (line.path, line.line))
    return whole


def read_files(files: Iterable[Path], selected: tuple[str, ...] = ()) -> Read:
    rules = [
        rule
        for rule in all_rules()
        if rule.default_on and (not selected or rule.code.startswith(selected))
    ]
    found = Read()
    start = time.process_time()
    for path in files:
        try:
            _read_file(path, rules, found)
        except UnreadableFile as error:
            found.problems.append(str(error))
        except Exception as error:
            found.crashes.append(f"{path}: {type(error).__name__}: {error}")
    found.seconds = time.process_time() - start
    return found


def _read_file(path: Path, rules, found: Read) -> None:
    document = read(path)
    found.files += 1
    notebook = Notebook(document.cells, package=document.package)
    for cell in document.cells:
        found.lines += cell.source.count("\n")
        if "class" in cell.source:
            text = notebook.text(cell)
            modules = map(text.module_class, text.class_nodes)
            found.classes += sum(facts is not None for facts in modules)

    def crashed(rule, error: Exception) -> None:
        found.crashes.append(f"{path}: {rule.code}: {type(error).__name__}: {error}")

    claims = find_claims(
        document.cells, rules, package=document.package, on_failure=crashed
    )
    for claimed in claims:
        rule, cell, claim = claimed
        finding = static_finding(claimed, rule.code, str(path))
        start = claim.range.start.line
        end = min(claim.range.end.line, start + 4)
        source = "\n".join(cell.source.split("\n")[start : end + 1])
        found.found.append(
            Line(
                finding.severity.value,
                rule.code,
                str(path),
                start + 1,
                finding.message,
                source,
            )
        )


def _sums(results: dict[str, Read]) -> dict[str, Read]:
    """The sets, the second one also without transformers."""
    groups = {
        "development": [n for n in results if n not in REPORT],
        "report": [n for n in results if n in REPORT],
        "report without transformers": [
            n for n in results if n in REPORT and n != "transformers"
        ],
    }
    sums: dict[str, Read] = {}
    for name, members in groups.items():
        if len(members) > 1 or name == "development":
            sums[name] = Read()
            for member in members:
                sums[name].add(results[member])
    return {name: read_ for name, read_ in sums.items() if read_.files}


def _over(read_: Read) -> bool:
    return any(read_.rate(level) > bar for level, bar in BARS.items())


def _print_table(results: dict[str, Read]) -> None:
    print("| sources | files | lines | module classes | s | ", end="")
    print(" | ".join(f"{level}s per 1,000" for level in LEVELS), "| by rule |")
    print("|---" * (6 + len(LEVELS)) + "|")
    for name, read_ in (results | _sums(results)).items():
        counts = Counter((line.level, line.code) for line in read_.found)
        levels = Counter(line.level for line in read_.found)
        rates = " | ".join(
            f"{read_.rate(level):.1f} ({levels[level]})" for level in LEVELS
        )
        listed = ", ".join(f"{code} × {n}" for (_, code), n in sorted(counts.items()))
        print(
            f"| {name} | {read_.files} | {read_.lines} | {read_.classes} "
            f"| {read_.seconds:.1f} | {rates} | {listed or 'none'} |"
        )
    bars = ", ".join(f"{level}s ≤ {bar:g}" for level, bar in BARS.items())
    print(f"bars per 1,000 module classes: {bars}")


def _print_findings(results: dict[str, Read], options: argparse.Namespace) -> None:
    for name, read_ in results.items():
        for problem in read_.problems:
            print(f"{name}: not read: {problem}")
    lines = [line for read_ in results.values() for line in read_.found]
    if options.all:
        for line in lines:
            print(f"{line.level} {line.code} {line.path}:{line.line} {line.message}")
    else:
        for line in lines:
            if line.level == "error":
                _print_line(line)
    if options.sample:
        warnings = [line for line in lines if line.level == "warning"]
        number = min(options.sample, len(warnings))
        print(f"{number} of {len(warnings)} warnings, seed {options.seed}:")
        for line in random.Random(options.seed).sample(warnings, number):
            _print_line(line)


def _print_line(line: Line) -> None:
    print(f"{line.level} {line.code} {line.path}:{line.line} {line.message}")
    for text in line.source.split("\n"):
        print(f"    | {text}")


def _print_recall(options: argparse.Namespace) -> None:
    import recall

    parser = argparse.ArgumentParser()
    recall.add_options(parser)
    arguments = ["--misses", "0", "--cache", str(options.cache)]
    if options.corpus:
        arguments += ["--corpus", str(options.corpus)]
    if options.select:
        arguments += ["--select", options.select]
    recall.run(parser.parse_args(arguments))


if __name__ == "__main__":
    raise SystemExit(main())

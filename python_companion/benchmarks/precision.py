"""What the static rules say about well-tested libraries: it should be next to nothing.

Downloads wheels once into a cache folder, reads them and the installed `torch/nn`,
prints counts per severity and rule, and every finding of level error.

    python python_companion/benchmarks/precision.py [--all] [--cache DIR] [PACKAGE…]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
import zipfile
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from modulescope.files import UnreadableFile, find_files, lint_document, read

PACKAGES = ("timm", "monai", "diffusers")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("packages", nargs="*", default=PACKAGES)
    parser.add_argument("--cache", type=Path, default=Path(".cache/precision"))
    parser.add_argument("--all", action="store_true", help="print every finding")
    options = parser.parse_args()
    folders = {name: unpacked(name, options.cache) for name in options.packages}
    torch = find_spec("torch")
    if torch and torch.submodule_search_locations:
        folders["torch/nn"] = Path(torch.submodule_search_locations[0], "nn")
    errors = sum(report(name, folder, options.all) for name, folder in folders.items())
    print(f"{errors} findings of level error")
    return 1 if errors else 0


def unpacked(package: str, cache: Path) -> Path:
    """The sources of a wheel, downloaded without its dependencies."""
    folder = cache / package
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q"]
        subprocess.run([*command, "-d", str(cache), package], check=True)
        wheel = max(cache.glob(f"{package}-*.whl"), key=lambda file: file.stat().st_mtime)
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    return folder


def report(name: str, folder: Path, every: bool) -> int:
    """Prints the findings of one library; returns the number of errors."""
    counts: Counter[str] = Counter()
    files = lines = 0
    start = time.perf_counter()
    for path in find_files([folder]):
        try:
            found = read(path)
        except UnreadableFile as error:
            print(f"  {error}")
            continue
        files += 1
        lines += sum(cell.source.count("\n") for cell in found.cells)
        result = lint_document(found)
        for problem in result.unparsed:
            print(f"  {problem}")
        for finding in result:
            counts[f"{finding.severity.value} {finding.code}"] += 1
            if every or finding.severity.value == "error":
                line = finding.range.start.line + 1 if finding.range else 0
                print(f"  {finding.code} {path}:{line} {finding.message}")
    seconds = time.perf_counter() - start
    listed = ", ".join(f"{key} × {count}" for key, count in sorted(counts.items()))
    print(f"{name}: {files} files, {lines} lines, {seconds:.1f} s: {listed or 'none'}")
    return sum(count for key, count in counts.items() if key.startswith("error"))


if __name__ == "__main__":
    raise SystemExit(main())

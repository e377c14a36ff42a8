"""Cells as they are while somebody types: cut, mutated, random. None may be a problem.

    python python_companion/benchmarks/fuzz.py [--corpus DIR] [--number N] [--seed N]

Takes texts of real libraries, cuts them at random points, changes some characters, or
makes random bytes of them; each is checked as a cell of its own. Prints exceptions, the
99th percentile and the longest time; exits 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import ast
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from modulescope.checking.claims import find_claims, unparsed_cells
from modulescope.files.reading import find_files
from modulescope.rules import all_rules
from modulescope.source.cells import Cell
from precision import unpacked

P99_MS = 50.0
MAX_MS = 2000.0
_LINES = 200
# What trips tokenizers, decoders and position arithmetic.
_PIECES = (
    *"()[]{}:,.=@'\"\\#%!?;\n\t\f\r\x00",
    "\r\n",
    "𝕏",
    "é",
    "\ud800",
    "\u2028",
    "%%time\n",
    "%matplotlib inline\n",
    "!ls\n",
    "'''",
    "self.",
    "nn.",
    "lambda: ",
    "class A(nn.Module):\n",
    "    def forward(self, x):\n",
    "async ",
    "match x:\n",
    "f'{",
    "# nn: ignore[",
    "9" * 5000,
)

_ATTRIBUTES = (
    "forward register_buffer register_forward_hook parameters data weight bias append "
    "backward step zero_grad eval train load_state_dict state_dict detach apply "
    "requires_grad modules Linear ModuleList dropout Parameter relu_ to_empty remove"
).split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, help="a folder with a folder per wheel")
    parser.add_argument("--cache", type=Path, default=Path(".cache/precision"))
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    files = [
        file
        for name in ("timm", "monai", "diffusers")
        for file in find_files(
            [options.corpus / name if options.corpus else unpacked(name, options.cache)]
        )
    ]
    made = random.Random(options.seed)
    made.shuffle(files)
    texts = [file.read_text("utf-8", "replace") for file in files[:600]]
    return fuzz(mutated(texts, made), options.number)


def mutated(texts: Sequence[str], made: random.Random) -> Iterator[str]:
    """Endless cells: pieces of the texts, each changed in one of some ways."""
    ways: tuple[Callable[[str, random.Random], str], ...] = (
        _cut,
        _cut,
        _changed,
        _changed,
        _shuffled,
        _spliced,
        _bytes,
        _indented,
    )
    wholes = [piece for text in texts[:200] for piece in _definitions(text)]
    while True:
        if made.random() < 0.5:
            # Still valid Python, so that every rule has something to read.
            yield _rewritten(made.choice(wholes), made)
            continue
        lines = made.choice(texts).split("\n")
        start = made.randrange(max(1, len(lines)))
        piece = "\n".join(lines[start : start + made.randint(1, _LINES)])
        yield made.choice(ways)(piece, made)


def _definitions(text: str) -> Iterator[str]:
    """Classes and functions, with the imports of their file."""
    lines = text.split("\n")
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return
    heads = [n for n in body if isinstance(n, (ast.Import, ast.ImportFrom))]
    head = [line for n in heads for line in lines[n.lineno - 1 : n.end_lineno]]
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            own = lines[node.lineno - 1 : node.end_lineno]
            if len(own) <= _LINES:
                yield "\n".join([*head, *own])


def _rewritten(text: str, made: random.Random) -> str:
    """Statements become `pass`, names become other names, operators others."""
    tree = ast.parse(text)
    nodes = [*ast.walk(tree)]
    names = sorted({node.id for node in nodes if isinstance(node, ast.Name)}) or ["x"]
    values = [node for node in nodes if isinstance(node, ast.expr)] or [ast.Constant(0)]
    for node in made.sample(nodes, min(len(nodes), made.randint(1, 12))):
        if isinstance(node, ast.Name):
            node.id = made.choice(names)
        elif isinstance(node, ast.Attribute):
            node.attr = made.choice(_ATTRIBUTES)
        elif isinstance(node, ast.Call):
            made.choice((node.args, node.keywords)).clear()
        elif isinstance(node, ast.Assign):
            node.value = made.choice(values)
        elif isinstance(node, ast.Return):
            node.value = None
        elif isinstance(node, ast.If):
            node.test, node.orelse = made.choice(values), []
        elif isinstance(node, (ast.For, ast.With, ast.While)):
            made.shuffle(node.body)
        elif isinstance(node, ast.FunctionDef):
            node.args.args = node.args.args[1:]
        elif isinstance(node, ast.ClassDef):
            node.bases = made.choice(([], [made.choice(values)], node.bases * 2))
    try:
        return ast.unparse(tree)
    except (RecursionError, ValueError, AttributeError):
        # An expression became a part of itself.
        return text


def _cut(text: str, made: random.Random) -> str:
    return text[: made.randint(0, len(text))]


def _changed(text: str, made: random.Random) -> str:
    for _ in range(made.randint(1, 8)):
        at = made.randint(0, len(text))
        length = made.choice((0, 0, 1, 5, 40))
        text = text[:at] + made.choice(_PIECES) + text[at + length :]
    return text


def _shuffled(text: str, made: random.Random) -> str:
    lines = text.split("\n")
    made.shuffle(lines)
    return "\n".join(lines)


def _spliced(text: str, made: random.Random) -> str:
    first, second = sorted(made.randint(0, len(text)) for _ in range(2))
    return text[first:] + text[:second]


def _bytes(text: str, made: random.Random) -> str:
    noise = made.randbytes(made.randint(0, 300))
    return noise.decode(made.choice(("latin-1", "utf-8")), "replace") + text[:200]


def _indented(text: str, made: random.Random) -> str:
    space = made.choice((" ", "\t", "\f", "    ", "\u00a0"))
    return "\n".join(space * made.randint(0, 3) + line for line in text.split("\n"))


def fuzz(cells: Iterator[str], number: int) -> int:
    """Checks so many cells; 1 if one raised or took too long."""
    rules = all_rules()
    times: list[float] = []
    raised: Counter[str] = Counter()
    unparsed = 0
    for count in range(number):
        text = next(cells)
        cell = Cell("cell", text)

        def failed(rule, error: Exception, text: str = text) -> None:
            where = traceback.extract_tb(error.__traceback__)[-1]
            raised[
                f"{rule.code} {type(error).__name__} {where.name}: {text!r:.200}"
            ] += 1

        begin = time.thread_time()
        try:
            find_claims([cell], rules, on_failure=failed)
            unparsed += bool(unparsed_cells([cell]))
        except BaseException as error:
            raised[f"{type(error).__name__}: {error} {text!r:.200}"] += 1
        times.append((time.thread_time() - begin) * 1000)
        if count % 10_000 == 9_999:
            print(f"{count + 1} cells, {len(raised)} exceptions", flush=True)
    times.sort()
    p99, longest = times[int(0.99 * (len(times) - 1))], times[-1]
    print(f"{number} cells, {unparsed} not valid Python, {len(raised)} exceptions")
    print(
        f"p99 {p99:.1f} ms (bar {P99_MS:g}), longest {longest:.0f} ms (bar {MAX_MS:g})"
    )
    for text, found in raised.most_common(20):
        print(f"  {found} × {text}")
    return 1 if raised or p99 > P99_MS or longest > MAX_MS else 0


if __name__ == "__main__":
    raise SystemExit(main())

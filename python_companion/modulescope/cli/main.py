"""The command line: parses, calls, prints. It never executes what it checks."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from ..version import __version__

CLEAN, FOUND, FAILED = 0, 1, 2

_SEVERITIES = ("error", "warning", "info", "hint")
_FORMATS = ("text", "json", "markdown", "sarif", "github")


class _Group(click.Group):
    """Suggests the nearest command, and says what is wrong in one line."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Runs the command line; every error is one line and exit code 2."""
        extra["standalone_mode"] = False
        try:
            sys.exit(super().main(*args, **extra) or CLEAN)
        except click.Abort:
            _fail("stopped.")
        except click.ClickException as error:
            _fail(error.format_message())
        except BrokenPipeError:
            # The reader, such as `head`, has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(CLEAN)
        except Exception as error:
            _fail(f"internal error ({type(error).__name__}: {error}).")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from ..closest import closest, suggestion

            hint = suggestion(closest(args[0], self.commands))
            raise click.UsageError(f"{error.message}{hint}", ctx) from None


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="modulescope")
def main() -> None:
    """Checks PyTorch code in files and notebooks, without running it."""
    # Names in notebooks can hold characters that a terminal's encoding lacks.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@main.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--select", metavar="CODES", help="Only these rules: NN102,NN5.")
@click.option("--ignore", metavar="CODES", help="Not these rules.")
@click.option(
    "--exclude",
    metavar="PATTERNS",
    multiple=True,
    help="Not these files and folders of a folder, as in .gitignore.",
)
@click.option("--min-severity", type=click.Choice(_SEVERITIES))
@click.option("--format", "style", type=click.Choice(_FORMATS), default="text")
@click.option("--statistics", is_flag=True, help="How often each rule spoke.")
@click.option("--fix", is_flag=True, help="Apply the safe edits.")
@click.option(
    "--diff",
    is_flag=True,
    help="Show all edits, apply none; with --fix, the safe ones.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 also with findings.")
@click.option("--baseline", metavar="FILE", type=Path, help="Leave out what it has.")
@click.option("--write-baseline", metavar="FILE", type=Path, help="Write all there is.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; one per processor.")
def check_paths(
    paths: Sequence[Path],
    select: str | None,
    ignore: str | None,
    exclude: Sequence[str],
    min_severity: str | None,
    style: str,
    statistics: bool,
    fix: bool,
    diff: bool,
    exit_zero: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    jobs: int | None,
) -> None:
    """Checks .py and .ipynb files, and folders of them."""
    from ..files.baseline import BrokenBaseline, read_baseline
    from ..files.left_out import BrokenPattern
    from .check import Progress, check, wanted_from, without_known, words_of
    from .fix import apply_fixes, diff_text
    from .report import report

    try:
        wanted = wanted_from(select, ignore, min_severity)
        known = read_baseline(baseline) if baseline and not write_baseline else None
    except (ValueError, BrokenBaseline) as error:
        _fail(str(error))
    progress = Progress()
    try:
        result = check(paths, wanted, jobs, progress, words_of(exclude))
    except BrokenPattern as error:
        _fail(str(error))
    finally:
        progress.end()
    if write_baseline:
        sys.exit(_write_baseline(write_baseline, result))
    if known is not None:
        result = without_known(result, known)
    problems: list[str] = []
    if diff:
        text, problems = diff_text(result, wanted, known, safe=fix)
        click.echo(text, nl=False)
    elif fix:
        result = apply_fixes(result, wanted, known)
    if (result.files or style != "text") and not diff:
        told = report(result, style, statistics, _colour())
        if told:
            click.echo(told)
    problems = [*result.problems, *problems]
    _tell(problems)
    if problems:
        sys.exit(FAILED)
    sys.exit(FOUND if result.fails(wanted) and not exit_zero else CLEAN)


def _write_baseline(file: Path, result: Any) -> int:
    """Writes what was found; problems are told, and what was read is written."""
    from ..files.baseline import baseline_text
    from ..files.fixing import replace_file
    from ..render.numbers import several

    entries = [entry for checked in result.files for entry in checked.entries]
    text = baseline_text(file.parent, entries)
    try:
        replace_file(file, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        _fail(f"{file}: {error.strerror or error}")
    click.echo(f"Wrote {several(len(entries), 'finding')} to {file}.")
    _tell(result.problems)
    return FAILED if result.problems else CLEAN


def _tell(problems: Sequence[str]) -> None:
    from ..render.escape import shown

    for problem in problems:
        click.echo(f"modulescope: {shown(problem, 1000)}", err=True)


@main.command()
@click.argument("code")
@click.option("--prove", is_flag=True, help="Run the measured harm; needs torch.")
def explain(code: str, prove: bool) -> None:
    """Explains a rule: what, why, example, fix, measured harm."""
    from ..checking.codes import closest_rule, get_rule
    from ..closest import suggestion
    from ..explain.data import rule_page
    from ..explain.render import page_text

    rule = get_rule(code)
    if rule is None:
        hint = suggestion(closest_rule(code))
        raise click.ClickException(f'there is no rule "{code}".{hint}')
    click.echo(page_text(rule_page(rule)))
    if prove:
        from ..explain.prove import Unproven, prove_rule

        try:
            proof = prove_rule(rule)
        except Unproven as error:
            raise click.ClickException(str(error)) from error
        click.echo(proof.text)
        if not proof.holds:
            sys.exit(FOUND)


@main.command()
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text")
def rules(style: str) -> None:
    """Lists all rules."""
    from ..checking.codes import all_notices
    from ..rules import all_rules

    listed = (*all_notices(), *all_rules())
    if style == "json":
        click.echo(json.dumps([_rule_entry(rule) for rule in listed], indent=1))
        return
    for rule in listed:
        click.echo(f"{rule.code}  {rule.severity.value:<8} {rule.name}")


def _rule_entry(rule: Any) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "static_severity": rule.static_severity.value if rule.static_severity else None,
        "static": bool(rule.checks),
        "live": bool(rule.probes),
        "default": rule.default_on,
        "since": rule.since,
        "why": rule.why,
        "fix": rule.advice,
    }


@main.command()
def doctor() -> None:
    """Says what is installed and reachable, and how to get what is missing."""
    from .doctor import examine

    lines, healthy = examine()
    for line in lines:
        click.echo(line)
    sys.exit(CLEAN if healthy else FOUND)


@main.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
def demo(folder: Path) -> None:
    """Copies the demo notebook into a folder."""
    from importlib.resources import files

    source = files("modulescope") / "demo" / "spiral.ipynb"
    if not source.is_file():
        _fail("this installation has no demo notebook; install modulescope again.")
    target = folder / "spiral.ipynb"
    number = 1
    while target.exists():
        target = folder / f"spiral-{number}.ipynb"
        number += 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    except OSError as error:
        _fail(f"{target}: {error.strerror or error}")
    click.echo(f"Wrote {target}. Open it in JupyterLab or Notebook 7.")


def _fail(message: str) -> NoReturn:
    click.echo(f"modulescope: {message}", err=True)
    sys.exit(FAILED)


def _colour() -> bool:
    """Colour is for terminals, unless `NO_COLOR` is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")

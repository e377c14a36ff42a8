"""`python -m modulescope` is the command line."""

from .cli import main

main(prog_name="modulescope")

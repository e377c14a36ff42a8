"""A Python kernel in whose environment some packages are missing.

Usage: python without.py modulescope,torch -f CONNECTION_FILE
"""

import sys
from importlib.abc import MetaPathFinder


class Hidden(MetaPathFinder):
    """Refuses the packages as Python does when they are not installed."""

    def __init__(self, names):
        self.names = names

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


hidden = sys.argv.pop(1).split(",")
sys.meta_path.insert(0, Hidden(hidden))
# The script's own folder is first on the path; a kernel has the notebook's instead.
sys.path[0] = ""

from ipykernel.kernelapp import launch_new_instance  # noqa: E402

launch_new_instance()

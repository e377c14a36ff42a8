"""The server of the browser tests, open to this machine only."""

import os
import sys
from pathlib import Path

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821
configure_jupyter_server(c)

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["MODULESCOPE_UI_PORT"])
c.ServerApp.allow_root = True
c.ServerApp.root_dir = os.environ["MODULESCOPE_UI_ROOT"]
# Beside the user's settings, which the tests reset together with the workspaces.
c.LabApp.workspaces_dir = str(
    Path(os.environ["JUPYTER_CONFIG_DIR"]) / "lab" / "workspaces"
)
c.JupyterNotebookApp.expose_app_in_browser = True
# The tests edit notebook files while they are closed.
c.FileContentsManager.delete_to_trash = False

sys.path.append(str(Path(__file__).with_name("kernels")))
c.AsyncMappingKernelManager.kernel_manager_class = "ending.KernelManager"

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { dedent, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { MessageLog } from '../helpers/messages';
import type { NotebookPage } from '../helpers/notebook';

const tests = join(__dirname, '../../python_companion/tests');

const unregistered = dedent(`
  import torch
  from torch import nn

  class Net(nn.Module):
      def __init__(self):
          super().__init__()
          self.parts = [nn.Linear(1, 1)]
`);

/**
 * Puts modules into a folder, by the names of those that the companion imports.
 *
 * What a kernel loads while it starts is left for later: it may find that there itself.
 */
function plant(folder: string, isStarted: boolean): void {
  const script = `
import sys
from pathlib import Path
if sys.argv[3] == 'false':
    import ipykernel.kernelapp
started = set(sys.modules) if sys.argv[3] == 'false' else set()
sys.path.insert(0, sys.argv[1])
from planted import Folder, imported
Folder(Path(sys.argv[2])).plant(*imported() - started)
`;
  execFileSync('python', ['-c', script, tests, folder, String(isStarted)]);
}

for (const app of ['lab', 'notebook'] as const) {
  test(`nothing that lies beside a notebook runs when it is opened, in ${app}`, async ({
    lab,
    notebook,
    page
  }) => {
    const place: NotebookPage = app === 'lab' ? lab : notebook;
    const folder = join(process.env.MODULESCOPE_UI_ROOT ?? '', `beside-${app}`);
    plant(folder, false);
    const log = new MessageLog(page);
    writeNotebook(`beside-${app}/opened.ipynb`, ['1 + 1']);
    await place.open(`beside-${app}/opened.ipynb`);
    await expect.poll(() => log.kinds).toContain('received client.opened');
    plant(folder, true);
    await place.setSource(0, unregistered);
    await expect.poll(() => log.kinds).toContain('received notebook.findings');
    expect(existsSync(`${folder}.ran`)).toBe(false);
  });
}

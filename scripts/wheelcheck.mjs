// The wheel, built from a clean clone and installed into an empty environment.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { python, root } from './paths.mjs';
import { CommandError, must } from './processes.mjs';
import { report } from './report.mjs';

const extension = 'share/jupyter/labextensions/modulescope';

/** The wheel that `pip install .` would make from what is committed. */
async function build(folder) {
  const clone = join(folder, 'clone');
  await must('git', ['clone', '--quiet', '--no-hardlinks', root, clone]);
  const args = [
    '-m',
    'pip',
    'wheel',
    '--no-deps',
    '--wheel-dir',
    folder,
    clone
  ];
  // A build that skips the bundle would prove nothing.
  await must(python, args, {
    env: { SKIP_JUPYTER_BUILDER: '' },
    log: 'wheel-build'
  });
  return join(
    folder,
    readdirSync(folder).find(name => name.endsWith('.whl'))
  );
}

/** Installs the wheel where nothing else is, and says what a user then has. */
async function install(wheel, folder) {
  const venv = join(folder, 'venv');
  await must(python, ['-m', 'venv', venv]);
  const bin = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
  await must(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', wheel]);
  const rules = await must(join(bin, 'modulescope'), ['rules']);
  const metadata = JSON.parse(
    readFileSync(join(venv, extension, 'package.json'), 'utf8')
  );
  return { rules, load: metadata.jupyterlab._build.load, venv };
}

/** The codes of all rules and notices, as their pages in the clone are called. */
function codes(folder) {
  return readdirSync(join(folder, 'clone/python_companion/docs/rules'))
    .filter(name => name.startsWith('NN'))
    .map(name => name.replace('.md', ''))
    .sort();
}

async function main(folder) {
  const wheel = await build(folder);
  const list =
    'import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep="\\n")';
  const names = (await must(python, ['-c', list, wheel])).trim().split('\n');
  const having = part => names.filter(name => name.includes(part));
  const { rules, load, venv } = await install(wheel, folder);
  const files = readdirSync(join(venv, extension, 'static'));
  report({
    'the wheel holds the bundle once': having('remoteEntry.').length === 1,
    'the bundle lies where JupyterLab looks':
      having(`/data/${extension}/install.json`).length === 1,
    'the wheel holds the companion': names.includes('modulescope/__init__.py'),
    'the wheel tells type checkers of its types': names.includes(
      'modulescope/py.typed'
    ),
    'the wheel holds the demo notebook': names.includes(
      'modulescope/demo/spiral.ipynb'
    ),
    'the wheel holds neither tests nor benchmarks': !names.some(name =>
      /^(tests|benchmarks)\//.test(name)
    ),
    'the installed bundle has its entry': files.includes(
      load.replace('static/', '')
    ),
    'the installed command lists each rule that has a page':
      (rules.match(/\bNN\d{3}\b/g) ?? []).join() === codes(folder).join()
  });
}

const folder = mkdtempSync(join(tmpdir(), 'modulescope-wheel-'));
try {
  await main(folder);
} catch (error) {
  process.stdout.write(
    `${error instanceof CommandError ? error.message : error.stack}\n`
  );
  report({ 'the wheel can be built and installed': false });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// Makes a clone runnable: virtual environment, Python and node packages, the bundle,
// and modulescope itself. Needs python3, node and npm, and nothing installed by hand.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { findPython, makeVenv } from './interpreter.mjs';
import { python, root, tool, uiTests } from './paths.mjs';
import { finish, must } from './processes.mjs';
import { step } from './stamps.mjs';

const requirements = 'scripts/requirements';

function pip(log, ...args) {
  return must(python, ['-m', 'pip', 'install', '--no-input', ...args], { log });
}

async function pythonPackages() {
  const found = await findPython();
  const made = await step({
    title: `Make .venv with Python ${found.version}`,
    stamp: '.venv/.modulescope/venv',
    texts: [found.version],
    action: () => makeVenv(found)
  });
  // First and alone: nothing may pull in another build of torch.
  const torch = await step({
    title: 'Install torch',
    stamp: '.venv/.modulescope/torch',
    texts: [made],
    inputs: [`${requirements}/torch.txt`],
    action: () => pip('pip-torch', '-r', `${requirements}/torch.txt`)
  });
  return step({
    title: 'Install JupyterLab, Notebook and the test tools',
    stamp: '.venv/.modulescope/packages',
    texts: [torch],
    inputs: [`${requirements}/dev.txt`, `${requirements}/constraints.txt`],
    action: () =>
      pip(
        'pip-packages',
        '-r',
        `${requirements}/dev.txt`,
        '-c',
        `${requirements}/constraints.txt`
      )
  });
}

function nodePackages(folder, name) {
  const prefix = folder === root ? '' : 'ui-tests/';
  return step({
    title: `Install the node packages of ${name}`,
    stamp: `${prefix}node_modules/.modulescope`,
    texts: [process.version],
    inputs: ['package.json', 'yarn.lock', '.yarnrc.yml'].map(
      file => prefix + file
    ),
    action: () =>
      must(tool('jlpm'), ['install', '--immutable'], {
        cwd: folder,
        log: `jlpm-${name}`
      })
  });
}

/** Compiles and bundles the extension as it is shipped. */
function bundle(node) {
  const output = 'python_companion/modulescope/labextension';
  return step({
    title: 'Build the extension',
    stamp: '.cache/stamps/bundle',
    texts: [node],
    inputs: [
      'src',
      'style',
      'schema',
      'package.json',
      'tsconfig.json',
      'install.json'
    ],
    results: [`${output}/package.json`, `${output}/static/style.js`],
    action: async () => {
      rmSync(join(root, output), { recursive: true, force: true });
      if (!existsSync(join(root, 'lib/index.js'))) {
        // Else the compiler believes that its old output is still there.
        rmSync(join(root, 'tsconfig.tsbuildinfo'), { force: true });
      }
      await must(tool('jlpm'), ['build:lib'], { log: 'tsc' });
      await must(tool('jlpm'), ['build:labextension'], { log: 'bundle' });
    }
  });
}

/** Makes the one file with the widget for pages without JupyterLab. */
function standalone(bundled) {
  return step({
    title: 'Build the stand-alone widget',
    stamp: '.cache/stamps/standalone',
    texts: [bundled],
    inputs: ['scripts/standalone.mjs'],
    results: ['dist/index.js'],
    action: () =>
      must(process.execPath, ['scripts/standalone.mjs'], { log: 'standalone' })
  });
}

/** Installs modulescope itself: editable, its bundle linked. */
function install(packages) {
  return step({
    title: 'Install modulescope',
    stamp: '.venv/.modulescope/self',
    texts: [packages, root],
    inputs: ['pyproject.toml', 'install.json'],
    action: async () => {
      // The bundle is there already: the build hook must not make it again.
      const env = { SKIP_JUPYTER_BUILDER: '1' };
      const args = [
        '-m',
        'pip',
        'install',
        '--no-build-isolation',
        '--no-deps',
        '-e',
        '.'
      ];
      await must(python, args, { env, log: 'pip-self' });
      await must(tool('jupyter-builder'), ['develop', '--overwrite', '.'], {
        log: 'develop'
      });
    }
  });
}

/** Does all of it; `ui` adds what browser tests need. */
export async function setup({ ui = false } = {}) {
  const packages = await pythonPackages();
  const node = await nodePackages(root, 'the extension');
  if (ui) {
    await nodePackages(uiTests, 'ui-tests');
  }
  await standalone(await bundle(node));
  await install(packages);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await finish(() => setup({ ui: process.argv.includes('--ui') }));
}

// `npm run demo`: JupyterLab with a copy of the demo notebook, until Ctrl+C.
// `npm run demo -- --check`: the story of the notebook, headless, as a table.
import { spawn } from 'node:child_process';
import process from 'node:process';

import { chromium } from './chromium.mjs';
import { freePort, prepare, waitUntilReady } from './lab.mjs';
import { environment, nodeTool, tool, uiTests } from './paths.mjs';
import { finish } from './processes.mjs';
import { setup } from './setup.mjs';

/** Whether there is a screen that a browser could open on. */
function hasScreen() {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  return (
    !CI && (process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY))
  );
}

/** Starts a program that ends when we are told to end; `ended` has its exit code. */
function foreground(program, args, options) {
  const child = spawn(program, args, { stdio: 'inherit', ...options });
  const stop = () => child.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve(code ?? 0));
  });
  return { child, ended };
}

async function open() {
  await setup();
  const lab = await prepare();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/lab/tree/spiral.ipynb?token=${lab.token}`;
  const { child, ended } = foreground(
    tool('jupyter-lab'),
    [
      ...lab.args,
      `--port=${port}`,
      ...(hasScreen() ? [lab.notebook] : ['--no-browser'])
    ],
    {
      cwd: lab.folder,
      env: environment(lab.env),
      stdio: ['ignore', 'ignore', lab.log]
    }
  );
  await waitUntilReady(
    `http://127.0.0.1:${port}/api?token=${lab.token}`,
    child,
    lab.logPath
  );
  process.stdout.write(`\nJupyterLab runs. Open:\n\n  ${url}\n\n`);
  process.stdout.write(
    `The notebook is a copy: ${lab.notebook}\nCtrl+C stops the server.\n`
  );
  await ended;
  return 0;
}

async function check() {
  const browser = await chromium();
  await setup({ ui: true });
  const { ended } = foreground(
    nodeTool('playwright', uiTests),
    ['test', '--project=demo', '--reporter=list'],
    { cwd: uiTests, env: environment({ MODULESCOPE_CHROMIUM: browser }) }
  );
  return (await ended) === 0 ? 0 : 1;
}

await finish(process.argv.includes('--check') ? check : open);

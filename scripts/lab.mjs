// A JupyterLab of its own: own folders, own token, loopback only.
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

import { root, tool } from './paths.mjs';
import { must } from './processes.mjs';

const demo = join(root, 'python_companion/modulescope/demo/spiral.ipynb');

/** Folders that keep the user's own Jupyter settings out, and ours out of them. */
function jupyterFolders(folder) {
  const names = [
    'JUPYTER_CONFIG_DIR',
    'JUPYTER_DATA_DIR',
    'JUPYTER_RUNTIME_DIR',
    'IPYTHONDIR'
  ];
  const pairs = names.map(name => [
    name,
    join(folder, '.jupyter', name.toLowerCase())
  ]);
  pairs.forEach(([, path]) => mkdirSync(path, { recursive: true }));
  return Object.fromEntries(pairs);
}

/** Answers the question that JupyterLab asks each new user, so that it is not asked. */
function declineNews({ JUPYTER_CONFIG_DIR }) {
  const folder = join(
    JUPYTER_CONFIG_DIR,
    'lab/user-settings/@jupyterlab/apputils-extension'
  );
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'notification.jupyterlab-settings');
  writeFileSync(path, JSON.stringify({ fetchNews: 'false' }));
}

/** Copies the notebook to a new folder, and says how to start JupyterLab there. */
export async function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'modulescope-demo-'));
  const notebook = join(folder, 'spiral.ipynb');
  copyFileSync(demo, notebook);
  const env = jupyterFolders(folder);
  declineNews(env);
  // A trusted notebook is checked before its first run; this one is ours.
  await must(tool('jupyter-trust'), [notebook], { env });
  const token = randomBytes(24).toString('hex');
  const logPath = join(folder, '.jupyter', 'server.log');
  const args = [
    '--ServerApp.ip=127.0.0.1',
    '--ServerApp.port_retries=0',
    // Ctrl+C ends it at once.
    '--ServerApp.answer_yes=True',
    `--ServerApp.root_dir=${folder}`,
    `--IdentityProvider.token=${token}`
  ];
  if (process.getuid?.() === 0) {
    args.push('--ServerApp.allow_root=True');
  }
  return {
    folder,
    notebook,
    env,
    token,
    args,
    logPath,
    log: openSync(logPath, 'a')
  };
}

/** A port that nothing listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Resolves once the server answers; rejects if it ended or took a minute. */
export async function waitUntilReady(url, server, logPath) {
  for (let i = 0; i < 240; i++) {
    if (server.exitCode !== null) {
      break;
    }
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) {
      return;
    }
    await sleep(250);
  }
  server.kill('SIGTERM');
  throw new Error(`JupyterLab did not start. Its log: ${logPath}`);
}

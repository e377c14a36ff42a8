import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Project } from '@playwright/test';
import { defineConfig } from '@playwright/test';

import { installKernels } from './helpers/kernels';
import { shuffledFiles } from './helpers/order';
import { installSettings } from './helpers/userfolder';

// This file is read by the main process, then by each worker: the first one decides.
process.env.MODULESCOPE_UI_PORT ??= String(20000 + (process.pid % 10000));
process.env.MODULESCOPE_UI_ROOT ??= makeRoot();

const port = process.env.MODULESCOPE_UI_PORT;
const folders = join(process.env.MODULESCOPE_UI_ROOT, '.jupyter');

/** The folder that the server serves, with Jupyter's own folders in it. */
function makeRoot(): string {
  const root = mkdtempSync(join(tmpdir(), 'modulescope-ui-'));
  for (const name of ['config', 'data', 'runtime', 'ipython']) {
    mkdirSync(join(root, '.jupyter', name), { recursive: true });
  }
  installKernels(join(root, '.jupyter', 'data', 'kernels'));
  installSettings(root);
  return root;
}

/** A project as it is, or one for each of its files in the order that a seed asks for. */
function inOrder(project: { name: string; testDir: string }): Project[] {
  const seed = process.env.MODULESCOPE_TEST_SEED;
  if (!seed) {
    return [project];
  }
  const files = shuffledFiles(project.testDir, Number(seed));
  return files.map(file => ({ ...project, testMatch: file }));
}

export default defineConfig({
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Kernels with torch on few cores: one after the other is faster, and repeatable.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // A machine that others share can stall; what passes at the second try is told apart.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    viewport: { width: 1400, height: 900 },
    actionTimeout: 20_000,
    screenshot: 'only-on-failure',
    // The pages before and after each action tell more than a film, and disturb less.
    trace: { mode: 'retain-on-failure', screenshots: false },
    // Playwright's own ffmpeg would be needed.
    video: 'off',
    launchOptions: {
      executablePath: process.env.MODULESCOPE_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    }
  },
  projects: [
    ...inOrder({ name: 'ui', testDir: 'tests' }),
    { name: 'demo', testDir: 'demo', timeout: 240_000 },
    {
      name: 'benchmarks',
      testDir: 'benchmarks',
      timeout: 240_000,
      // A trace copies the whole page before and after each action, inside the page:
      // about 70 ms each that are not the product's.
      use: { trace: 'off' }
    }
  ],
  webServer: {
    command: 'jupyter lab --config jupyter_server_test_config.py',
    url: `http://127.0.0.1:${port}/api`,
    timeout: 120_000,
    reuseExistingServer: true,
    stderr: process.env.MODULESCOPE_UI_LOG ? 'pipe' : 'ignore',
    env: {
      JUPYTER_CONFIG_DIR: join(folders, 'config'),
      JUPYTER_DATA_DIR: join(folders, 'data'),
      JUPYTER_RUNTIME_DIR: join(folders, 'runtime'),
      IPYTHONDIR: join(folders, 'ipython')
    }
  }
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

const NODE_MODULES = join(__dirname, '..', 'node_modules');

/** Where an exported page looks for scripts, and what lies on the disk for it. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\/require(\.min)?\.js$/, join(NODE_MODULES, 'requirejs/require.js')],
  [
    /@jupyter-widgets\/html-manager@.*\/dist\/embed-amd\.js$/,
    join(NODE_MODULES, '@jupyter-widgets/html-manager/dist/embed-amd.js')
  ],
  [
    /\/modulescope@[^/]*\/dist\/index\.js$/,
    join(__dirname, '../../dist/index.js')
  ]
];

/** The folder that the server serves. */
function served(name: string): string {
  return join(process.env.MODULESCOPE_UI_ROOT ?? '', name);
}

/** Exports a notebook as nbconvert does for its users; runs it first if asked to. */
export function nbconvert(
  name: string,
  format: 'html' | 'markdown',
  ...options: string[]
): string {
  const extension = format === 'html' ? 'html' : 'md';
  execFileSync(
    'jupyter-nbconvert',
    ['--to', format, ...options, served(name)],
    {
      env: {
        ...process.env,
        JUPYTER_DATA_DIR: served('.jupyter/data'),
        JUPYTER_RUNTIME_DIR: served('.jupyter/runtime'),
        IPYTHONDIR: served('.jupyter/ipython')
      },
      stdio: 'pipe'
    }
  );
  const path = served(name.replace(/\.ipynb$/, `.${extension}`));
  return readFileSync(path, 'utf8');
}

/**
 * Opens an exported page as if it came from any site.
 *
 * Scripts come from the disk, by the addresses that the page asks for; nothing else is
 * found. Returns the addresses that were asked for.
 */
export async function openExported(
  page: Page,
  html: string
): Promise<string[]> {
  const asked: string[] = [];
  await page.route(/.*/, route => {
    const url = route.request().url();
    asked.push(url);
    if (url === 'http://exported.test/') {
      return route.fulfill({ body: html, contentType: 'text/html' });
    }
    const [, path] = SCRIPTS.find(([pattern]) => pattern.test(url)) ?? [];
    return path
      ? route.fulfill({ path, contentType: 'text/javascript' })
      : route.fulfill({ status: 404 });
  });
  await page.goto('http://exported.test/');
  return asked;
}

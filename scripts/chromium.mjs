// The browser of the headless checks: the system's own Chromium or Chrome.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

import { install } from './apt.mjs';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable'
];
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = names.flatMap(name =>
    folders.map(folder => join(folder, name))
  );
  return [...onPath, ...elsewhere].find(isExecutable);
}

/**
 * The path of a Chromium: `$MODULESCOPE_CHROMIUM`, else the first on the path, else
 * one installed now. Without one, and without the right to install it, the process
 * ends with 2.
 */
export async function chromium() {
  const named = process.env.MODULESCOPE_CHROMIUM;
  if (named) {
    return named;
  }
  if (!find()) {
    await install(['chromium'], 'The browser tests need');
  }
  const found = find();
  if (!found) {
    throw new Error(`No Chromium on the path: looked for ${names.join(', ')}.`);
  }
  return found;
}

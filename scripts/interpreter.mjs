// Finds a Python that is new enough and makes the virtual environment with it.
import { rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import process from 'node:process';

import { install } from './apt.mjs';
import { venv, venvBin } from './paths.mjs';
import { CommandError, capture, must } from './processes.mjs';

const minimum = [3, 10];

/** A virtual environment cannot be made again with its own interpreter. */
const outside = {
  PATH: (process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => folder !== venvBin)
    .join(delimiter)
};

/** The first interpreter that is new enough: `$PYTHON`, then those on the path. */
export async function findPython() {
  const names = [process.env.PYTHON, 'python3', 'python'].filter(Boolean);
  for (const minor of [14, 13, 12, 11, 10]) {
    names.push(`python3.${minor}`);
  }
  for (const name of names) {
    const version = await versionOf(name);
    if (version && isNewEnough(version)) {
      return { name, version };
    }
  }
  throw new Error(
    `Python ${minimum.join('.')} or newer is needed, and none of ${names.join(', ')} is. ` +
      'Install one, or name it: PYTHON=/path/to/python3 npm run demo'
  );
}

async function versionOf(name) {
  const code = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
  try {
    const result = await capture(name, ['-c', code], { env: outside });
    return result.code === 0 ? result.output.trim() : null;
  } catch {
    return null;
  }
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

/** Makes `.venv` from scratch; Debian keeps the module for it in a package of its own. */
export async function makeVenv({ name, version }) {
  rmSync(venv, { recursive: true, force: true });
  const make = () =>
    must(name, ['-m', 'venv', venv], { env: outside, log: 'venv' });
  try {
    await make();
  } catch (error) {
    if (
      !(error instanceof CommandError) ||
      !error.output.includes('ensurepip')
    ) {
      throw error;
    }
    const [major, minor] = version.split('.');
    await install(
      [`python${major}.${minor}-venv`],
      'A virtual environment needs'
    );
    rmSync(venv, { recursive: true, force: true });
    await make();
  }
}

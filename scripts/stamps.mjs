// Incremental steps: a step runs again only if its inputs or its result changed.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

import { root } from './paths.mjs';

/** The files below a path, sorted, so that hashes are the same on every machine. */
function filesOf(path) {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path)
    .sort()
    .flatMap(name => filesOf(join(path, name)));
}

/** A hash over texts and over the names and contents of files and folders. */
export function hashOf(texts, paths) {
  const hash = createHash('sha256');
  for (const text of texts) {
    hash.update(`${text}\0`);
  }
  for (const path of paths.map(name => join(root, name))) {
    if (!existsSync(path)) {
      hash.update(`${path} is absent\0`);
      continue;
    }
    for (const file of filesOf(path)) {
      hash.update(`${file.slice(root.length)}\0`);
      hash.update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/**
 * Runs `action` unless its stamp says that it ran with these inputs.
 *
 * A stamp lies inside the folder that the action fills, where that is possible: who
 * deletes the result deletes the stamp too. `results` names what must exist besides.
 *
 * @returns The stamp, to be an input of the steps that build on this one.
 */
export async function step({
  title,
  stamp,
  texts = [],
  inputs = [],
  results = [],
  action
}) {
  const path = join(root, stamp);
  const wanted = hashOf(texts, inputs);
  const isThere = [path, ...results.map(name => join(root, name))].every(
    existsSync
  );
  if (isThere && readFileSync(path, 'utf8') === wanted) {
    return wanted;
  }
  // An interrupted action must not look finished.
  rmSync(path, { force: true });
  const start = Date.now();
  process.stdout.write(`${title} …\n`);
  await action();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, wanted);
  process.stdout.write(
    `${title}: done in ${((Date.now() - start) / 1000).toFixed(0)} s\n`
  );
  return wanted;
}

// What is generated from, and what all generated files have in common.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import prettier from 'prettier';

import { root } from '../paths.mjs';

export const schemaPath = join(root, 'schema/protocol/messages.schema.json');
export const schema = JSON.parse(readFileSync(schemaPath, 'utf8'));
export const manifest = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8')
);
/** The kinds that the kernel sends; the front end trusts none of them. */
export const received = [
  'client.opened',
  'notebook.findings',
  'models.listed',
  'tree.rows',
  'module.details',
  'init.report',
  'class.source',
  'params.measured',
  'grads.found',
  'snapshot.taken',
  'snapshot.listed',
  'snapshot.diff',
  'rule.page',
  'fix.applied',
  'session.state',
  'watch.state',
  'hook.removed',
  'hook.restored',
  'holders.found',
  'memory.table',
  'run.done',
  'error',
  'unsupported'
];
/** Those that are read before the panel is opened; its validators are loaded with it. */
export const atStart = [
  'client.opened',
  'notebook.findings',
  'rule.page',
  'fix.applied',
  'session.state',
  'run.done',
  'error',
  'unsupported'
];
export const banner =
  'Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.';

/** Formats like the rest of the source. */
export async function format(text, parser) {
  const options = await prettier.resolveConfig(join(root, 'src/index.ts'));
  return prettier.format(text, { ...options, parser });
}

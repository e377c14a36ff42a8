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
export const banner =
  'Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.';

/** Formats like the rest of the source. */
export async function format(text, parser) {
  const options = await prettier.resolveConfig(join(root, 'src/index.ts'));
  return prettier.format(text, { ...options, parser });
}

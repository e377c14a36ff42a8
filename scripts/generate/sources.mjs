// What is generated from, and what all generated files have in common.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import prettier from 'prettier';

import { root } from '../paths.mjs';

function read(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}

/** The messages, with the document of gradients as one more definition. */
function bundled() {
  const {
    $schema,
    $id,
    definitions: parts,
    ...document
  } = read('schema/protocol/gradients.schema.json');
  const text = JSON.stringify(read('schema/protocol/messages.schema.json'));
  const messages = JSON.parse(
    text.replaceAll(`"${$id}"`, `"#/definitions/${document.title}"`)
  );
  const added = { ...parts, [document.title]: document };
  const twice = Object.keys(added).filter(name => name in messages.definitions);
  if (twice.length || messages.$schema !== $schema) {
    throw new Error(`both schemas define ${twice}`);
  }
  return { ...messages, definitions: { ...messages.definitions, ...added } };
}

export const schema = bundled();
export const manifest = read('package.json');
export const banner =
  'Generated from schema/protocol/*.schema.json by scripts/generate.mjs.';

/** Formats like the rest of the source. */
export async function format(text, parser) {
  const options = await prettier.resolveConfig(join(root, 'src/index.ts'));
  return prettier.format(text, { ...options, parser });
}

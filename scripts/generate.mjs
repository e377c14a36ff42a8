// Generates both sides of the protocol from schema/protocol/messages.schema.json:
// src/protocol/messages.ts, src/protocol/validators.js (+ .d.ts) and
// python_companion/modulescope/protocol/messages.py.
// `node scripts/generate.mjs --check` compares instead of writing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { compile } from 'json-schema-to-typescript';
import prettier from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const schemaPath = join(root, 'schema/protocol/messages.schema.json');
const schema = JSON.parse(readFileSync(schemaPath, 'utf8'));
const banner = 'Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.';

/** Formats like the rest of the source. */
async function format(text, parser) {
  const options = await prettier.resolveConfig(join(root, 'src/index.ts'));
  return prettier.format(text, { ...options, parser });
}

/** The named exports: every definition that is an object or an enum. */
function named() {
  return Object.entries(schema.definitions)
    .filter(([, definition]) => definition.title)
    .map(([name]) => name);
}

async function typescript() {
  const text = await compile(structuredClone(schema), 'Message', {
    bannerComment: `/* eslint-disable */\n/** ${banner} */`,
    unreachableDefinitions: true,
    // Tuples for every maxItems would explode; the validators check the limits.
    ignoreMinAndMaxItems: true,
    format: false
  });
  return format(text, 'typescript');
}

/** Stand-alone validators: the browser neither compiles schemas nor carries ajv. */
async function validators() {
  const ajv = new Ajv.default({
    code: { source: true, esm: true, lines: true },
    strict: true,
    allowUnionTypes: true,
    inlineRefs: false
  });
  ajv.addSchema(schema, 'messages');
  const kinds = named().filter(
    name => schema.definitions[name].properties?.kind?.const
  );
  const refs = Object.fromEntries(
    kinds.map(name => [`validate${name}`, `messages#/definitions/${name}`])
  );
  // ajv emits one CommonJS require for its string length, even as ESM.
  const code = standaloneCode.default(ajv, refs).replaceAll(
    'require("ajv/dist/runtime/ucs2length").default',
    'ucs2length'
  );
  const text = `/* eslint-disable */\n// ${banner}\nfunction ucs2length(text) { return Array.from(text).length; }\n${code}`;
  const table = kinds
    .map(name => `'${schema.definitions[name].properties.kind.const}': validate${name}`)
    .join(',\n');
  const js = `${text}\n/** The validator of each kind of message. */\nexport const validators = {\n${table}\n};\n`;
  const dts = `/* eslint-disable */\n// ${banner}\n/** Says whether a value has the shape of its kind. */\nexport declare const validators: Readonly<Record<string, (value: unknown) => boolean>>;\n`;
  return [await format(js, 'babel'), await format(dts, 'typescript')];
}

function python() {
  const folder = mkdtempSync(join(tmpdir(), 'modulescope-'));
  const output = join(folder, 'messages.py');
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  execFileSync(join(root, '.venv', bin, 'datamodel-codegen'), [
    '--input', schemaPath,
    '--input-file-type', 'jsonschema',
    '--output', output,
    '--output-model-type', 'typing.TypedDict',
    '--target-python-version', '3.10',
    '--use-title-as-name',
    '--enum-field-as-literal', 'all',
    '--use-schema-description',
    '--use-standard-collections',
    '--use-union-operator',
    '--disable-timestamp',
    '--custom-file-header', `# ${banner}`
  ], { stdio: ['ignore', 'inherit', 'inherit'] });
  const text = readFileSync(output, 'utf8');
  rmSync(folder, { recursive: true });
  return text;
}

const [js, dts] = await validators();
const files = {
  'src/protocol/messages.ts': await typescript(),
  'src/protocol/validators.js': js,
  'src/protocol/validators.d.ts': dts,
  'python_companion/modulescope/protocol/messages.py': python()
};
let stale = 0;
for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, path), text);
  } else if (readFileSync(join(root, path), 'utf8') !== text) {
    stale += 1;
    process.stderr.write(`${path} differs from the schema: run \`jlpm generate\`\n`);
  }
}
process.stdout.write(`${Object.keys(files).length - stale} passed, ${stale} failed\n`);
process.exitCode = stale ? 1 : 0;

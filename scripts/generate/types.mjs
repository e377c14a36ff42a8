// The types of the messages in both languages.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compile } from 'json-schema-to-typescript';

import { tool } from '../paths.mjs';
import { banner, format, schema } from './sources.mjs';

/** src/protocol/messages.ts. */
export async function typescript() {
  const text = await compile(structuredClone(schema), 'Message', {
    bannerComment: `/* eslint-disable */\n/** ${banner} */`,
    unreachableDefinitions: true,
    // Tuples for every maxItems would explode; the validators check the limits.
    ignoreMinAndMaxItems: true,
    additionalProperties: false,
    format: false
  });
  return format(text, 'typescript');
}

/** python_companion/modulescope/protocol/messages.py. */
export function python() {
  const folder = mkdtempSync(join(tmpdir(), 'modulescope-'));
  const input = join(folder, 'schema.json');
  const output = join(folder, 'messages.py');
  writeFileSync(input, JSON.stringify(schema));
  execFileSync(
    tool('datamodel-codegen'),
    [
      '--input',
      input,
      '--input-file-type',
      'jsonschema',
      '--output',
      output,
      '--output-model-type',
      'typing.TypedDict',
      '--target-python-version',
      '3.10',
      '--use-title-as-name',
      '--enum-field-as-literal',
      'all',
      '--use-schema-description',
      '--use-standard-collections',
      '--use-union-operator',
      '--disable-timestamp',
      '--custom-file-header',
      `# ${banner}`
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] }
  );
  const text = readFileSync(output, 'utf8');
  rmSync(folder, { recursive: true });
  return text;
}

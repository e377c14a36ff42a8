// Generates both sides of the protocol from schema/protocol/*.schema.json, in
// src/protocol and python_companion/modulescope/protocol. The version comes from
// package.json; the hello from python_companion/modulescope/session/environment.py.
// `node scripts/generate.mjs --check` compares instead of writing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { expression, pythonVersion, version } from './generate/constants.mjs';
import { answers, capabilities, kinds } from './generate/kinds.mjs';
import { python, typescript } from './generate/types.mjs';
import { validators } from './generate/validators.mjs';
import { root } from './paths.mjs';

const { early, document, late } = await validators();
const files = {
  'src/version.ts': version(),
  'src/companion/expression.ts': await expression(),
  'python_companion/modulescope/version.py': pythonVersion(),
  'src/protocol/messages.ts': await typescript(),
  'src/protocol/kinds.ts': await kinds(),
  'src/protocol/validators.ts': early,
  'src/protocol/viewvalidators.ts': late,
  'src/protocol/gradientvalidators.ts': document,
  'python_companion/modulescope/protocol/messages.py': python(),
  'python_companion/modulescope/protocol/kinds.py': capabilities(),
  'python_companion/modulescope/protocol/answers.py': answers()
};
let stale = 0;
for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(join(root, path), text);
  } else if (readFileSync(join(root, path), 'utf8') !== text) {
    stale += 1;
    process.stderr.write(
      `${path} differs from its source: run \`jlpm generate\`\n`
    );
  }
}
process.stdout.write(
  `${Object.keys(files).length - stale} passed, ${stale} failed\n`
);
process.exitCode = stale ? 1 : 0;

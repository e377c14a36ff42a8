// Generates both sides of the protocol from schema/protocol/*.schema.json, in
// src/protocol and python_companion/modulescope/protocol. The version comes from
// package.json; the hello from python_companion/modulescope/session/environment.py. What
// rules say of themselves goes into documents: scripts/ruledocuments.mjs.
// `node scripts/generate.mjs --check` compares instead of writing.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { expression, pythonVersion, version } from './generate/constants.mjs';
import { answers, capabilities, kinds } from './generate/kinds.mjs';
import { python, typescript } from './generate/types.mjs';
import { validators } from './generate/validators.mjs';
import { root } from './paths.mjs';
import { ruleDocuments } from './ruledocuments.mjs';

/** The text of a file; `null` is that of one which is not there. */
function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function write(file, text) {
  if (text === null) {
    rmSync(file, { force: true });
  } else {
    writeFileSync(file, text);
  }
}

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
  'python_companion/modulescope/protocol/answers.py': answers(),
  ...ruleDocuments()
};
let stale = 0;
for (const [path, text] of Object.entries(files)) {
  const file = join(root, path);
  if (!process.argv.includes('--check')) {
    write(file, text);
  } else if (read(file) !== text) {
    stale += 1;
    process.stderr.write(
      `${path} differs from its source: run \`npm run generate\`\n`
    );
  }
}
process.stdout.write(
  `${Object.keys(files).length - stale} passed, ${stale} failed\n`
);
process.exitCode = stale ? 1 : 0;

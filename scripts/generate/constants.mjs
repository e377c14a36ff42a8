// What is generated from package.json and from the program of the hello.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../paths.mjs';
import { format, manifest } from './sources.mjs';

export function version() {
  return `// Generated from package.json by scripts/generate.mjs.

/** The version of this extension. */
export const version = '${manifest.version}';
`;
}

export function pythonVersion() {
  return `"""The version of the package, equal to package.json's, and of the protocol."""

__version__ = "${manifest.version}"
PROTOCOL = 1
`;
}

/** The expression that finds and installs the companion in a kernel. */
export async function expression() {
  const source = 'python_companion/modulescope/session/environment.py';
  const code = readFileSync(join(root, source), 'utf8')
    .replace(/^ *\"\"\"[^]*?\"\"\"\n/gm, '')
    .replace(/^ *#.*\n/gm, '')
    .replace(/\n{2,}/g, '\n')
    // It is part of the entry chunk: one space for each level, and no result types.
    .replace(/^ +/gm, spaces => ' '.repeat(spaces.length / 4))
    .replace(/\) -> .*:$/gm, '):')
    .trim();
  if (!/^[ -~\n]+$/.test(code) || code.includes("'''")) {
    throw new Error(`${source} cannot stand in a raw string`);
  }
  const value = `(lambda own: __import__('builtins').exec(r'''${code}''', own) or own['Environment']().load('modulescope').install())({'__name__': 'modulescope.session.environment'})`;
  return format(
    `// Generated from ${source} by scripts/generate.mjs.

/**
 * Installs the companion that the kernel's environment has; says what it is.
 *
 * It binds no name and prints nothing. What lies beside the notebook is not imported.
 */
export const EXPRESSION = ${JSON.stringify(value)};
`,
    'typescript'
  );
}

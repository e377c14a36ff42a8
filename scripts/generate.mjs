// Generates both sides of the protocol from schema/protocol/messages.schema.json:
// src/protocol/messages.ts, src/protocol/validators.ts, src/protocol/viewvalidators.ts and
// python_companion/modulescope/protocol/messages.py. The version comes from package.json:
// src/version.ts, python_companion/modulescope/version.py. The hello comes from
// python_companion/modulescope/session/environment.py: src/companion/expression.ts. What
// rules say of themselves goes into documents: scripts/ruledocuments.mjs.
// `node scripts/generate.mjs --check` compares instead of writing.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { compile } from 'json-schema-to-typescript';
import prettier from 'prettier';

import { ruleDocuments } from './ruledocuments.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const schemaPath = join(root, 'schema/protocol/messages.schema.json');
const schema = JSON.parse(readFileSync(schemaPath, 'utf8'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** The kinds that the kernel sends; the front end trusts none of them. */
const received = [
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
const atStart = [
  'client.opened',
  'notebook.findings',
  'rule.page',
  'fix.applied',
  'session.state',
  'run.done',
  'error',
  'unsupported'
];
const banner =
  'Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.';

/** Formats like the rest of the source. */
async function format(text, parser) {
  const options = await prettier.resolveConfig(join(root, 'src/index.ts'));
  return prettier.format(text, { ...options, parser });
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

/** The name of a definition that a `$ref` points at. */
function refName(reference) {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** The definitions that a schema refers to, directly or not, before their users. */
function needs(definition, found = new Set()) {
  for (const [, reference] of JSON.stringify(definition).matchAll(
    /"\$ref":"([^"]+)"/g
  )) {
    const name = refName(reference);
    if (!found.has(name)) {
      needs(schema.definitions[name], found);
      found.add(name);
    }
  }
  return found;
}

/** The call of `src/protocol/shapes.ts` that tests for a schema; throws at a keyword it does not know. */
function shape({ $ref, title, description, ...rest }) {
  if ($ref) {
    return refName($ref);
  }
  const { type, enum: values, const: constant, anyOf, ...limits } = rest;
  const take = key => {
    const value = limits[key];
    delete limits[key];
    return value;
  };
  const call = (name, ...values) => {
    while (values.length && values.at(-1) === undefined) {
      values.pop();
    }
    return `${name}(${values.join(', ')})`;
  };
  let result;
  if (constant !== undefined || values) {
    result = call(
      'oneOf',
      ...(values ?? [constant]).map(value => JSON.stringify(value))
    );
  } else if (anyOf) {
    result = call('either', ...anyOf.map(shape));
  } else if (Array.isArray(type)) {
    const outer = Object.keys(limits).length;
    const inner = type.map(name =>
      shape(name === 'null' ? { type: name } : { type: name, ...limits })
    );
    if (outer && type.filter(name => name !== 'null').length > 1) {
      throw new Error(`limits on several types: ${JSON.stringify(rest)}`);
    }
    return call('either', ...inner);
  } else if (type === 'string') {
    const maximum = take('maxLength');
    const pattern = take('pattern');
    result = call(
      'text',
      maximum ?? (pattern && 'Infinity'),
      pattern && `/${pattern}/`
    );
  } else if (type === 'integer') {
    const minimum = take('minimum');
    const maximum = take('maximum');
    result = call('integer', minimum ?? (maximum && '-Infinity'), maximum);
  } else if (type === 'array') {
    result = call('list', shape(take('items')), take('maxItems'));
  } else if (type === 'object' && limits.properties) {
    const members = Object.entries(take('properties'));
    const required = take('required');
    if (
      take('additionalProperties') !== false ||
      members.some(([name]) => !required.includes(name))
    ) {
      throw new Error(`not a closed object: ${title}`);
    }
    result = `record({ ${members.map(([name, member]) => `${name}: ${shape(member)}`).join(', ')} })`;
  } else if (type === 'object' && limits.additionalProperties === true) {
    // A document with a schema of its own, which its reader tests.
    delete limits.additionalProperties;
    result = 'anyObject';
  } else if (type === 'object') {
    result = call('table', shape(take('additionalProperties')));
  } else {
    result = { number: 'anyNumber', boolean: 'anyBoolean', null: 'nothing' }[
      type
    ];
  }
  if (!result || Object.keys(limits).length) {
    throw new Error(`no shape for ${JSON.stringify(rest)}`);
  }
  return result;
}

/** The messages of some kinds, and all that they refer to, before their users. */
function closure(kinds, first = []) {
  const names = Object.values(schema.definitions)
    .filter(definition => kinds.includes(definition.properties?.kind?.const))
    .map(definition => definition.title);
  const order = new Set(first);
  for (const name of [...first, ...names]) {
    needs(schema.definitions[name], order);
  }
  // What others need comes first, also if it was asked for itself.
  const needed = first.flatMap(name => [...needs(schema.definitions[name])]);
  return { names, used: [...new Set([...needed, ...order, ...names])] };
}

/** The functions of `src/protocol/shapes.ts` that a text uses. */
function shapeImports(text) {
  const names = [
    'anyBoolean',
    'anyNumber',
    'anyObject',
    'either',
    'integer',
    'list',
    'nothing',
    'oneOf',
    'record',
    'table',
    'text'
  ].filter(name => new RegExp(`\\b${name}\\b`).test(text));
  return `import { ${names.join(', ')} } from './shapes';
import type { Shape } from './shapes';`;
}

function shapeTable(names) {
  const table = names.map(
    name => `['${schema.definitions[name].properties.kind.const}', ${name}]`
  );
  return `ReadonlyMap<string, Shape> = new Map<string, Shape>([${table.join(', ')}]);`;
}

function declare(names, exported = new Set()) {
  return names
    .map(
      name =>
        `${exported.has(name) ? 'export ' : ''}const ${name} = ${shape(schema.definitions[name])};`
    )
    .join('\n');
}

/** Validators of what the kernel sends: small, and no schema is compiled in the browser. */
async function validators() {
  const early = closure(atStart, ['Hello']);
  const late = closure(received.filter(kind => !atStart.includes(kind)));
  const own = late.used.filter(name => !early.used.includes(name));
  const lateShapes = declare(own);
  const shared = early.used.filter(name =>
    new RegExp(`\\b${name}\\b`).test(lateShapes)
  );
  const earlyShapes = declare(early.used, new Set(shared));
  const head = `/* eslint-disable */
// ${banner}
`;
  return {
    early: await format(
      `${head}${shapeImports(earlyShapes)}

${earlyShapes}

/** Says whether a value is what \`install()\` gives. */
export const isHello: Shape = Hello;

/** The validator of each kind of message that the kernel sends. */
export const validators: ${shapeTable(early.names)}
`,
      'typescript'
    ),
    late: await format(
      `${head}${shapeImports(lateShapes)}
import { ${shared.sort().join(', ')} } from './validators';

${lateShapes}

/** The validators of what only the panel asks for. */
export const viewValidators: ${shapeTable(late.names)}
`,
      'typescript'
    )
  };
}

function version() {
  return `// Generated from package.json by scripts/generate.mjs.

/** The version of this extension. */
export const version = '${manifest.version}';
`;
}

function pythonVersion() {
  return `"""The version of the package, equal to package.json's, and of the protocol."""

__version__ = "${manifest.version}"
PROTOCOL = 1
`;
}

function python() {
  const folder = mkdtempSync(join(tmpdir(), 'modulescope-'));
  const output = join(folder, 'messages.py');
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  execFileSync(
    join(root, '.venv', bin, 'datamodel-codegen'),
    [
      '--input',
      schemaPath,
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

/** The expression that finds and installs the companion in a kernel. */
async function expression() {
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

const { early, late } = await validators();
const files = {
  'src/version.ts': version(),
  'src/companion/expression.ts': await expression(),
  'python_companion/modulescope/version.py': pythonVersion(),
  'src/protocol/messages.ts': await typescript(),
  'src/protocol/validators.ts': early,
  'src/protocol/viewvalidators.ts': late,
  'python_companion/modulescope/protocol/messages.py': python(),
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

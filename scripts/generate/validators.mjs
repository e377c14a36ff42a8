// src/protocol/validators.ts and src/protocol/viewvalidators.ts.
import { inBundle } from './kinds.mjs';
import { needs, shape } from './shapes.mjs';
import { banner, format, schema } from './sources.mjs';

/** The messages of some kinds, and all that they refer to, before their users. */
function closure(names, first = []) {
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
export async function validators() {
  const early = closure(inBundle('entry'), ['Hello']);
  const late = closure(inBundle('panel'));
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

// src/protocol/validators.ts, viewvalidators.ts and gradientvalidators.ts.
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
    'either',
    'integer',
    'least',
    'list',
    'nothing',
    'oneOf',
    'open',
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

/** The import of what a text uses of the names that another file has. */
function importFrom(file, names, text) {
  const used = names.filter(name => new RegExp(`\\b${name}\\b`).test(text));
  return used.length
    ? `import { ${used.sort().join(', ')} } from './${file}';\n`
    : '';
}

/**
 * Validators of what the kernel sends: small, and no schema is compiled in the browser.
 *
 * Those of a document stand alone, because a page without the panel draws it, too.
 */
export async function validators() {
  const early = closure(inBundle('entry'), ['Hello']);
  const { used: document } = closure([], [DOCUMENT]);
  const late = closure(inBundle('panel'));
  const own = late.used.filter(
    name => !early.used.includes(name) && !document.includes(name)
  );
  const lateShapes = declare(own);
  const shared = early.used.filter(name =>
    new RegExp(`\\b${name}\\b`).test(lateShapes)
  );
  const earlyShapes = declare(early.used, new Set(shared));
  const documentShapes = declare(document, new Set([DOCUMENT]));
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
    document: await format(
      `${head}${shapeImports(documentShapes)}

${documentShapes}

/** Says whether a value is what a watch recorded. */
export const isGradients: Shape = ${DOCUMENT};
`,
      'typescript'
    ),
    late: await format(
      `${head}${importFrom('gradientvalidators', [DOCUMENT], lateShapes)}${shapeImports(lateShapes)}
${importFrom('validators', shared, lateShapes)}
${lateShapes}

/** The validators of what only the panel asks for. */
export const viewValidators: ${shapeTable(late.names)}
`,
      'typescript'
    )
  };
}

/** What a watch recorded. */
const DOCUMENT = 'Gradients';

// The tests of `src/protocol/shapes.ts` that a JSON schema amounts to.
import { schema } from './sources.mjs';

/** The name of a definition that a `$ref` points at. */
function refName(reference) {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** The definitions that a schema refers to, directly or not, before their users. */
export function needs(definition, found = new Set(), seen = new Set()) {
  for (const [, reference] of JSON.stringify(definition).matchAll(
    /"\$ref":"([^"]+)"/g
  )) {
    const name = refName(reference);
    if (!found.has(name) && !seen.has(name)) {
      needs(schema.definitions[name], found, seen.add(name));
      found.add(name);
    }
  }
  return found;
}

/** The call of `src/protocol/shapes.ts` that tests for a schema; throws at a keyword it does not know. */
export function shape({ $ref, title, description, ...others }) {
  if ($ref) {
    return refName($ref);
  }
  const rest = Object.fromEntries(
    Object.entries(others).filter(([keyword]) => !keyword.startsWith('x-'))
  );
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
  } else if (type === 'number' && 'minimum' in limits) {
    result = call('least', take('minimum'));
  } else if (type === 'array') {
    const items = take('items');
    const maximum = take('maxItems');
    // What is always empty may refer to itself.
    const item = maximum === 0 ? 'nothing' : shape(items);
    result = call('list', item, maximum, take('minItems'));
  } else if (type === 'object' && limits.properties) {
    result = objectShape(title, take);
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

/** A message has all of its members and no other; a document may be of another version. */
function objectShape(title, take) {
  const members = Object.entries(take('properties'));
  const required = take('required');
  const isOpen = take('additionalProperties') !== false;
  const of = wanted =>
    `{ ${members
      .filter(([name]) => required.includes(name) === wanted)
      .map(([name, member]) => `${name}: ${shape(member)}`)
      .join(', ')} }`;
  const isWhole = required.length === members.length;
  if (!isOpen && !isWhole) {
    throw new Error(`what is optional in a closed object: ${title}`);
  }
  if (isOpen) {
    return isWhole ? `open(${of(true)})` : `open(${of(true)}, ${of(false)})`;
  }
  return `record(${of(true)})`;
}

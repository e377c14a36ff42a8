import Ajv from 'ajv';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { validators as early } from './validators';
import { viewValidators } from './viewvalidators';

const validators = new Map([...early, ...viewValidators]);

const root = join(__dirname, '../../schema/protocol');
function read(name: string): any {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

const schema = read('messages.schema.json');
const ajv = new Ajv({ strict: false });
ajv.addSchema(read('gradients.schema.json'));
ajv.addSchema(schema, 'messages');

interface IMessage {
  kind: string;
  [member: string]: unknown;
}

/** The real messages that both sides read. */
function examples(): IMessage[] {
  const folder = join(root, 'examples');
  return existsSync(folder)
    ? readdirSync(folder)
        .filter(name => name.endsWith('.json'))
        .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    : [];
}

/** What a JSON schema of that kind says. */
function accepts(message: IMessage): boolean {
  const [name] = Object.entries<{ properties?: { kind?: { const?: string } } }>(
    schema.definitions
  ).find(([, { properties }]) => properties?.kind?.const === message.kind)!;
  return ajv.validate(`messages#/definitions/${name}`, message) as boolean;
}

/** Every value that comes of spoiling one place of a message. */
function* spoiled(value: unknown): Generator<unknown> {
  for (const other of [
    null,
    0,
    -1,
    1.5,
    'x',
    'x'.repeat(30000),
    true,
    [],
    {}
  ]) {
    yield other;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const other of spoiled(item)) {
        yield value.map((kept, i) => (i === index ? other : kept));
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, extra: 1 };
    for (const [key, member] of Object.entries(value)) {
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      yield rest;
      for (const other of spoiled(member)) {
        yield { ...value, [key]: other };
      }
    }
  }
}

const received = examples().filter(({ kind }) => validators.has(kind));

describe('validators', () => {
  it('have an example each', () => {
    expect(new Set(received.map(({ kind }) => kind))).toEqual(
      new Set(validators.keys())
    );
  });

  it('accept the examples that the companion can send', () => {
    const refused = received.filter(
      message => !validators.get(message.kind)!(message)
    );
    expect(refused).toEqual([]);
  });

  it('agree with the schema about spoiled examples', () => {
    for (const example of received) {
      for (const message of spoiled(example)) {
        if ((message as IMessage | null)?.kind === example.kind) {
          const ours = validators.get(example.kind)!(message);
          if (ours !== accepts(message as IMessage)) {
            throw new Error(`disagree on ${JSON.stringify(message)}`);
          }
        }
      }
    }
  });

  it('know no kind that only the front end sends', () => {
    expect(validators.has('notebook.check')).toBe(false);
    expect(validators.has('toString')).toBe(false);
  });

  it('count characters as the schema does', () => {
    const applied = {
      kind: 'fix.applied',
      id: '😀'.repeat(64),
      done: true,
      message: ''
    };
    expect(validators.get('fix.applied')!(applied)).toBe(true);
    expect(accepts(applied)).toBe(true);
  });
});

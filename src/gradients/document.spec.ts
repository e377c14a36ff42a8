import type { Gradients } from '../protocol/messages';
import { readFileSync } from 'fs';
import { join } from 'path';

import Ajv from 'ajv';

import { light } from '../testing/gradients';
import { readGradients } from './document';

const PROTOCOL = join(__dirname, '..', '..', 'schema', 'protocol');

function read(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(PROTOCOL, path), 'utf8'));
}

function example(): Gradients {
  return read('examples/gradients.json') as unknown as Gradients;
}

type Editable = Record<string, unknown> & { models: Record<string, unknown>[] };

describe('readGradients', () => {
  const validate = new Ajv({ strict: false }).compile(
    read('gradients.schema.json')
  );

  it('accepts what the kernel sends', () => {
    expect(validate(example())).toBe(true);
    expect(readGradients(example())).toEqual(example());
  });

  it.each([
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { version: 2 },
    { ...example(), version: 2 }
  ])('refuses %p', data => {
    expect(readGradients(data)).toBeNull();
  });

  it('refuses a document without any one of its members', () => {
    for (const name of Object.keys(example())) {
      const data = example() as unknown as Editable;
      delete data[name];
      expect(readGradients(data)).toBeNull();
    }
  });

  it.each<[string, (row: Record<string, unknown>) => void]>([
    [
      'an unknown flag',
      row => (row.flags = (row.flags as string).replace('.', '<'))
    ],
    ['a missing column', row => (row.flags = (row.flags as string).slice(1))],
    ['a text for a number', row => ((row.rms as unknown[])[0] = '1')],
    ['a name that is too long', row => (row.name = 'x'.repeat(1001))],
    ['a fold of nothing', row => (row.count = 0)],
    ['members of members', row => (row.members = [{ ...row, members: [row] }])],
    ['no last state', row => (row.last = null)]
  ])('refuses a row with %s', (_, spoil) => {
    const data = example() as unknown as Editable;
    spoil((data.models[0].rows as Record<string, unknown>[])[3]);
    expect(readGradients(data)).toBeNull();
  });

  it('reads a light recording', () => {
    expect(readGradients(light)).toBe(light);
    expect(readGradients({ ...light, stats: 'some' })).toBeNull();
  });

  it('reads documents that are older or newer', () => {
    expect(example()).not.toHaveProperty('spent_s');
    for (const more of [{ spent_s: 0.5 }, { spent_s: 1, unheard_of: 1 }]) {
      const newer = { ...example(), ...more };
      expect(readGradients(newer)).toEqual(newer);
    }
    expect(readGradients({ ...example(), spent_s: -1 })).toBeNull();
  });

  it('refuses rows in rows without end', () => {
    const data = example();
    const text = JSON.stringify(data);
    const [row] = data.models[0].rows;
    const { members, ...rest } = row;
    expect(members).toEqual([]);
    const head = `${JSON.stringify(rest).slice(0, -1)},"members":[`;
    const deep = `${head.repeat(5000)}${']}'.repeat(5000)}`;
    const spoiled = text.replace(JSON.stringify(row), deep);
    expect(readGradients(JSON.parse(spoiled))).toBeNull();
  });

  it('survives ten thousand spoiled documents', () => {
    const text = JSON.stringify(example());
    let seed = 1;
    const random = (limit: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % limit;
    };
    const counts = { read: 0, refused: 0 };
    const junk = ['null', '-1', '1e999', '"x"', '[]', '{}', 'true'];
    for (let round = 0; round < 10_000; round++) {
      const places = [
        ...text.matchAll(/(?<=[:[,])-?[\d.]+(?:e-?\d+)?(?=[,\]}])/g)
      ];
      const place = places[random(places.length)];
      const end = place.index + place[0].length;
      const spoiled =
        text.slice(0, place.index) +
        junk[random(junk.length)] +
        text.slice(end);
      const data = JSON.parse(spoiled);
      const read = readGradients(data);
      counts[read ? 'read' : 'refused'] += 1;
      expect(read ?? data).toBe(data);
    }
    expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(100);
  });
});

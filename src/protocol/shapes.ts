/** Says whether a value from outside has a shape. */
export type Shape = (value: unknown) => boolean;

/** A string of at most `maximum` characters (code points, as in JSON Schema). */
export function text(maximum = Infinity, pattern?: RegExp): Shape {
  return value =>
    typeof value === 'string' &&
    (value.length <= maximum || Array.from(value).length <= maximum) &&
    (pattern === undefined || pattern.test(value));
}

export const anyNumber: Shape = value =>
  typeof value === 'number' && Number.isFinite(value);

export const anyBoolean: Shape = value => typeof value === 'boolean';

/** A number that is not less than this one. */
export function least(minimum: number): Shape {
  return value => anyNumber(value) && (value as number) >= minimum;
}

export const nothing: Shape = value => value === null;

export function integer(minimum = -Infinity, maximum = Infinity): Shape {
  return value =>
    Number.isInteger(value) &&
    (value as number) >= minimum &&
    (value as number) <= maximum;
}

/** One of these constants. */
export function oneOf(...constants: readonly unknown[]): Shape {
  return value => constants.includes(value);
}

/** One of these shapes. */
export function either(...shapes: readonly Shape[]): Shape {
  return value => shapes.some(shape => shape(value));
}

export function list(item: Shape, maximum = Infinity, minimum = 0): Shape {
  return value =>
    Array.isArray(value) &&
    value.length >= minimum &&
    value.length <= maximum &&
    value.every(item);
}

/** An object with exactly these members. */
export function record(members: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(members);
  return value =>
    isObject(value) &&
    Object.keys(value).length === entries.length &&
    entries.every(
      ([key, shape]) => Object.hasOwn(value, key) && shape(value[key])
    );
}

/** An object with the first members and perhaps some of the second, whatever else it has. */
export function open(
  members: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {}
): Shape {
  const required = Object.entries(members);
  const others = Object.entries(optional);
  return value =>
    isObject(value) &&
    required.every(
      ([key, shape]) => Object.hasOwn(value, key) && shape(value[key])
    ) &&
    others.every(
      ([key, shape]) => !Object.hasOwn(value, key) || shape(value[key])
    );
}

/** An object with members of any name, all of this shape. */
export function table(member: Shape): Shape {
  return value => isObject(value) && Object.values(value).every(member);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

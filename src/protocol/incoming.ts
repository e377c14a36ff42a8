import type { Incoming } from './kinds';
import type { Shape } from './shapes';
import { validators } from './validators';

const known = new Map(validators);

/** Makes more kinds readable: the shapes of what only some views ask for come with them. */
export function learn(more: ReadonlyMap<string, Shape>): void {
  more.forEach((shape, kind) => known.set(kind, shape));
}

/** Beyond this a message is not read at all: nothing of ours comes near it. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads a message of the kernel; null if it is none that we know.
 *
 * A large one comes as `{kind, id, packed: true}` with its JSON in one binary buffer.
 */
export function readMessage(
  data: unknown,
  buffers: readonly (ArrayBuffer | ArrayBufferView)[] = []
): Incoming | null {
  const message = isPacked(data) ? unpack(buffers) : data;
  const kind = kindOf(message);
  return kind !== null && known.get(kind)?.(message)
    ? (message as Incoming)
    : null;
}

/** The id of a message whatever else is wrong with it, so that its sender can be told. */
export function idOf(data: unknown): string | null {
  const id = (data as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id : null;
}

function kindOf(data: unknown): string | null {
  const kind = (data as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' ? kind : null;
}

function isPacked(data: unknown): boolean {
  return (data as { packed?: unknown } | null)?.packed === true;
}

function unpack(buffers: readonly (ArrayBuffer | ArrayBufferView)[]): unknown {
  const [buffer] = buffers;
  if (buffers.length !== 1 || buffer.byteLength > MAX_BYTES) {
    return null;
  }
  try {
    return JSON.parse(new TextDecoder().decode(buffer));
  } catch {
    return null;
  }
}

import { UUID } from '@lumino/coreutils';

import type { Question } from '../protocol/call';
import type { Channel } from '../protocol/channel';
import type { ClientOpened, Hello } from '../protocol/messages';

/** The protocol that this front end speaks. */
const PROTOCOL = 1;

/** Exchanges versions on a fresh channel; gives what the companion says of itself. */
export async function openClient(
  channel: Channel,
  path: string,
  version: string
): Promise<Hello> {
  const client = clientId(path);
  const question: Question<'client.open'> = {
    kind: 'client.open',
    client,
    path,
    version,
    protocol: PROTOCOL
  };
  const { hello } = await channel.open<ClientOpened>(
    question,
    { client },
    'client.opened'
  );
  return hello;
}

/**
 * Names this browser tab's view of a notebook to the kernel.
 *
 * The session storage outlives a reload, so that a reloaded page replaces itself
 * instead of counting as one more client.
 */
export function clientId(
  path: string,
  storage: Storage = sessionStorage
): string {
  const key = `modulescope:client:${path}`;
  try {
    const known = storage.getItem(key);
    if (known) {
      return known;
    }
    const fresh = UUID.uuid4();
    storage.setItem(key, fresh);
    return fresh;
  } catch {
    // Storage may be full or forbidden; then a reload is one more client.
    return UUID.uuid4();
  }
}

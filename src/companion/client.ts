import { UUID } from '@lumino/coreutils';

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

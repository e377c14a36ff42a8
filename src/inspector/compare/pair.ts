import type { SnapshotDiff, SnapshotRow } from '../../protocol/messages';

/** The key that stands for the state now. */
export const NOW = '';

/** The key of what the kernel knows of a model from before its training. */
export function birthKey(model: string): string {
  return `${BIRTH}${model}`;
}

/** The two states that are compared, and what differs between them. */
export class Pair {
  /** The key of the earlier state; null before there is any. */
  a: string | null = null;

  /** The key of the later state; `NOW` for the state now. */
  b = NOW;

  /** What differs; null before it was asked for. */
  diff: SnapshotDiff | null = null;

  /** Takes two states; the initial one goes with the state now only. */
  choose(a: string | null, later: string): void {
    this.a = a;
    this.b = isBirth(a) ? NOW : later;
    this.diff = null;
  }

  /** Whether these two are still the chosen ones. */
  is(a: string | null, b: string): boolean {
    return a === this.a && b === this.b;
  }

  /** Lets go of what is no longer among the snapshots. */
  keep(snapshots: readonly SnapshotRow[]): void {
    const has = (key: string | null): boolean =>
      isBirth(key) || snapshots.some(snapshot => snapshot.key === key);
    const isGone =
      (this.a !== null && !has(this.a)) || (this.b !== NOW && !has(this.b));
    this.diff = isGone ? null : this.diff;
    this.a = has(this.a) ? this.a : (snapshots[0]?.key ?? null);
    this.b = has(this.b) ? this.b : NOW;
  }

  /** Whether the earlier state is the initial one of another model. */
  isOfAnother(model: string | null): boolean {
    return isBirth(this.a) && this.a !== birthKey(model ?? '');
  }

  clear(): void {
    this.a = null;
    this.b = NOW;
    this.diff = null;
  }
}

function isBirth(key: string | null): boolean {
  return key?.startsWith(BIRTH) ?? false;
}

const BIRTH = 'birth:';

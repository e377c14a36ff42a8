import type { Finding } from '../protocol/messages';
import type { IShownFinding } from '../tokens';
import type { HeldFinding } from './answers';
import { sorted } from './answers';
import type { Mutes } from './mutes';

/** All findings of a notebook, worst first, and which of them a mute hides. */
export class FindingsStore {
  constructor(private readonly _options: FindingsStore.IOptions) {}

  /** Muted or not. */
  get all(): readonly HeldFinding[] {
    return this._all;
  }

  get shown(): readonly IShownFinding[] {
    return this._shown;
  }

  get muted(): readonly IShownFinding[] {
    return this._muted;
  }

  /** A finding by its id, muted or not; null if it is gone. */
  find(id: string): IShownFinding | null {
    const all = [...this._shown, ...this._muted];
    return all.find(finding => finding.id === id) ?? null;
  }

  set(findings: readonly HeldFinding[]): void {
    this._all = sorted(findings, this._options.cellIds());
    this.divide();
  }

  /** Keeps the findings for which a condition holds; returns whether any went. */
  keep(condition: (finding: Finding) => boolean): boolean {
    const left = this._all.filter(condition);
    const isLess = left.length < this._all.length;
    this._all = left;
    this.divide();
    return isLess;
  }

  /** Tells the muted findings from the others, after mutes have changed. */
  divide(): void {
    const { mutes } = this._options;
    const all = this._all.map(finding => ({
      ...finding,
      muted: mutes.scopeOf(finding)
    }));
    this._shown = all.filter(({ muted }) => muted === null);
    this._muted = all.filter(({ muted }) => muted !== null);
  }

  /** Makes the live findings of an edited cell stale; returns whether there were any. */
  age(cellId: string): boolean {
    const isLive = ({ cell, status }: Finding) =>
      status === 'live' && cell?.cell_id === cellId;
    if (!this._all.some(isLive)) {
      return false;
    }
    this._all = this._all.map(finding =>
      isLive(finding) ? { ...finding, status: 'stale' } : finding
    );
    this.divide();
    return true;
  }

  /** Notes that edits of findings were applied. */
  setFixed(ids: readonly string[]): void {
    this._all = this._all.map(finding =>
      ids.includes(finding.id)
        ? { ...finding, status: staleOf(finding), fixed: true }
        : finding
    );
    this.divide();
  }

  private _all: readonly HeldFinding[] = [];
  private _shown: readonly IShownFinding[] = [];
  private _muted: readonly IShownFinding[] = [];
}

export namespace FindingsStore {
  export interface IOptions {
    mutes: Pick<Mutes, 'scopeOf'>;
    /** The ids of the notebook's cells, top to bottom. */
    cellIds: () => readonly string[];
  }
}

function staleOf({ status }: Finding): Finding['status'] {
  return status === 'static' ? 'static' : 'stale';
}

import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

import type { Checked, Finding } from '../protocol/messages';
import type {
  Hindrance,
  IFindingsModel,
  IFindingsTracker,
  IShownFinding,
  MuteScope
} from '../tokens';
import { AnsweringCompanion } from './answeringcompanion';
import { shown } from './findings';

/** The findings of a notebook that is not there; records what it was asked to do. */
export class FakeFindings implements IFindingsModel {
  readonly changed = new Signal<this, void>(this);
  readonly companion = new AnsweringCompanion();
  findings: readonly IShownFinding[] = [];
  muted: readonly IShownFinding[] = [];
  undrawn = 0;
  confirmed: readonly string[] = [];
  checked: Checked | null = null;
  codeTime: number | null = null;
  askedTime: number | null = null;
  hindrance: Hindrance | null = null;
  liveMs = 0;
  slowed = false;
  failed: readonly string[] = [];
  restarted = false;
  paused = false;
  isOff = false;
  isDisposed = false;

  /** What F8 follows. */
  order: readonly string[] | null = null;

  /** The calls that would change the notebook or move in it. */
  readonly calls: string[] = [];

  get panel(): NotebookPanel {
    throw new Error('There is no notebook behind this fake.');
  }

  get counts(): { error: number; warning: number } {
    const count = (severity: string): number =>
      this.findings.filter(finding => finding.severity === severity).length;
    return { error: count('error'), warning: count('warning') };
  }

  /** Changes fields, then says so. */
  set(changes: Partial<FakeFindings>): void {
    Object.assign(this, changes);
    this.changed.emit();
  }

  executionCount(cellId: string): number | null {
    return Number(cellId.replace(/\D/g, '')) || null;
  }

  sourceLine(finding: Finding): string {
    return finding.range ? `line of ${finding.id}` : '';
  }

  async check(): Promise<void> {
    this.calls.push('check');
  }

  setOrder(ids: readonly string[] | null): void {
    this.order = ids;
  }

  async show(
    id: string,
    options: { card?: boolean; focus?: boolean } = {}
  ): Promise<void> {
    this.calls.push(`show ${id}${options.focus ? ' focus' : ''}`);
  }

  async showCell(cellId: string, line?: number): Promise<void> {
    this.calls.push(`showCell ${cellId} ${line ?? ''}`.trim());
  }

  async fix(id: string, index: number): Promise<void> {
    this.calls.push(`fix ${id} ${index}`);
  }

  countSafe(code?: string): number {
    return this.findings.filter(
      finding =>
        (!code || finding.code === code) &&
        finding.fixes.some(({ kind, safe }) => kind === 'edit' && safe)
    ).length;
  }

  async fixAll(code?: string): Promise<void> {
    this.calls.push(`fixAll ${code ?? ''}`.trim());
  }

  async mute(id: string, scope: MuteScope): Promise<void> {
    this.calls.push(`mute ${id} ${scope}`);
  }

  async unmute(id: string): Promise<void> {
    this.calls.push(`unmute ${id}`);
  }

  dispose(): void {
    this.isDisposed = true;
    Signal.clearData(this);
  }
}

/** A tracker whose current notebook is set by the test. */
export class FakeTracker implements IFindingsTracker {
  readonly currentChanged = new Signal<this, IFindingsModel | null>(this);
  current: IFindingsModel | null = null;

  constructor(current: IFindingsModel | null = null) {
    this.current = current;
  }

  get(): IFindingsModel | null {
    return this.current;
  }

  setCurrent(current: IFindingsModel | null): void {
    this.current = current;
    this.currentChanged.emit(current);
  }
}

/** A live error in cell 5. */
export function finding(
  id: string,
  changes: Partial<IShownFinding> = {}
): IShownFinding {
  return shown({
    id,
    message: '`model.blocks` is a Python list',
    evidence: ['`model.blocks` holds 8 modules'],
    cell: { cell_id: 'cell-5', execution_count: 5 },
    ...changes
  });
}

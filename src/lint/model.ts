import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type {
  Checked,
  Finding,
  NotebookFindings,
  Range,
  Severity
} from '../protocol/messages';
import type { ICompanion, IFindingsModel, IShownFinding } from '../tokens';
import { Drawing } from './drawing';
import type { INotebookEditors } from './editors';
import type { IFixer } from './fixer';
import type { INotebookCode } from './notebook';
import { lineOf } from './positions';
import type { CheckedTexts, ICheckSettings, ICheckSink } from './watcher';
import { Watcher } from './watcher';

/** What the user wants checked and shown. */
export interface ILintSettings extends ICheckSettings {
  /** Whether findings without live evidence are shown. */
  readonly static: boolean;
}

/** Holds the findings of one notebook, and keeps its editors' marks. */
export class FindingsModel implements IFindingsModel, ICheckSink {
  constructor(options: FindingsModel.IOptions) {
    this.companion = options.companion;
    this._code = options.code;
    this._editors = options.editors(this);
    this._fixer = options.fixer;
    this._panel = options.panel;
    this._settings = options.settings;
    this._drawing = new Drawing(this._code, this._editors);
    this._code.textChanged.connect(this._onTextChanged, this);
    this._code.cellsChanged.connect(this._onCellsChanged, this);
    this.companion.restarted.connect(this._onRestarted, this);
    this.companion.stateChanged.connect(this._onStateChanged, this);
    this._watcher = new Watcher({
      code: this._code,
      companion: this.companion,
      sink: this,
      settings: this._settings
    });
  }

  readonly companion: ICompanion;

  get panel(): NotebookPanel {
    return this._panel();
  }

  get findings(): readonly IShownFinding[] {
    return this._findings;
  }

  get counts(): { readonly error: number; readonly warning: number } {
    const count = (severity: Severity) =>
      this._findings.filter(finding => finding.severity === severity).length;
    return { error: count('error'), warning: count('warning') };
  }

  get confirmed(): readonly string[] {
    return this._confirmed;
  }

  get checked(): Checked | null {
    return this._checked;
  }

  get liveMs(): number {
    return this._liveMs;
  }

  get slowed(): boolean {
    return this._slowed;
  }

  get failed(): readonly string[] {
    return this._failed;
  }

  get restarted(): boolean {
    return this._restarted;
  }

  get paused(): boolean {
    return this._watcher.paused;
  }
  set paused(paused: boolean) {
    if (paused !== this.paused) {
      this._watcher.paused = paused;
      this._changed.emit();
    }
  }

  get isOff(): boolean {
    return this._code.isOff;
  }
  set isOff(isOff: boolean) {
    this._code.isOff = isOff;
    if (isOff) {
      this._checked = null;
      this._set([]);
    } else {
      this._changed.emit();
      void this.check();
    }
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  executionCount(cellId: string): number | null {
    return this._code.cell(cellId)?.executionCount ?? null;
  }

  sourceLine(finding: Finding): string {
    const cell = this._code.cell(finding.cell?.cell_id ?? '');
    const range = this.range(finding);
    return cell && range ? lineOf(cell.source, range.start.line).trim() : '';
  }

  /** Where a finding is now, after the edits of the user. */
  range(finding: Finding): Range | null {
    const id = finding.cell?.cell_id;
    return (id && this._editors.range(id, finding.id)) || finding.range;
  }

  async check(): Promise<void> {
    await this._watcher.check();
  }

  setOrder(ids: readonly string[] | null): void {
    this._order = ids;
  }

  /** The findings in the order of F8. */
  get ordered(): readonly IShownFinding[] {
    return (
      this._order
        ?.map(id => this.find(id))
        .filter(finding => finding !== null) ?? this._findings
    ).filter(({ cell }) => cell?.cell_id && this._code.cell(cell.cell_id));
  }

  /** A finding by its id; null if it is gone. */
  find(id: string): IShownFinding | null {
    return this._findings.find(finding => finding.id === id) ?? null;
  }

  async show(
    id: string,
    options: { card?: boolean; focus?: boolean } = {}
  ): Promise<void> {
    const finding = this.find(id);
    const cellId = finding?.cell?.cell_id;
    if (!finding || !cellId) {
      return;
    }
    const { card = false, focus = true } = options;
    const range = this.range(finding);
    const isThere = await this._code.reveal(cellId, range, focus && !card);
    if (isThere && card && !this._isDisposed) {
      this._editors.open(cellId, id, focus);
    }
  }

  async showCell(cellId: string, line?: number): Promise<void> {
    const start = { line: line ?? 0, character: 0 };
    const range = line === undefined ? null : { start, end: start };
    await this._code.reveal(cellId, range, true);
  }

  async fix(id: string, index: number): Promise<void> {
    const finding = this.find(id);
    const fix = finding?.fixes[index];
    if (!finding || !fix) {
      return;
    }
    const isApplied = await this._fixer.apply(this, finding, index);
    if (isApplied && fix.kind === 'edit' && !this._isDisposed) {
      this._replace(finding.id, {
        ...finding,
        status: staleOf(finding),
        fixed: true
      });
    }
  }

  /** Whether a cell still has the text that a finding was made for. */
  isFresh(cellId: string): boolean {
    const text = this._texts.get(cellId);
    return text !== undefined && text === this._code.cell(cellId)?.source;
  }

  /** The notebook's code, for the fixer. */
  get code(): INotebookCode {
    return this._code;
  }

  /** Notes that a cell was queued. */
  willRun(cellId: string): void {
    this._watcher.willRun(cellId);
    if (this._restarted) {
      this._restarted = false;
      this._changed.emit();
    }
  }

  /** Notes that a cell ended. */
  didRun(cellId: string): void {
    this._watcher.didRun(cellId);
  }

  /** Takes changed settings into account. */
  refresh(): void {
    this._watcher.refresh();
  }

  onAnswer(
    answer: NotebookFindings,
    texts: CheckedTexts,
    isLive: boolean
  ): void {
    if (this.isOff) {
      return;
    }
    const isOld = (cellId: string) =>
      this._code.cell(cellId)?.source !== texts.get(cellId);
    const found = answer.findings
      .filter(({ status }) => status !== 'static' || this._settings().static)
      .filter(({ cell }) => !(cell?.cell_id && isOld(cell.cell_id)));
    const kept = this._findings
      .filter(finding => this._outlives(finding, found, isOld, isLive))
      .map(finding => ({ ...finding, range: this.range(finding) }));
    this._texts = texts;
    this._checked = answer.checked;
    this._liveMs = answer.live_ms;
    this._slowed = answer.slowed;
    this._failed = answer.failed;
    this._confirm(answer.confirmed);
    this._set([...kept, ...found.map(finding => this._shown(finding, isLive))]);
  }

  onFailed(error: string): void {
    this._failed = [error];
    this._changed.emit();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._watcher.dispose();
    this._timers.forEach(clearTimeout);
    this._set([]);
    Signal.clearData(this);
  }

  /** Whether a finding stays although an answer does not name it. */
  private _outlives(
    finding: IShownFinding,
    found: readonly Finding[],
    isOld: (cellId: string) => boolean,
    isLive: boolean
  ): boolean {
    const cellId = finding.cell?.cell_id;
    if (!cellId || found.some(({ id }) => id === finding.id)) {
      return false;
    }
    if (!this._code.cell(cellId)) {
      return false;
    }
    // An answer about an older text says nothing of a cell; and what an edit cured was
    // proved by live objects, so only live objects can tell that it is gone.
    return (
      isOld(cellId) || (finding.fixed && finding.status === 'stale' && !isLive)
    );
  }

  private _shown(finding: Finding, isLive: boolean): IShownFinding {
    const fixed = !isLive && this.find(finding.id)?.fixed === true;
    return { ...finding, fixed };
  }

  private _replace(id: string, next: IShownFinding): void {
    this._set(
      this._findings.map(finding => (finding.id === id ? next : finding))
    );
  }

  private _set(findings: readonly IShownFinding[]): void {
    const rows = new Map(this._code.cells.map(({ id }, row) => [id, row]));
    const row = ({ cell }: Finding) =>
      rows.get(cell?.cell_id ?? '') ?? Infinity;
    this._findings = [...findings].sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        row(a) - row(b) ||
        (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0)
    );
    this._updateGutter();
    this._drawing.draw(this._findings, cellId => this.isFresh(cellId));
    this._changed.emit();
  }

  private _confirm(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      this._confirmed = [...this._confirmed, sentence];
      const timer = setTimeout(() => {
        this._timers.delete(timer);
        this._confirmed = this._confirmed.filter(other => other !== sentence);
        this._changed.emit();
      }, CONFIRMED_MS);
      this._timers.add(timer);
    }
  }

  /** Marks get a column when there can be any, and keep it through a restart. */
  private _updateGutter(): void {
    const { state } = this.companion;
    const isOff = this._code.isOff || ['off', 'other-language'].includes(state);
    if (this._isDisposed || isOff) {
      this._editors.hasGutter = false;
    } else if (!this._editors.hasGutter) {
      this._editors.hasGutter = state === 'ready' && this._watcher.isConcerned;
    }
  }

  private _onTextChanged(_: unknown, cellId: string): void {
    this._updateGutter();
    if (this._findings.some(finding => isLiveIn(finding, cellId))) {
      // The editor has moved and outlined its marks by itself.
      this._findings = this._findings.map(finding =>
        isLiveIn(finding, cellId) ? { ...finding, status: 'stale' } : finding
      );
      this._changed.emit();
    }
  }

  private _onCellsChanged(): void {
    const left = this._findings.filter(
      ({ cell }) => !cell?.cell_id || this._code.cell(cell.cell_id)
    );
    this._updateGutter();
    if (left.length < this._findings.length) {
      this._set(left);
    }
  }

  private _onRestarted(): void {
    // A restart can be told twice; the second finds nothing left to clear.
    this._restarted ||= this._findings.length > 0 || this._checked !== null;
    this._checked = null;
    this._failed = [];
    this._set(this._findings.filter(({ status }) => status === 'static'));
  }

  private _onStateChanged(): void {
    if (['off', 'other-language'].includes(this.companion.state)) {
      this._set([]);
    }
    this._updateGutter();
  }

  private readonly _code: INotebookCode;
  private readonly _editors: INotebookEditors;
  private readonly _fixer: IFixer;
  private readonly _panel: () => NotebookPanel;
  private readonly _settings: () => ILintSettings;
  private readonly _drawing: Drawing;
  private readonly _watcher: Watcher;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _timers = new Set<ReturnType<typeof setTimeout>>();
  private _findings: readonly IShownFinding[] = [];
  private _confirmed: readonly string[] = [];
  private _failed: readonly string[] = [];
  private _order: readonly string[] | null = null;
  /** The texts that the last answer is about. */
  private _texts: CheckedTexts = new Map();
  private _checked: Checked | null = null;
  private _liveMs = 0;
  private _slowed = false;
  private _restarted = false;
  private _isDisposed = false;
}

export namespace FindingsModel {
  export interface IOptions {
    companion: ICompanion;
    code: INotebookCode;
    /** Makes the editors' side, which shows what the model holds. */
    editors: (model: FindingsModel) => INotebookEditors;
    fixer: IFixer;
    /** The view that was in front last. */
    panel: () => NotebookPanel;
    settings: () => ILintSettings;
  }
}

/** How long a confirmation is shown. */
const CONFIRMED_MS = 4000;

/** Worst first. */
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

function isLiveIn(finding: Finding, cellId: string): boolean {
  return finding.status === 'live' && finding.cell?.cell_id === cellId;
}

function staleOf({ status }: Finding): Finding['status'] {
  return status === 'static' ? 'static' : 'stale';
}

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
import type {
  CompanionState,
  Hindrance,
  ICompanion,
  IFindingsModel,
  IShownFinding,
  MuteScope
} from '../tokens';
import type { HeldFinding } from './answers';
import { joinAnswer } from './answers';
import { KernelChoices } from './choices';
import { Confirmations } from './confirmations';
import { Drawing } from './drawing';
import type { INotebookEditors } from './editors';
import type { IFixer } from './lazyfixer';
import { lastCheck, NEVER_CHECKED } from './lastcheck';
import { Mutes } from './mutes';
import { Navigator } from './navigator';
import type { INotebookCode } from './notebook';
import { safeEdits } from './safeedits';
import type { ILintSettings } from './settings';
import { FindingsStore } from './store';
import type { CheckedTexts, ICheckSink } from './watcher';
import { Watcher } from './watcher';

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
    this._choices = new KernelChoices(this.companion);
    this._mutes = new Mutes({
      notebook: this._code,
      choices: this._choices,
      settings: this._settings,
      muteRule: options.muteRule
    });
    this._store = new FindingsStore({
      mutes: this._mutes,
      cellIds: () => this._code.cells.map(({ id }) => id)
    });
    this._navigator = new Navigator({
      code: this._code,
      editors: this._editors,
      store: this._store
    });
    this._choices.changed.connect(this._onChoicesChanged, this);
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
    this._watcher.clearance.changed.connect(this._onClearance, this);
  }

  readonly companion: ICompanion;

  get panel(): NotebookPanel {
    return this._panel();
  }

  get findings(): readonly IShownFinding[] {
    return this._store.shown;
  }

  get muted(): readonly IShownFinding[] {
    return this._store.muted;
  }

  get undrawn(): number {
    return this._drawing.numLeftOut;
  }

  get counts(): { readonly error: number; readonly warning: number } {
    const count = (severity: Severity) =>
      this.findings.filter(finding => finding.severity === severity).length;
    return { error: count('error'), warning: count('warning') };
  }

  get confirmed(): readonly string[] {
    return this._confirmations.sentences;
  }

  get checked(): Checked | null {
    return this._last.checked;
  }

  get codeTime(): number | null {
    return this._last.codeTime;
  }

  get askedTime(): number | null {
    return this._askedTime;
  }

  get hindrance(): Hindrance | null {
    return this._watcher.clearance.hindrance;
  }

  get liveMs(): number {
    return this._last.liveMs;
  }

  get slowed(): boolean {
    return this._last.slowed;
  }

  get failed(): readonly string[] {
    return this._last.failed;
  }

  get restarted(): boolean {
    return this._restarted;
  }

  get paused(): boolean {
    return this._watcher.paused;
  }
  set paused(paused: boolean) {
    if (paused !== this.paused) {
      void this._choices.pause(paused);
    }
  }

  get isOff(): boolean {
    return this._code.isOff;
  }
  set isOff(isOff: boolean) {
    this._code.isOff = isOff;
    if (isOff) {
      this._last = { ...this._last, checked: null, codeTime: null };
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
    return this._navigator.sourceLine(finding);
  }

  /** Where a finding is now, after the edits of the user. */
  range(finding: Finding): Range | null {
    return this._navigator.range(finding);
  }

  async check(): Promise<void> {
    if (GIVEN_UP.has(this.companion.state)) {
      await this.companion.connect();
    }
    await this._watcher.check();
    // Who asked wants an answer, also if there was nothing to check.
    this._askedTime = Date.now();
    this._changed.emit();
  }

  setOrder(ids: readonly string[] | null): void {
    this._navigator.order = ids;
  }

  /** The findings in the order of F8. */
  get ordered(): readonly IShownFinding[] {
    return this._navigator.ordered;
  }

  /** A finding by its id, muted or not; null if it is gone. */
  find(id: string): IShownFinding | null {
    return this._store.find(id);
  }

  async show(
    id: string,
    options: { card?: boolean; focus?: boolean } = {}
  ): Promise<void> {
    await this._navigator.show(id, options);
  }

  async showCell(cellId: string, line?: number): Promise<void> {
    await this._navigator.showCell(cellId, line);
  }

  async fix(id: string, index: number): Promise<void> {
    const finding = this.find(id);
    const fix = finding?.fixes[index];
    if (!finding || !fix) {
      return;
    }
    const isApplied = await this._fixer.apply(this, finding, index);
    if (isApplied && fix.kind === 'edit') {
      this._setFixed([id]);
    }
  }

  countSafe(code?: string): number {
    return safeEdits(this.findings, code).length;
  }

  async fixAll(code?: string): Promise<void> {
    const edits = safeEdits(this.findings, code);
    this._setFixed(await this._fixer.applyAll(this, edits, code));
  }

  async mute(id: string, scope: MuteScope): Promise<void> {
    const finding = this.find(id);
    if (finding) {
      await this._mutes.mute(finding, scope);
      this.refresh();
    }
  }

  async unmute(id: string): Promise<void> {
    const finding = this.find(id);
    if (finding) {
      await this._mutes.unmute(finding);
      this.refresh();
    }
  }

  /** Whether a notification told of a finding, in this page or another. */
  isTold(id: string): boolean {
    return this._choices.isTold(id);
  }

  /** Notes that a notification tells of a finding. */
  tell(id: string): void {
    void this._choices.tell(id);
  }

  /** Whether a cell still has the text that a finding was made for. */
  isFresh(cellId: string): boolean {
    const text = this._last.texts.get(cellId);
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

  /** Takes changed settings and mutes into account; `%nn check` obeys them, too. */
  refresh(): void {
    this._onMutesChanged();
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
    const held = joinAnswer(answer.findings, {
      code: this._code,
      held: this._store.all,
      settings: this._settings(),
      texts,
      isLive,
      range: finding => this.range(finding)
    });
    this._last = lastCheck(answer, texts);
    // Another page may have run cells; then there is live evidence again.
    this._restarted &&= answer.checked === null;
    this._confirmations.add(answer.confirmed);
    this._choices.update(answer.session);
    this._set(held);
  }

  onFailed(error: string): void {
    this._last = { ...this._last, failed: [error] };
    this._changed.emit();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._watcher.dispose();
    this._choices.dispose();
    this._confirmations.dispose();
    this._set([]);
    Signal.clearData(this);
  }

  private _setFixed(ids: readonly string[]): void {
    if (ids.length > 0 && !this._isDisposed) {
      this._store.setFixed(ids);
      this._draw();
    }
  }

  private _set(findings: readonly HeldFinding[]): void {
    this._store.set(findings);
    this._draw();
  }

  /** Draws what is shown now, and tells of it. */
  private _draw(): void {
    this._updateGutter();
    this._drawing.draw(this.findings, {
      isFresh: cellId => this.isFresh(cellId),
      hasMessages: this._settings().inlineMessages
    });
    this._changed.emit();
  }

  private _onMutesChanged(): void {
    this._store.divide();
    this._draw();
  }

  /** Marks get a column when there can be any, and keep it through a restart. */
  private _updateGutter(): void {
    const { state } = this.companion;
    const isOff = this._code.isOff || ['off', 'other-language'].includes(state);
    if (this._isDisposed || isOff) {
      this._editors.hasGutter = false;
    } else if (!this._editors.hasGutter) {
      this._editors.hasGutter =
        state === 'ready' && this._watcher.clearance.isConcerned;
    }
  }

  private _onTextChanged(_: unknown, cellId: string): void {
    this._updateGutter();
    // The editor has moved and outlined its marks by itself.
    if (this._store.age(cellId)) {
      this._changed.emit();
    }
  }

  private _onCellsChanged(): void {
    this._updateGutter();
    const isThere = ({ cell }: Finding) =>
      !cell?.cell_id || this._code.cell(cell.cell_id) !== null;
    if (this._store.keep(isThere)) {
      this._draw();
    }
  }

  private _onRestarted(): void {
    // A restart can be told twice; the second finds nothing left to clear.
    this._restarted ||= this._store.all.length > 0 || this.checked !== null;
    this._last = { ...this._last, ...NOT_CHECKED };
    this._store.keep(({ status }) => status === 'static');
    this._draw();
  }

  private _onClearance(): void {
    this._updateGutter();
    this._changed.emit();
  }

  private _onChoicesChanged(): void {
    this._watcher.paused = this._choices.paused;
    this._onMutesChanged();
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
  private readonly _choices: KernelChoices;
  private readonly _mutes: Mutes;
  private readonly _store: FindingsStore;
  private readonly _confirmations = new Confirmations(() =>
    this._changed.emit()
  );
  private readonly _navigator: Navigator;
  private _last = NEVER_CHECKED;
  private _askedTime: number | null = null;
  private _restarted = false;
  private _isDisposed = false;
}

/** What is forgotten with a kernel. */
const NOT_CHECKED = { checked: null, codeTime: null, failed: [] };

/** Nothing leads out of these but the user's wish. */
const GIVEN_UP: ReadonlySet<CompanionState> = new Set([
  'not-installed',
  'broken',
  'dropped'
]);

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
    /** Mutes a rule in the user's settings, or shows it again. */
    muteRule: (code: string, isMuted: boolean) => Promise<void>;
  }
}

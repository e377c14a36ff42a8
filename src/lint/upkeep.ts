import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { Finding, NotebookFindings } from '../protocol/messages';
import type { CompanionState, Hindrance, ICompanion } from '../tokens';
import type { HeldFinding } from './answers';
import { joinAnswer } from './answers';
import type { CheckedTexts, ICheckSink } from './checker';
import type { KernelChoices } from './choices';
import { Confirmations } from './confirmations';
import { Drawing } from './drawing';
import type { INotebookEditors } from './editors';
import { LastCheck } from './lastcheck';
import { MarkColumn } from './markcolumn';
import type { Navigator } from './navigator';
import type { INotebookCode } from './notebook';
import type { ILintSettings } from './settings';
import type { FindingsStore } from './store';
import { Watcher } from './watcher';

/** Keeps the findings of one notebook up to date, and its editors' marks. */
export class FindingsUpkeep implements ICheckSink, IDisposable {
  constructor(private readonly _options: FindingsUpkeep.IOptions) {
    const { choices, code, companion, editors } = this._options;
    this.confirmations = new Confirmations(this._options.onChanged);
    this._drawing = new Drawing(code, editors);
    choices.changed.connect(this._onChoicesChanged, this);
    code.textChanged.connect(this._onTextChanged, this);
    code.cellsChanged.connect(this._onCellsChanged, this);
    companion.restarted.connect(this._onRestarted, this);
    companion.stateChanged.connect(this._onStateChanged, this);
    this._watcher = new Watcher({ ...this._options, sink: this });
    const { clearance } = this._watcher;
    this._column = new MarkColumn({ ...this._options, clearance });
    clearance.changed.connect(this._onClearance, this);
  }

  /** What is remembered of the last check. */
  readonly last = new LastCheck();

  /** What the checks of the last seconds confirmed. */
  readonly confirmations: Confirmations;

  /** How many findings of the cells are not drawn there. */
  get numUndrawn(): number {
    return this._drawing.numLeftOut;
  }

  get hindrance(): Hindrance | null {
    return this._watcher.clearance.hindrance;
  }

  get paused(): boolean {
    return this._watcher.paused;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether a cell still has the text that a finding was made for. */
  isFresh(cellId: string): boolean {
    const text = this.last.facts.texts.get(cellId);
    return (
      text !== undefined && text === this._options.code.cell(cellId)?.source
    );
  }

  /** Turns checks off for the notebook, or on again. */
  turnOff(isOff: boolean): void {
    this._options.code.isOff = isOff;
    if (isOff) {
      this.last.turnOff();
      this._set([]);
    } else {
      this._options.onChanged();
      void this.check();
    }
  }

  /** Checks now, live objects included. */
  async check(): Promise<void> {
    const { companion, onChanged } = this._options;
    if (GIVEN_UP.has(companion.state)) {
      await companion.connect();
    }
    await this._watcher.check();
    // Who asked wants an answer, also if there was nothing to check.
    this.last.ask();
    onChanged();
  }

  /** Notes that a cell was queued. */
  willRun(cellId: string): void {
    this._watcher.willRun(cellId);
    if (this.last.run()) {
      this._options.onChanged();
    }
  }

  /** Notes that a cell ended. */
  didRun(cellId: string): void {
    this._watcher.didRun(cellId);
  }

  /** Takes changed settings and mutes into account; `%nn check` obeys them, too. */
  refresh(): void {
    this._divide();
    this._watcher.refresh();
  }

  onAnswer(
    answer: NotebookFindings,
    texts: CheckedTexts,
    isLive: boolean
  ): void {
    const { choices, code } = this._options;
    if (code.isOff) {
      return;
    }
    const held = joined(answer, texts, isLive, this._options);
    this.last.take(answer, texts);
    this.confirmations.add(answer.confirmed);
    choices.update(answer.session);
    this._set(held);
  }

  onFailed(error: string): void {
    this.last.fail(error);
    this._options.onChanged();
  }

  /** Draws what is shown now, and tells of it. */
  draw(): void {
    this._drawMarks();
    this._options.onChanged();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._watcher.dispose();
    this.confirmations.dispose();
    this._column.remove();
    this._set([]);
    Signal.clearData(this);
  }

  private _drawMarks(): void {
    const { settings, store } = this._options;
    this._column.update();
    this._drawing.draw(store.shown, {
      isFresh: cellId => this.isFresh(cellId),
      hasMessages: settings().inlineMessages
    });
  }

  private _set(findings: readonly HeldFinding[]): void {
    this._options.store.set(findings);
    this.draw();
  }

  /** Tells the muted findings from the others, after mutes have changed. */
  private _divide(): void {
    this._options.store.divide();
    this.draw();
  }

  private _onTextChanged(_: unknown, cellId: string): void {
    this._column.update();
    // The editor has moved and outlined its marks by itself.
    if (this._options.store.age(cellId)) {
      this._options.onChanged();
    }
  }

  private _onCellsChanged(): void {
    const { code, onChanged, store } = this._options;
    const isThere = ({ cell }: Finding) =>
      !cell?.cell_id || code.cell(cell.cell_id) !== null;
    const isLess = store.keep(isThere);
    // A cell that was moved is a new one, without marks.
    this._drawMarks();
    if (isLess) {
      onChanged();
    }
  }

  private _onRestarted(): void {
    const { store } = this._options;
    this.last.restart(store.all.length > 0);
    store.keep(({ status }) => status === 'static');
    this.draw();
  }

  private _onClearance(): void {
    this._column.update();
    this._options.onChanged();
  }

  private _onChoicesChanged(): void {
    this._watcher.paused = this._options.choices.paused;
    this._divide();
  }

  private _onStateChanged(): void {
    if (['off', 'other-language'].includes(this._options.companion.state)) {
      this._set([]);
    }
    this._column.update();
  }

  private readonly _drawing: Drawing;
  private readonly _column: MarkColumn;
  private readonly _watcher: Watcher;
  private _isDisposed = false;
}

/** The findings that are held once an answer is taken in. */
function joined(
  answer: NotebookFindings,
  texts: CheckedTexts,
  isLive: boolean,
  { code, navigator, settings, store }: FindingsUpkeep.IOptions
): HeldFinding[] {
  return joinAnswer(answer.findings, {
    code,
    held: store.all,
    settings: settings(),
    texts,
    isLive,
    range: finding => navigator.range(finding)
  });
}

/** Nothing leads out of these but the user's wish. */
const GIVEN_UP: ReadonlySet<CompanionState> = new Set([
  'not-installed',
  'broken',
  'dropped'
]);

export namespace FindingsUpkeep {
  export interface IOptions {
    choices: KernelChoices;
    code: INotebookCode;
    companion: ICompanion;
    editors: INotebookEditors;
    navigator: Navigator;
    settings: () => ILintSettings;
    store: FindingsStore;
    /** Called after anything changed that is shown of the findings. */
    onChanged: () => void;
  }
}

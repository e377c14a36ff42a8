import { Signal } from '@lumino/signaling';

import type { Finding, NotebookFindings } from '../protocol/messages';
import type { CompanionState, Hindrance, IFindingsModel } from '../tokens';
import type { HeldFinding } from './answers';
import { joinAnswer } from './answers';
import type { CheckedTexts, ICheckSink } from './checker';
import { Drawing } from './drawing';
import type { INotebookEditors } from './editors';
import { lastCheck } from './lastcheck';
import { MarkColumn } from './markcolumn';
import { Navigator } from './navigator';
import type { ILintSettings } from './settings';
import { TreatedFindings } from './treated';
import { Watcher } from './watcher';

/** Keeps the findings of one notebook up to date, and its editors' marks. */
export class FindingsModel
  extends TreatedFindings
  implements IFindingsModel, ICheckSink
{
  constructor(options: FindingsModel.IOptions) {
    super(options);
    this._editors = options.editors(this);
    this._settings = options.settings;
    this._drawing = new Drawing(this.code, this._editors);
    this.navigator = new Navigator({
      code: this.code,
      editors: this._editors,
      store: this.store
    });
    this.choices.changed.connect(this._onChoicesChanged, this);
    this.code.textChanged.connect(this._onTextChanged, this);
    this.code.cellsChanged.connect(this._onCellsChanged, this);
    this.companion.restarted.connect(this._onRestarted, this);
    this.companion.stateChanged.connect(this._onStateChanged, this);
    this._watcher = new Watcher({ ...options, sink: this });
    this._column = new MarkColumn({
      ...options,
      editors: this._editors,
      clearance: this._watcher.clearance
    });
    this._watcher.clearance.changed.connect(this._onClearance, this);
  }

  get undrawn(): number {
    return this._drawing.numLeftOut;
  }

  get hindrance(): Hindrance | null {
    return this._watcher.clearance.hindrance;
  }

  get paused(): boolean {
    return this._watcher.paused;
  }
  set paused(paused: boolean) {
    if (paused !== this.paused) {
      void this.choices.pause(paused);
    }
  }

  get isOff(): boolean {
    return this.code.isOff;
  }
  set isOff(isOff: boolean) {
    this.code.isOff = isOff;
    if (isOff) {
      this.last = { ...this.last, checked: null, codeTime: null };
      this._set([]);
    } else {
      this.emitChanged();
      void this.check();
    }
  }

  async check(): Promise<void> {
    if (GIVEN_UP.has(this.companion.state)) {
      await this.companion.connect();
    }
    await this._watcher.check();
    // Who asked wants an answer, also if there was nothing to check.
    this.lastAsked = Date.now();
    this.emitChanged();
  }

  /** Notes that a cell was queued. */
  willRun(cellId: string): void {
    this._watcher.willRun(cellId);
    if (this.isRestarted) {
      this.isRestarted = false;
      this.emitChanged();
    }
  }

  /** Notes that a cell ended. */
  didRun(cellId: string): void {
    this._watcher.didRun(cellId);
  }

  refresh(): void {
    this.divide();
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
      code: this.code,
      held: this.store.all,
      settings: this._settings(),
      texts,
      isLive,
      range: finding => this.range(finding)
    });
    this.last = lastCheck(answer, texts);
    // Another page may have run cells; then there is live evidence again.
    this.isRestarted &&= answer.checked === null;
    this.confirmations.add(answer.confirmed);
    this.choices.update(answer.session);
    this._set(held);
  }

  onFailed(error: string): void {
    this.last = { ...this.last, failed: [error] };
    this.emitChanged();
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._watcher.dispose();
    super.dispose();
    this._column.remove();
    this._set([]);
    Signal.clearData(this);
  }

  protected override draw(): void {
    this._drawMarks();
    this.emitChanged();
  }

  private _drawMarks(): void {
    this._column.update();
    this._drawing.draw(this.findings, {
      isFresh: cellId => this.isFresh(cellId),
      hasMessages: this._settings().inlineMessages
    });
  }

  private _set(findings: readonly HeldFinding[]): void {
    this.store.set(findings);
    this.draw();
  }

  private _onTextChanged(_: unknown, cellId: string): void {
    this._column.update();
    // The editor has moved and outlined its marks by itself.
    if (this.store.age(cellId)) {
      this.emitChanged();
    }
  }

  private _onCellsChanged(): void {
    const isThere = ({ cell }: Finding) =>
      !cell?.cell_id || this.code.cell(cell.cell_id) !== null;
    const isLess = this.store.keep(isThere);
    // A cell that was moved is a new one, without marks.
    this._drawMarks();
    if (isLess) {
      this.emitChanged();
    }
  }

  private _onRestarted(): void {
    // A restart can be told twice; the second finds nothing left to clear.
    this.isRestarted ||= this.store.all.length > 0 || this.checked !== null;
    this.last = { ...this.last, ...NOT_CHECKED };
    this.store.keep(({ status }) => status === 'static');
    this.draw();
  }

  private _onClearance(): void {
    this._column.update();
    this.emitChanged();
  }

  private _onChoicesChanged(): void {
    this._watcher.paused = this.choices.paused;
    this.divide();
  }

  private _onStateChanged(): void {
    if (['off', 'other-language'].includes(this.companion.state)) {
      this._set([]);
    }
    this._column.update();
  }

  protected override readonly navigator: Navigator;
  private readonly _editors: INotebookEditors;
  private readonly _settings: () => ILintSettings;
  private readonly _drawing: Drawing;
  private readonly _column: MarkColumn;
  private readonly _watcher: Watcher;
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
  export interface IOptions extends TreatedFindings.IOptions {
    /** Makes the editors' side, which shows what the model holds. */
    editors: (model: FindingsModel) => INotebookEditors;
  }
}

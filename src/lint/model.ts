import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Checked, Finding, Severity } from '../protocol/messages';
import type {
  Hindrance,
  ICompanion,
  IFindingsModel,
  IShownFinding,
  MuteScope
} from '../tokens';
import { KernelChoices } from './choices';
import type { INotebookEditors } from './editors';
import type { IFixer } from './lazyfixer';
import { Mutes } from './mutes';
import { Navigator } from './navigator';
import type { INotebookCode } from './notebook';
import type { ILintSettings } from './settings';
import { FindingsStore } from './store';
import { Treatment } from './treatment';
import { FindingsUpkeep } from './upkeep';

/** The findings of one notebook, for all who show them or let the user treat them. */
export class FindingsModel implements IFindingsModel {
  constructor(private readonly _options: FindingsModel.IOptions) {
    const options = this._options;
    const { code, companion } = options;
    this.code = code;
    this.companion = companion;
    this.choices = new KernelChoices(companion);
    const choices = this.choices;
    const mutes = new Mutes({ ...options, notebook: code, choices });
    const cellIds = () => code.cells.map(({ id }) => id);
    const store = new FindingsStore({ mutes, cellIds });
    const editors = options.editors(this);
    this.navigator = new Navigator({ code, editors, store });
    const parts = { ...options, choices, mutes, store, editors };
    this.upkeep = new FindingsUpkeep({
      ...parts,
      navigator: this.navigator,
      onChanged: () => this._changed.emit()
    });
    this._store = store;
    this._treatment = new Treatment({
      ...parts,
      model: this,
      upkeep: this.upkeep
    });
  }

  readonly companion: ICompanion;

  /** The notebook's code, for the fixer. */
  readonly code: INotebookCode;

  /** What the user chose until the kernel restarts. */
  readonly choices: KernelChoices;

  /** Where the findings are. */
  readonly navigator: Navigator;

  /** What is told of runs and settings, and checks. */
  readonly upkeep: FindingsUpkeep;

  get panel(): NotebookPanel {
    return this._options.panel();
  }

  get findings(): readonly IShownFinding[] {
    return this._store.shown;
  }

  get muted(): readonly IShownFinding[] {
    return this._store.muted;
  }

  get undrawn(): number {
    return this.upkeep.numUndrawn;
  }

  get counts(): { readonly error: number; readonly warning: number } {
    const count = (severity: Severity) =>
      this.findings.filter(finding => finding.severity === severity).length;
    return { error: count('error'), warning: count('warning') };
  }

  get confirmed(): readonly string[] {
    return this.upkeep.confirmations.sentences;
  }

  get checked(): Checked | null {
    return this.upkeep.last.facts.checked;
  }

  get codeTime(): number | null {
    return this.upkeep.last.facts.codeTime;
  }

  get askedTime(): number | null {
    return this.upkeep.last.askedTime;
  }

  get hindrance(): Hindrance | null {
    return this.upkeep.hindrance;
  }

  get liveMs(): number {
    return this.upkeep.last.facts.liveMs;
  }

  get slowed(): boolean {
    return this.upkeep.last.facts.slowed;
  }

  get failed(): readonly string[] {
    return this.upkeep.last.facts.failed;
  }

  get restarted(): boolean {
    return this.upkeep.last.isRestarted;
  }

  get paused(): boolean {
    return this.upkeep.paused;
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
    this.upkeep.turnOff(isOff);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** A finding by its id, muted or not; null if it is gone. */
  find(id: string): IShownFinding | null {
    return this._store.find(id);
  }

  executionCount(cellId: string): number | null {
    return this.code.cell(cellId)?.executionCount ?? null;
  }

  sourceLine(finding: Finding): string {
    return this.navigator.sourceLine(finding);
  }

  /** Whether a cell still has the text that a finding was made for. */
  isFresh(cellId: string): boolean {
    return this.upkeep.isFresh(cellId);
  }

  check(): Promise<void> {
    return this.upkeep.check();
  }

  setOrder(ids: readonly string[] | null): void {
    this.navigator.order = ids;
  }

  show(
    id: string,
    options: { card?: boolean; focus?: boolean } = {}
  ): Promise<void> {
    return this.navigator.show(id, options);
  }

  showCell(cellId: string, line?: number): Promise<void> {
    return this.navigator.showCell(cellId, line);
  }

  fix(id: string, index: number): Promise<void> {
    return this._treatment.fix(id, index);
  }

  countSafe(code?: string): number {
    return this._treatment.countSafe(code);
  }

  fixAll(code?: string): Promise<void> {
    return this._treatment.fixAll(code);
  }

  mute(id: string, scope: MuteScope): Promise<void> {
    return this._treatment.mute(id, scope);
  }

  unmute(id: string): Promise<void> {
    return this._treatment.unmute(id);
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this.choices.dispose();
    this.upkeep.dispose();
    Signal.clearData(this);
  }

  private readonly _store: FindingsStore;
  private readonly _treatment: Treatment;
  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
}

export namespace FindingsModel {
  export interface IOptions {
    companion: ICompanion;
    code: INotebookCode;
    /** Makes the editors' side, which shows what the model holds. */
    editors: (model: FindingsModel) => INotebookEditors;
    fixer: IFixer;
    /** Mutes a rule in the user's settings, or shows it again. */
    muteRule: (code: string, isMuted: boolean) => Promise<void>;
    /** The view that was in front last. */
    panel: () => NotebookPanel;
    settings: () => ILintSettings;
  }
}

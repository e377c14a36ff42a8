import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Checked, Finding, Range, Severity } from '../protocol/messages';
import type { ICompanion, IShownFinding } from '../tokens';
import { KernelChoices } from './choices';
import { Confirmations } from './confirmations';
import { NEVER_CHECKED } from './lastcheck';
import { Mutes } from './mutes';
import type { Navigator } from './navigator';
import type { INotebookCode } from './notebook';
import type { ILintSettings } from './settings';
import { FindingsStore } from './store';

/** What is known of the findings of one notebook, and where they are. */
export abstract class KnownFindings implements IDisposable {
  constructor({ companion, code, settings, muteRule }: KnownFindings.IOptions) {
    this.companion = companion;
    this.code = code;
    this.choices = new KernelChoices(companion);
    this.mutes = new Mutes({
      notebook: code,
      choices: this.choices,
      settings,
      muteRule
    });
    this.store = new FindingsStore({
      mutes: this.mutes,
      cellIds: () => code.cells.map(({ id }) => id)
    });
  }

  readonly companion: ICompanion;

  /** The notebook's code, for the fixer. */
  readonly code: INotebookCode;

  get findings(): readonly IShownFinding[] {
    return this.store.shown;
  }

  get muted(): readonly IShownFinding[] {
    return this.store.muted;
  }

  get counts(): { readonly error: number; readonly warning: number } {
    const count = (severity: Severity) =>
      this.findings.filter(finding => finding.severity === severity).length;
    return { error: count('error'), warning: count('warning') };
  }

  get confirmed(): readonly string[] {
    return this.confirmations.sentences;
  }

  get checked(): Checked | null {
    return this.last.checked;
  }

  get codeTime(): number | null {
    return this.last.codeTime;
  }

  get askedTime(): number | null {
    return this.lastAsked;
  }

  get liveMs(): number {
    return this.last.liveMs;
  }

  get slowed(): boolean {
    return this.last.slowed;
  }

  get failed(): readonly string[] {
    return this.last.failed;
  }

  get restarted(): boolean {
    return this.isRestarted;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  executionCount(cellId: string): number | null {
    return this.code.cell(cellId)?.executionCount ?? null;
  }

  sourceLine(finding: Finding): string {
    return this.navigator.sourceLine(finding);
  }

  /** Where a finding is now, after the edits of the user. */
  range(finding: Finding): Range | null {
    return this.navigator.range(finding);
  }

  setOrder(ids: readonly string[] | null): void {
    this.navigator.order = ids;
  }

  /** The findings in the order of F8. */
  get ordered(): readonly IShownFinding[] {
    return this.navigator.ordered;
  }

  /** A finding by its id, muted or not; null if it is gone. */
  find(id: string): IShownFinding | null {
    return this.store.find(id);
  }

  async show(
    id: string,
    options: { card?: boolean; focus?: boolean } = {}
  ): Promise<void> {
    await this.navigator.show(id, options);
  }

  async showCell(cellId: string, line?: number): Promise<void> {
    await this.navigator.showCell(cellId, line);
  }

  /** Whether a notification told of a finding, in this page or another. */
  isTold(id: string): boolean {
    return this.choices.isTold(id);
  }

  /** Notes that a notification tells of a finding. */
  tell(id: string): void {
    void this.choices.tell(id);
  }

  /** Whether a cell still has the text that a finding was made for. */
  isFresh(cellId: string): boolean {
    const text = this.last.texts.get(cellId);
    return text !== undefined && text === this.code.cell(cellId)?.source;
  }

  dispose(): void {
    this._isDisposed = true;
    this.choices.dispose();
    this.confirmations.dispose();
  }

  /** Says that something of this changed. */
  protected emitChanged(): void {
    this._changed.emit();
  }

  protected readonly choices: KernelChoices;
  protected readonly mutes: Mutes;
  protected readonly store: FindingsStore;
  protected readonly confirmations = new Confirmations(() =>
    this._changed.emit()
  );
  protected abstract readonly navigator: Navigator;
  /** What the last answer said. */
  protected last = NEVER_CHECKED;
  protected lastAsked: number | null = null;
  /** Whether the kernel restarted, and nothing ran since. */
  protected isRestarted = false;
  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
}

export namespace KnownFindings {
  export interface IOptions {
    companion: ICompanion;
    code: INotebookCode;
    settings: () => ILintSettings;
    /** Mutes a rule in the user's settings, or shows it again. */
    muteRule: (code: string, isMuted: boolean) => Promise<void>;
  }
}

import type { ISessionContext } from '@jupyterlab/apputils';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Question } from '../protocol/call';
import type { IReplies } from '../protocol/kinds';
import type {
  FixApplied,
  Hello,
  ModelsListed,
  ModuleDetails,
  NotebookCheck,
  NotebookFindings,
  RulePage,
  RunDone,
  SessionSet,
  SessionState,
  TreeGet,
  TreeRows
} from '../protocol/messages';
import type { CompanionState, ICompanion, Payload } from '../tokens';
import { KernelAccess } from './access';
import { BusyClock } from './busy';
import { LinkKeeper } from './keeper';
import { KernelLife } from './life';
import { CompanionLink } from './link';
import type { CompanionSettings } from './settings';

/**
 * What the companion in one notebook's kernel can be asked, and what it tells.
 *
 * It never starts a kernel, and sends nothing to one that does not run Python.
 */
export class Companion implements ICompanion {
  constructor(options: Companion.IOptions) {
    const { sessionContext } = options;
    // Before the clock: the first word of a new process may be that it is busy.
    this._life = new KernelLife(sessionContext);
    this._busy = new BusyClock(sessionContext);
    const [life, busy] = [this._life, this._busy];
    const access = new KernelAccess({ ...options, life, busy });
    this._link = new CompanionLink({ ...options, access });
    life.ended.connect(() => busy.reset());
    busy.changed.connect(() => this._link.hold());
    this._keeper = new LinkKeeper({
      ...options,
      access,
      life,
      link: this._link
    });
    this._relay();
  }

  get state(): CompanionState {
    return this._link.state;
  }

  get stateChanged(): ISignal<this, CompanionState> {
    return this._stateChanged;
  }

  get hello(): Hello | null {
    return this._link.hello;
  }

  get hasTorch(): boolean {
    return this._link.hasTorch;
  }

  get error(): string {
    return this._link.error;
  }

  get busySince(): number | null {
    return this._busy.since;
  }

  get busyChanged(): ISignal<this, void> {
    return this._busyChanged;
  }

  get paceChanged(): ISignal<this, void> {
    return this._paceChanged;
  }

  get restarted(): ISignal<this, void> {
    return this._restarted;
  }

  get runDone(): ISignal<this, RunDone> {
    return this._runDone;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  isLate(kind: string): boolean {
    return this._link.channel?.isLate(kind) ?? false;
  }

  answerMs(kind: string): number | null {
    return this._link.channel?.answerMs(kind) ?? null;
  }

  check(request: Payload<NotebookCheck>): Promise<NotebookFindings> {
    return this.ask({ kind: 'notebook.check', ...request });
  }

  listModels(): Promise<ModelsListed> {
    return this.ask({ kind: 'models.list' });
  }

  getTree(request: Payload<TreeGet>): Promise<TreeRows> {
    return this.ask({ kind: 'tree.get', ...request });
  }

  getModule(model: string, fqn: string): Promise<ModuleDetails> {
    return this.ask({ kind: 'module.get', model, fqn });
  }

  getRule(code: string): Promise<RulePage> {
    return this.ask({ kind: 'rule.get', code });
  }

  applyFix(finding: string, fix: number): Promise<FixApplied> {
    return this.ask({ kind: 'fix.apply', finding, fix });
  }

  setSession(request: Payload<SessionSet>): Promise<SessionState> {
    return this.ask({ kind: 'session.set', ...request });
  }

  ask<K extends keyof IReplies>(
    question: Question<K>,
    deadlineMs?: number
  ): Promise<IReplies[K]> {
    return this._link.ask(question, deadlineMs);
  }

  connect(): Promise<void> {
    return this._keeper.connect();
  }

  /** Makes sure that the hello is sent before the cell that is about to run. */
  beforeRun(): void {
    this._keeper.beforeRun();
  }

  /** Starts from nothing with whatever kernel there is. */
  begin(): void {
    this._keeper.begin();
  }

  /** Gives the kernel's threads back; a page that comes back from the cache reconnects. */
  disconnect(): void {
    this._link.close();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    for (const part of [this._keeper, this._link, this._busy, this._life]) {
      part.dispose();
    }
    Signal.clearData(this);
  }

  /** Tells who listens to this object what its parts tell. */
  private _relay(): void {
    this._link.stateChanged.connect((_, state) =>
      this._stateChanged.emit(state)
    );
    this._link.paceChanged.connect(() => this._paceChanged.emit());
    this._link.runDone.connect((_, push) => this._runDone.emit(push));
    this._busy.changed.connect(() => this._busyChanged.emit());
    this._keeper.restarted.connect(() => this._restarted.emit());
  }

  private readonly _life: KernelLife;
  private readonly _busy: BusyClock;
  private readonly _link: CompanionLink;
  private readonly _keeper: LinkKeeper;
  private readonly _stateChanged = new Signal<this, CompanionState>(this);
  private readonly _busyChanged = new Signal<this, void>(this);
  private readonly _paceChanged = new Signal<this, void>(this);
  private readonly _restarted = new Signal<this, void>(this);
  private readonly _runDone = new Signal<this, RunDone>(this);
  private _isDisposed = false;
}

export namespace Companion {
  export interface IOptions {
    sessionContext: ISessionContext;
    settings: CompanionSettings;
    /** The version of this extension. */
    version: string;
  }
}

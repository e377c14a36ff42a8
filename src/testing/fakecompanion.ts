import { PromiseDelegate } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

import type { IOutgoing } from '../protocol/call';
import { CancelledError } from '../protocol/errors';
import type {
  FixApplied,
  Hello,
  ModelsListed,
  ModuleDetails,
  NotebookCheck,
  NotebookFindings,
  RulePage,
  RunDone,
  Session,
  SessionSet,
  SessionState,
  TreeGet,
  TreeRows
} from '../protocol/messages';
import type { CompanionState, ICompanion, Payload } from '../tokens';

/** A companion whose answers to checks are given by the test. */
export class FakeCompanion implements ICompanion {
  readonly stateChanged = new Signal<this, CompanionState>(this);
  readonly busyChanged = new Signal<this, void>(this);
  readonly paceChanged = new Signal<this, void>(this);
  readonly restarted = new Signal<this, void>(this);
  readonly runDone = new Signal<this, RunDone>(this);
  readonly error = '';
  readonly isDisposed = false;
  state: CompanionState = 'none';
  hello: Hello | null = null;

  get hasTorch(): boolean {
    return !!this.hello?.torch;
  }

  busySince: number | null = null;

  /** The kinds of requests that are late. */
  readonly late = new Set<string>();

  /** What answers take, by their kind. */
  readonly tookMs = new Map<string, number>();

  /** Changes how the kernel answers, then says so. */
  setPace(late: readonly string[], tookMs: Record<string, number> = {}): void {
    this.late.clear();
    late.forEach(kind => this.late.add(kind));
    Object.entries(tookMs).forEach(([kind, ms]) => this.tookMs.set(kind, ms));
    this.paceChanged.emit();
  }

  isLate(kind: string): boolean {
    return this.late.has(kind);
  }

  answerMs(kind: string): number | null {
    return this.tookMs.get(kind) ?? null;
  }

  /** What the user chose for all pages of this kernel. */
  session: Session = { muted: [], paused: false, told: [] };

  /** The checks that were asked for, in order. */
  readonly checks: Payload<NotebookCheck>[] = [];

  /** Says hello. */
  connectWith(torch: string | null): void {
    this.hello = {
      version: '0.1.0',
      protocol: 1,
      python: '3.11.7',
      executable: '/usr/bin/python3',
      torch,
      capabilities: []
    };
    this.setState('ready');
  }

  setState(state: CompanionState): void {
    this.state = state;
    this.stateChanged.emit(state);
  }

  restart(): void {
    this.hello = null;
    this._waiting.splice(0).forEach(call => call.reject(new CancelledError()));
    this.setState('none');
    this.restarted.emit();
  }

  /** A cell ended with a model alive. */
  push(cellId: string): void {
    this.runDone.emit({
      kind: 'run.done',
      id: cellId,
      cell: { cell_id: cellId, execution_count: 1 },
      changed: ['model'],
      session: this.session
    });
  }

  /** Answers the oldest open check. */
  async answer(changes: Partial<NotebookFindings> = {}): Promise<void> {
    this._waiting.shift()?.resolve({
      kind: 'notebook.findings',
      id: '',
      revision: 0,
      findings: [],
      confirmed: [],
      checked: null,
      live_ms: 0,
      slowed: false,
      failed: [],
      unparsed: [],
      session: this.session,
      ...changes
    });
    await settled();
  }

  /** Fails the oldest open check. */
  async fail(reason: Error): Promise<void> {
    this._waiting.shift()?.reject(reason);
    await settled();
  }

  check(request: Payload<NotebookCheck>): Promise<NotebookFindings> {
    this.checks.push(request);
    const answer = new PromiseDelegate<NotebookFindings>();
    this._waiting.push(answer);
    return answer.promise;
  }

  listModels(): Promise<ModelsListed> {
    throw new Error('Not asked for here.');
  }

  getTree(_request: Payload<TreeGet>): Promise<TreeRows> {
    throw new Error('Not asked for here.');
  }

  getModule(_model: string, _fqn: string): Promise<ModuleDetails> {
    throw new Error('Not asked for here.');
  }

  ask<T>(_request: IOutgoing): Promise<T> {
    throw new Error('Not asked for here.');
  }

  getRule(): Promise<RulePage> {
    throw new Error('Not asked for here.');
  }

  async applyFix(): Promise<FixApplied> {
    return { kind: 'fix.applied', id: '', done: true, message: '' };
  }

  /** What was asked of the kernel's session, in order. */
  readonly choices: Payload<SessionSet>[] = [];

  async setSession(request: Payload<SessionSet>): Promise<SessionState> {
    this.choices.push(request);
    const { mute, unmute, told, paused } = request;
    const muted = [...this.session.muted, ...mute];
    this.session = {
      muted: muted.filter(code => !unmute.includes(code)),
      paused: paused ?? this.session.paused,
      told: [...this.session.told, ...told]
    };
    return { kind: 'session.state', id: '', session: this.session };
  }

  async connect(): Promise<void> {
    // There is no kernel to connect to.
  }

  dispose(): void {
    Signal.clearData(this);
  }

  private readonly _waiting: PromiseDelegate<NotebookFindings>[] = [];
}

/** Lets the promises that are due go on. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await Promise.resolve();
  }
}

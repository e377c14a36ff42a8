import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type {
  Armed,
  SnapshotDiff,
  SnapshotListed,
  SnapshotRow
} from '../../protocol/messages';
import type { IdleGate } from '../asking/gate';
import type { IShownModel } from '../asking/shownmodel';
import type { Questions } from '../asking/questions';
import { RequestLane } from '../asking/requests';
import type { IOutcome } from '../asking/shownkernel';
import { ShownKernel } from '../asking/shownkernel';
import { NOW, Pair, birthKey } from './pair';

/** Snapshots that are taken by a click, or by the run after it. */
export type Preset = 'cell' | 'load' | 'initial';

/** Keeps the snapshots of one kernel, and what differs between two of them. */
export class CompareModel implements IDisposable {
  constructor(options: CompareModel.IOptions) {
    this._options = options;
    this._kernel = new ShownKernel({
      modules: options.modules,
      onFresh: () => this._forget(),
      onRun: () => void this.refresh(),
      onState: () => void this.refresh()
    });
    options.modules.changed.connect(this._onModules, this);
  }

  /** Emitted after anything of it changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** While it is false nothing is asked. */
  get active(): boolean {
    return this._active;
  }

  set active(active: boolean) {
    this._active = active;
    if (active) {
      void this.refresh();
    }
  }

  /** Oldest first. */
  get snapshots(): readonly SnapshotRow[] {
    return this._snapshots;
  }

  /** What the next run will take. */
  get armed(): Armed | null {
    return this._armed;
  }

  /** The key of the earlier state; null before there is any. */
  get a(): string | null {
    return this._pair.a;
  }

  /** The key of the later state; `NOW` for the state now. */
  get b(): string {
    return this._pair.b;
  }

  /** What differs; null before it was asked for. */
  get diff(): SnapshotDiff | null {
    return this._pair.diff;
  }

  /** What the kernel said of the last action; empty if nothing. */
  get message(): string {
    return this._message;
  }

  get error(): Error | null {
    return this._error;
  }

  get isLoading(): boolean {
    return this._numAsked > 0;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Asks which snapshots there are. */
  async refresh(): Promise<void> {
    if (this._active && this._kernel.companion?.state === 'ready') {
      await this._list();
    }
  }

  /** Takes one of the model that the tree shows, once the kernel is idle. */
  async snapshot(name = ''): Promise<SnapshotRow | null> {
    const { model } = this._options.modules;
    if (model === null || !(await this._options.gate.pass())) {
      return null;
    }
    let taken: SnapshotRow | null = null;
    await this._do(
      questions => questions.takeSnapshot(model, name),
      answer => {
        taken = answer.snapshot;
        this._message = answer.message;
        this._pair.a ??= taken?.key ?? null;
      }
    );
    await this._list();
    return taken;
  }

  /** Renames, pins or drops a snapshot. */
  async change(
    key: string,
    change: { name?: string; pinned?: boolean; drop?: boolean }
  ): Promise<void> {
    const { name = null, pinned = null, drop = false } = change;
    await this._do(
      questions => questions.changeSnapshot({ key, name, pinned, drop }),
      this._take
    );
  }

  /** Lets the next run take two snapshots, or compares with the initial state. */
  async apply(preset: Preset): Promise<void> {
    const { model } = this._options.modules;
    if (model === null) {
      return;
    }
    if (preset === 'initial') {
      await this.compare(birthKey(model), NOW);
    } else {
      await this._do(
        questions => questions.armSnapshots(model, preset),
        this._take
      );
    }
  }

  /** Takes nothing after the next run. */
  async disarm(): Promise<void> {
    const model = this._armed?.model;
    if (model !== undefined) {
      await this._do(
        questions => questions.armSnapshots(model, null),
        this._take
      );
    }
  }

  /** Compares two states; the initial one with the state now only. */
  async compare(a: string | null, later: string): Promise<void> {
    this._pair.choose(a, later);
    const { b } = this._pair;
    this._message = '';
    this._changed.emit();
    if (a === null || a === b) {
      return;
    }
    if (b === NOW && !(await this._options.gate.pass())) {
      return;
    }
    const isWanted = (): boolean => this._pair.is(a, b);
    await this._await(
      this._kernel.askInTurn(
        this._comparing,
        questions => questions.compare(a, b === NOW ? null : b),
        isWanted
      ),
      diff => {
        if (isWanted()) {
          this._takeDiff(diff);
        }
      }
    );
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.modules.changed.disconnect(this._onModules, this);
      this._kernel.dispose();
      Signal.clearData(this);
    }
  }

  /** Without one of the states there is only the kernel's word why. */
  private _takeDiff(diff: SnapshotDiff): void {
    if (diff.a && diff.b) {
      this._pair.diff = diff;
    } else {
      this._message = diff.notes.join(' ');
    }
  }

  private readonly _take = ({ snapshots, armed }: SnapshotListed): void => {
    this._numTaken += 1;
    const before = new Set(this._snapshots.map(({ key }) => key));
    const wasArmed = this._armed !== null;
    this._snapshots = [...snapshots].sort((x, y) => x.time - y.time);
    this._armed = armed;
    this._pair.keep(this._snapshots);
    const fresh = this._snapshots.filter(({ key }) => !before.has(key));
    if (wasArmed && armed === null && fresh.length >= 2) {
      // The run has taken what was armed: that is what the user waits for.
      const [earlier, later] = fresh.slice(-2);
      void this.compare(earlier.key, later.key);
    }
  };

  /** Reads the list; what happens while it waits for its turn leads to no other. */
  private async _list(): Promise<void> {
    const listing = ++this._listing;
    let taken = this._numTaken;
    const ask = (questions: Questions): Promise<SnapshotListed> => {
      taken = this._numTaken;
      return questions.snapshots();
    };
    const isWanted = (): boolean => listing === this._listing;
    await this._await(
      this._kernel.askInTurn(this._lists, ask, isWanted),
      // An action that was answered meanwhile has told of a newer list.
      listed => taken === this._numTaken && this._take(listed)
    );
  }

  private async _do<T>(
    ask: (questions: Questions) => Promise<T>,
    take: (answer: T) => unknown
  ): Promise<void> {
    await this._await(this._kernel.ask(ask), take);
  }

  private async _await<T>(
    asked: Promise<IOutcome<T>>,
    take: (answer: T) => unknown
  ): Promise<void> {
    this._numAsked += 1;
    this._changed.emit();
    const { answer, error } = await asked;
    this._numAsked -= 1;
    if (answer !== null) {
      this._error = null;
      take(answer);
    }
    this._error = error ?? this._error;
    this._changed.emit();
  }

  /** Another model that is shown has an initial state of its own. */
  private _onModules(): void {
    const { model } = this._options.modules;
    if (this._pair.isOfAnother(model)) {
      this._pair.choose(this._snapshots[0]?.key ?? null, this._pair.b);
      this._message = '';
      this._changed.emit();
    }
  }

  /** Snapshots live and die with their kernel. */
  private _forget(): void {
    this._snapshots = [];
    this._armed = null;
    this._pair.clear();
    this._message = '';
    this._error = null;
    this._changed.emit();
    void this.refresh();
  }

  private readonly _options: CompareModel.IOptions;
  private readonly _kernel: ShownKernel;
  private readonly _changed = new Signal<this, void>(this);
  private _snapshots: readonly SnapshotRow[] = [];
  private _armed: Armed | null = null;
  private readonly _pair = new Pair();
  private _message = '';
  private _error: Error | null = null;
  private _active = false;
  private readonly _lists = new RequestLane();
  private readonly _comparing = new RequestLane();
  private _listing = 0;
  private _numTaken = 0;
  private _numAsked = 0;
  private _isDisposed = false;
}

export namespace CompareModel {
  export interface IOptions {
    readonly modules: IShownModel;
    readonly gate: IdleGate;
  }
}

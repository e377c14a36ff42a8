import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { Armed, SnapshotDiff, SnapshotRow } from '../../protocol/messages';
import type { IdleGate } from '../asking/gate';
import type { IShownModel } from '../asking/shownmodel';
import { ShownKernel } from '../asking/shownkernel';
import { Comparison } from './comparison';
import { OpenRequests } from './openrequests';
import { NOW, Pair, birthKey } from './pair';
import type { ISnapshotChange } from './snapshots';
import { Snapshots } from './snapshots';

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
    const asked = { kernel: this._kernel, requests: this._requests };
    this._snapshots = new Snapshots({
      ...asked,
      onTake: ofRun => this._onSnapshots(ofRun)
    });
    this._comparison = new Comparison({
      ...asked,
      gate: options.gate,
      pair: this._pair,
      onMissing: reason => (this._message = reason)
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
    return this._snapshots.rows;
  }

  /** What the next run will take. */
  get armed(): Armed | null {
    return this._snapshots.armed;
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
    return this._requests.error;
  }

  get isLoading(): boolean {
    return this._requests.areAny;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Asks which snapshots there are. */
  async refresh(): Promise<void> {
    if (this._active && this._kernel.companion?.state === 'ready') {
      await this._snapshots.read();
    }
  }

  /** Takes one of the model that the tree shows, once the kernel is idle. */
  async snapshot(name = ''): Promise<SnapshotRow | null> {
    const { model } = this._options.modules;
    if (model === null || !(await this._options.gate.pass())) {
      return null;
    }
    let taken: SnapshotRow | null = null;
    await this._requests.follow(
      this._kernel.ask(questions => questions.takeSnapshot(model, name)),
      answer => {
        taken = answer.snapshot;
        this._message = answer.message;
        this._pair.a ??= taken?.key ?? null;
      }
    );
    await this._snapshots.read();
    return taken;
  }

  /** Renames, pins or drops a snapshot. */
  change(key: string, change: ISnapshotChange): Promise<void> {
    return this._snapshots.change(key, change);
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
      await this._snapshots.arm(model, preset);
    }
  }

  /** Takes nothing after the next run. */
  disarm(): Promise<void> {
    return this._snapshots.disarm();
  }

  /** Compares two states; the initial one with the state now only. */
  async compare(a: string | null, later: string): Promise<void> {
    this._pair.choose(a, later);
    this._message = '';
    this._changed.emit();
    await this._comparison.ask();
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.modules.changed.disconnect(this._onModules, this);
      this._kernel.dispose();
      Signal.clearData(this);
    }
  }

  /** What a run took as it was told to is what the user waits for. */
  private _onSnapshots([earlier, later]: readonly SnapshotRow[]): void {
    this._pair.keep(this.snapshots);
    if (later) {
      void this.compare(earlier.key, later.key);
    }
  }

  /** Another model that is shown has an initial state of its own. */
  private _onModules(): void {
    const { model } = this._options.modules;
    if (this._pair.isOfAnother(model)) {
      this._pair.choose(this.snapshots[0]?.key ?? null, this._pair.b);
      this._message = '';
      this._changed.emit();
    }
  }

  /** Snapshots live and die with their kernel. */
  private _forget(): void {
    this._snapshots.clear();
    this._pair.clear();
    this._message = '';
    this._requests.forgive();
    this._changed.emit();
    void this.refresh();
  }

  private readonly _options: CompareModel.IOptions;
  private readonly _kernel: ShownKernel;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _requests = new OpenRequests(() => this._changed.emit());
  private readonly _snapshots: Snapshots;
  private readonly _comparison: Comparison;
  private readonly _pair = new Pair();
  private _message = '';
  private _active = false;
  private _isDisposed = false;
}

export namespace CompareModel {
  export interface IOptions {
    readonly modules: IShownModel;
    readonly gate: IdleGate;
  }
}

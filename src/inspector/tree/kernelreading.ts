import type { ModelsListed } from '../../protocol/messages';
import type { ICompanion } from '../../tokens';
import { Expectation } from '../asking/expectation';
import { Failures } from '../asking/failures';
import { KernelLane } from '../asking/kernellane';
import { Loading } from '../asking/loading';
import { Settling } from '../asking/settling';

/** Decides when the kernel is asked for its models and their tree. */
export class KernelReading {
  constructor(private readonly _options: KernelReading.IOptions) {}

  /** Why the last request failed, if it did. */
  readonly failures = new Failures(() => this._catchUp());
  readonly loading = new Loading(() => this._options.onChange());

  /** Whether the user asked while the kernel could not answer. */
  isQueued = false;

  /** Where the kernel is asked. */
  readonly kernel = new KernelLane({
    onState: () => this._onState(),
    onRestart: () => this._onRestart(),
    onRun: () => this._onRun()
  });

  /** Whether somebody looks; while nobody does nothing is asked. */
  get active(): boolean {
    return this._active;
  }

  set active(active: boolean) {
    this._active = active;
    if (active && this._wish.isStale) {
      this._catchUp();
    }
  }

  /** Whether each run leads to a reading. */
  get follow(): boolean {
    return this._wish.follow;
  }

  set follow(follow: boolean) {
    const resumes = follow && !this.follow;
    this._wish.follow = follow;
    if (!follow) {
      this._settling.cancel();
    }
    if (resumes && this._wish.isStale) {
      void this.refresh();
    }
  }

  /** Whether the models of this kernel have been listed. */
  get hasListed(): boolean {
    return this._wish.hasBegun;
  }

  get hasTorch(): boolean {
    return this._hasTorch || !!this.kernel.companion?.hasTorch;
  }

  /** Whether the kernel may be asked now. */
  get canAsk(): boolean {
    return (
      this._active && this.kernel.companion?.state === 'ready' && this.hasTorch
    );
  }

  /** Asks another kernel from now on. */
  enter(companion: ICompanion | null): void {
    this.kernel.companion = companion;
    this._clear();
    this._onState();
  }

  /** Says that the user waits for what is read next, whatever the kernel has named. */
  expect(): void {
    this._hasTorch = true;
    this._wish.ask();
  }

  async refresh(): Promise<void> {
    this._wish.isStale = true;
    if (this.canAsk) {
      this._reading ??= this._readAll();
    }
    await this._reading;
  }

  /** Gives up what is under way or waits for the kernel. */
  stop(): void {
    this.kernel.drop();
    this._wish.stop();
    this.isQueued = false;
    this._end();
  }

  /** Runs what asks the kernel; a failure becomes `error`. */
  async guard(run: () => Promise<void>): Promise<void> {
    const counts = this.kernel.mark();
    await run().catch((reason: unknown) => this._fail(reason, counts()));
  }

  dispose(): void {
    this._active = false;
    this.enter(null);
  }

  /** Reads what happened since; while runs are not followed, what is shown stays. */
  private _catchUp(): void {
    this._wish.isStale = true;
    if (this._wish.isExpected) {
      void this.refresh();
    }
  }

  /** Reads until nothing has happened meanwhile. */
  private async _readAll(): Promise<void> {
    const counts = this.kernel.mark();
    this.isQueued = false;
    this.loading.set(true);
    do {
      this._wish.isStale = false;
      await this._read(counts);
    } while (
      counts() &&
      this._wish.isStale &&
      this.canAsk &&
      this._wish.isExpected
    );
    if (counts()) {
      this._end();
    }
  }

  /** Waits no longer for what is under way. */
  private _end(): void {
    this._reading = null;
    this.loading.set(false);
  }

  private async _read(counts: () => boolean): Promise<void> {
    const isAwaited = this._wish.read();
    const asked = this.kernel.ask(kernel => kernel.listModels(), isAwaited);
    const listed = await asked.catch((reason: unknown) => {
      this._fail(reason, counts() && isAwaited());
      return null;
    });
    if (!isAwaited() || !counts()) {
      // Who follows runs again wants what was dropped.
      this._wish.isStale ||= counts();
    } else if (listed) {
      this.failures.forgive();
      this._wish.answered();
      await this._options.take(listed);
    }
  }

  private _fail(reason: unknown, counts: boolean): void {
    if (counts && this.failures.add(reason)) {
      this._wish.failed();
      this._options.onChange();
    }
  }

  private _onState(): void {
    if (this.kernel.companion?.state === 'ready') {
      this._catchUp();
    }
    this._options.onChange();
  }

  private _onRestart(): void {
    this._options.remember();
    this._clear();
  }

  private _onRun(): void {
    this._hasTorch = true;
    this._wish.isStale = true;
    if (this.follow && this._active) {
      this._settling.touch();
    }
  }

  /** Forgets everything that the kernel said. */
  private _clear(): void {
    this.kernel.drop();
    this._settling.cancel();
    this.failures.clear();
    this._wish.clear();
    this._hasTorch = false;
    this.isQueued = false;
    this._options.forget();
    this._end();
  }

  private readonly _wish = new Expectation();
  private readonly _settling = new Settling({
    settleMs: 150,
    maxWaitMs: 2000,
    done: () => void this.refresh()
  });
  private _active = false;
  private _hasTorch = false;
  private _reading: Promise<void> | null = null;
}

export namespace KernelReading {
  export interface IOptions {
    /** Called after anything of it changed. */
    readonly onChange: () => void;

    /** Shows what the kernel has now. */
    readonly take: (listed: ModelsListed) => Promise<void>;

    /** Called before the kernel forgets all, which may build the same again. */
    readonly remember: () => void;

    /** Drops all that the kernel said. */
    readonly forget: () => void;
  }
}

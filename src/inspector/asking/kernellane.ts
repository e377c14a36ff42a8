import type { ICompanion } from '../../tokens';
import { RequestLane } from './requests';

/** The kernel that is asked, one question after the other, until answers become void. */
export class KernelLane {
  constructor(private readonly _on: KernelLane.IEvents) {}

  /** The link to it; null without a notebook. */
  get companion(): ICompanion | null {
    return this._companion;
  }

  set companion(companion: ICompanion | null) {
    const { onState, onRestart, onRun } = this._on;
    this._companion?.stateChanged.disconnect(onState);
    this._companion?.restarted.disconnect(onRestart);
    this._companion?.runDone.disconnect(onRun);
    this._companion = companion;
    companion?.stateChanged.connect(onState);
    companion?.restarted.connect(onRestart);
    companion?.runDone.connect(onRun);
  }

  /** Makes all answers void that are under way. */
  drop(): void {
    this._generation += 1;
  }

  /** Tells later whether the answers to what is asked from now on still count. */
  mark(): () => boolean {
    const generation = this._generation;
    return () => generation === this._generation;
  }

  /** Asks when its turn comes; null if the answer is no longer wanted. */
  async ask<T>(
    ask: (companion: ICompanion) => Promise<T>,
    isAwaited: () => boolean
  ): Promise<T | null> {
    const companion = this._companion;
    const counts = this.mark();
    if (!companion) {
      return null;
    }
    const answer = await this._lane.run(
      companion,
      () => ask(companion),
      () => isAwaited() && counts()
    );
    return counts() ? answer : null;
  }

  private readonly _lane = new RequestLane();
  private _companion: ICompanion | null = null;
  private _generation = 0;
}

export namespace KernelLane {
  /** What happens to the kernel. */
  export interface IEvents {
    readonly onState: () => void;
    readonly onRestart: () => void;
    readonly onRun: () => void;
  }
}

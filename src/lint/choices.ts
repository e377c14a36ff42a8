import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { RunDone, Session, SessionSet } from '../protocol/messages';
import type { ICompanion, Payload } from '../tokens';

/** What the user chose until the kernel restarts; the kernel keeps it for all its pages. */
export class KernelChoices implements IDisposable {
  constructor(private readonly _companion: ICompanion) {
    this._companion.restarted.connect(this._onRestarted, this);
    this._companion.stateChanged.connect(this._onStateChanged, this);
    this._companion.runDone.connect(this._onRunDone, this);
  }

  /** Codes of muted rules. */
  get muted(): readonly string[] {
    return this._session.muted;
  }

  get paused(): boolean {
    return this._session.paused;
  }

  /** Emitted after either changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether a notification told of a finding. */
  isTold(id: string): boolean {
    return this._session.told.includes(id);
  }

  async mute(code: string): Promise<void> {
    const muted = [...new Set([...this._session.muted, code])];
    await this._set({ ...this._session, muted }, { mute: [code] });
  }

  async unmute(code: string): Promise<void> {
    const muted = this._session.muted.filter(other => other !== code);
    await this._set({ ...this._session, muted }, { unmute: [code] });
  }

  async pause(paused: boolean): Promise<void> {
    await this._set({ ...this._session, paused }, { paused });
  }

  async tell(id: string): Promise<void> {
    const told = [...this._session.told, id];
    await this._set({ ...this._session, told }, { told: [id] });
  }

  /** Takes what the kernel says of its choices. */
  update(session: Session): void {
    // What was said before our own changes arrived would undo them.
    if (this._numPending > 0) {
      return;
    }
    const unsent = this._unsent.splice(0);
    unsent.forEach(change => void this._send(change));
    if (unsent.length === 0) {
      this._take(session);
    }
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  /** Holds at once, and in the kernel as soon as it hears of it. */
  private async _set(
    session: Session,
    change: Partial<Payload<SessionSet>>
  ): Promise<void> {
    this._take(session);
    await this._send({ ...NONE, ...change });
  }

  private async _send(change: Payload<SessionSet>): Promise<void> {
    this._numPending += 1;
    try {
      const answer = await this._companion.setSession(change);
      this._numPending -= 1;
      this.update(answer.session);
    } catch {
      // No kernel, or a lost answer: it holds for this page until the kernel speaks again.
      this._numPending -= 1;
      this._unsent.push(change);
    }
  }

  private _take(session: Session): void {
    const { muted, paused } = this._session;
    this._session = session;
    const isNews =
      paused !== session.paused || muted.join() !== session.muted.join();
    if (isNews && !this._isDisposed) {
      this._changed.emit();
    }
  }

  private _onRunDone(_: unknown, push: RunDone): void {
    this.update(push.session);
  }

  private _onRestarted(): void {
    this._unsent.length = 0;
    // Who paused the checks wants them paused in the next kernel, too.
    this._take({ muted: [], paused: this.paused, told: [] });
  }

  private _onStateChanged(): void {
    const { hello, state } = this._companion;
    if (state === 'ready' && hello !== this._hello) {
      this._hello = hello;
      if (this.paused) {
        void this.pause(true);
      }
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _session: Session = { muted: [], paused: false, told: [] };
  private _hello: ICompanion['hello'] = null;
  private readonly _unsent: Payload<SessionSet>[] = [];
  private _numPending = 0;
  private _isDisposed = false;
}

const NONE: Payload<SessionSet> = {
  mute: [],
  unmute: [],
  told: [],
  paused: null
};

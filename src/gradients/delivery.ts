import type { Gradients } from '../protocol/messages';
import type { Link } from './sessionlink';

/** What is known of the kernel, or `quiet`: it is there, and sent nothing for a while. */
export type Contact = Link | 'quiet';

/** How the states of a recording arrive, and whether they are kept back from the view. */
export class Delivery {
  constructor(private readonly _options: Delivery.IOptions) {}

  /** Whether updates still come, though a recording has not ended. */
  get contact(): Contact {
    return this._contact;
  }

  /** Whether newer states are kept back until the user goes on. */
  get held(): boolean {
    return this._held;
  }

  /** Whether the recording itself is paused. */
  get paused(): boolean {
    return this._paused ?? this._shown?.state === 'paused';
  }

  /** Shows a newer state, or keeps it back. */
  add(document: Gradients): void {
    this._newest = document;
    if (this._paused !== null && ++this._updates > 1) {
      // Somebody else may have paused it or gone on; one update can be on its way.
      this._paused = null;
    }
    if (!this._held) {
      this._shown = document;
      this._options.show(document);
    }
  }

  setContact(contact: Contact): void {
    if (contact !== this._contact) {
      this._contact = contact;
      this._options.onChanged();
    }
  }

  /** Keeps newer states back, or shows the newest and goes on. */
  setHeld(held: boolean): void {
    this._held = held;
    if (!held && this._newest && this._newest !== this._shown) {
      this.add(this._newest);
    } else {
      this._options.onChanged();
    }
  }

  /** Says that the recording was paused or goes on: no update tells of a pause. */
  setPaused(paused: boolean): void {
    this._paused = paused;
    this._updates = 0;
    this._options.onChanged();
  }

  private _newest: Gradients | null = null;
  private _shown: Gradients | null = null;
  private _contact: Contact = 'live';
  private _held = false;
  private _paused: boolean | null = null;
  /** Documents since the recording was paused here. */
  private _updates = 0;
}

export namespace Delivery {
  export interface IOptions {
    /** Shows a state of the recording. */
    show: (document: Gradients) => void;
    /** Called after anything but the shown state changed. */
    onChanged: () => void;
  }
}

import type { ISignal } from '@lumino/signaling';

import type { IShownFinding } from '../tokens';
import { createCard } from './card';
import type { ILiveCard } from './editor';
import type { ICardSource } from './editors';

/** Findings that change. */
export interface IFindingsSource {
  readonly findings: readonly IShownFinding[];
  readonly changed: ISignal<unknown, void>;
}

/** Draws a card again whenever its finding changes, and closes it when that is gone. */
export class LiveCard implements ILiveCard {
  /** The card of the first of these findings; null if there is none of them. */
  static create(
    source: ICardSource,
    ids: readonly string[],
    close: () => void
  ): LiveCard | null {
    const card = new LiveCard(source, ids, close);
    if (card._draw()) {
      return card;
    }
    card.dispose();
    return null;
  }

  private constructor(
    source: ICardSource,
    ids: readonly string[],
    close: () => void
  ) {
    this._source = source;
    this._ids = ids;
    this._close = close;
    source.findings.changed.connect(this._onChanged, this);
  }

  readonly node = document.createElement('div');

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._source.findings.changed.disconnect(this._onChanged, this);
  }

  private _draw(): boolean {
    const { findings, actions, trans } = this._source;
    const shown = this._ids
      .map(id => findings.findings.find(finding => finding.id === id))
      .filter(finding => finding !== undefined);
    if (shown.length === 0) {
      return false;
    }
    const [finding, ...others] = shown;
    const card = createCard({
      finding,
      others,
      trans,
      actions: {
        ...actions,
        switchTo: id => {
          this._ids = [id, ...this._ids.filter(other => other !== id)];
          // What is read now begins at its top.
          card.scrollTop = 0;
          this._draw();
        }
      }
    });
    this._replace(card);
    return true;
  }

  /** Puts a new card in the place of the old one, where the reader is. */
  private _replace(card: HTMLElement): void {
    const focused = this.node.contains(document.activeElement)
      ? document.activeElement
      : null;
    const top = this.node.firstElementChild?.scrollTop ?? 0;
    this.node.replaceChildren(card);
    card.scrollTop = top;
    if (focused) {
      const alike = Array.from(card.querySelectorAll('button')).find(
        ({ textContent }) => textContent === focused.textContent
      );
      (alike ?? card).focus({ preventScroll: true });
    }
  }

  private _onChanged(): void {
    if (!this._draw()) {
      this._close();
    }
  }

  private readonly _source: ICardSource;
  private readonly _close: () => void;
  private _ids: readonly string[];
  private _isDisposed = false;
}

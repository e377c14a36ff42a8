import type { ISignal } from '@lumino/signaling';

import type { ModelEntry } from '../../protocol/messages';
import type { ICompanion } from '../../tokens';
import type { INode } from '../parts/node';

/** The model whose tree is shown, as the sections see it that ask about it. */
export interface IShownModel {
  /** Emitted after anything but the tree changed. */
  readonly changed: ISignal<unknown, void>;

  /** The kernel that has it; null without a notebook. */
  readonly companion: ICompanion | null;

  /** What requests call it; null before there is any. */
  readonly model: string | null;

  /** What the user calls it. */
  readonly title: string;

  /** What the picker says of it; null if it is gone. */
  readonly entry: ModelEntry | null;
  readonly tree: IShownTree;

  /** Reads it again, now or as soon as the kernel can answer. */
  refresh(): Promise<void>;
}

/** The tree of the shown model, as far as others look at it. */
export interface IShownTree {
  /** Emitted after the lines, the selection or the answer's facts changed. */
  readonly changed: ISignal<unknown, void>;

  /** The last answer for the top of the tree; null before the first. */
  readonly answer: object | null;

  /** Grows each time the model itself was read again. */
  readonly reading: number;

  /** The row that Details speak of: the selected one, else the model itself. */
  readonly described: INode | null;
}

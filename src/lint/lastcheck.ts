import type { Checked, NotebookFindings } from '../protocol/messages';
import type { CheckedTexts } from './checker';

/** What the last answer said besides its findings. */
export interface ILastCheck {
  /** The texts that it is about. */
  readonly texts: CheckedTexts;
  /** When live objects were read; null before the first sweep or after a restart. */
  readonly checked: Checked | null;
  /** When the code was read, in milliseconds since 1970; null likewise. */
  readonly codeTime: number | null;
  readonly liveMs: number;
  readonly slowed: boolean;
  readonly failed: readonly string[];
}

export const NEVER_CHECKED: ILastCheck = {
  texts: new Map(),
  checked: null,
  codeTime: null,
  liveMs: 0,
  slowed: false,
  failed: []
};

/** What an answer says. */
export function lastCheck(
  { checked, live_ms, slowed, failed }: NotebookFindings,
  texts: CheckedTexts
): ILastCheck {
  const codeTime = Date.now();
  return { texts, checked, codeTime, liveMs: live_ms, slowed, failed };
}

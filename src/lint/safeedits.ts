import type { Fix } from '../protocol/messages';
import type { IShownFinding } from '../tokens';

/** An edit that may be applied together with others. */
export interface ISafeEdit {
  /** The finding's id. */
  readonly id: string;
  readonly fix: Fix;
}

/** The safe edit of each finding that has one: those of one rule, or all. */
export function safeEdits(
  findings: readonly IShownFinding[],
  code?: string
): ISafeEdit[] {
  const edits: ISafeEdit[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find(({ kind, safe }) => kind === 'edit' && safe);
    if (fix && !finding.fixed && (!code || finding.code === code)) {
      edits.push({ id: finding.id, fix });
    }
  }
  return edits;
}

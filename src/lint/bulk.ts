import type { Edit } from '../protocol/messages';
import { replacementsOf } from './edits';
import type { INotebookCode, IReplacement } from './notebook';
import type { ISafeEdit } from './safeedits';

/** What is replaced in one cell, and the text that it is replaced in. */
export interface ICellChange {
  readonly id: string;
  readonly source: string;
  readonly replacements: IReplacement[];
}

/** The changes of several edits, by cell, and whose edits they are. */
export interface ICombined {
  /** The ids of the findings. */
  readonly ids: string[];
  readonly changes: ICellChange[];
}

/** A notebook whose cells may have changed since a fix was made for them. */
export interface IEditable {
  readonly code: Pick<INotebookCode, 'cell'>;
  /** Whether a cell still has the text that a finding was made for. */
  isFresh(cellId: string): boolean;
}

/** The changes that a fix makes, by cell; null if a cell is no longer as it was. */
export function readChanges(
  notebook: IEditable,
  edits: readonly Edit[]
): ICellChange[] | null {
  const changes: ICellChange[] = [];
  for (const id of new Set(edits.map(({ cell_id }) => cell_id))) {
    const source = notebook.code.cell(id)?.source;
    const ofCell = edits.filter(({ cell_id }) => cell_id === id);
    const replacements =
      source !== undefined && notebook.isFresh(id)
        ? replacementsOf(source, ofCell)
        : null;
    if (source === undefined || !replacements) {
      return null;
    }
    changes.push({ id, source, replacements });
  }
  return changes.length > 0 ? changes : null;
}

/**
 * Puts edits together as far as they do not touch each other.
 *
 * What is left out is offered again by the next check.
 */
export function combine(
  notebook: IEditable,
  edits: readonly ISafeEdit[]
): ICombined {
  const ids: string[] = [];
  const byCell = new Map<string, ICellChange>();
  for (const { id, fix } of edits) {
    const changes = readChanges(notebook, fix.edits);
    const added = changes?.map(change => ({
      ...change,
      replacements: change.replacements.filter(
        replacement => !isThere(byCell.get(change.id), replacement)
      )
    }));
    if (
      !added ||
      added.some(change => clashes(byCell.get(change.id), change))
    ) {
      continue;
    }
    ids.push(id);
    for (const change of added) {
      const replacements = [
        ...(byCell.get(change.id)?.replacements ?? []),
        ...change.replacements
      ].sort((a, b) => a.from - b.from);
      byCell.set(change.id, { ...change, replacements });
    }
  }
  return { ids, changes: [...byCell.values()] };
}

/** A line that two edits add, such as an import, is added once. */
function isThere(
  change: ICellChange | undefined,
  { from, to, text }: IReplacement
): boolean {
  return (
    from === to &&
    text.endsWith('\n') &&
    change?.replacements.some(
      other => other.from === from && other.to === to && other.text === text
    ) === true
  );
}

/** Edits that meet in one place would depend on their order. */
function clashes(
  change: ICellChange | undefined,
  { replacements }: ICellChange
): boolean {
  return (
    change?.replacements.some(other =>
      replacements.some(({ from, to }) => from <= other.to && other.from <= to)
    ) === true
  );
}

import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';

/** Adds a code cell below the active one, with the cursor at the end of its text. */
export function insertBelow(panel: NotebookPanel, text: string): void {
  const { content } = panel;
  NotebookActions.insertBelow(content);
  const cell = content.activeCell;
  if (!cell) {
    return;
  }
  cell.model.sharedModel.setSource(text);
  content.mode = 'edit';
  const lines = text.split('\n');
  const line = lines.length - 1;
  cell.editor?.setCursorPosition({ line, column: lines[line].length });
  cell.editor?.focus();
}

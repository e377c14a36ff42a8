import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import type { IDiffRow } from './diff';
import { diffRows } from './diff';
import { appendText, codeText, plainText } from '../findings/message';

/** What the user chose in the preview. */
export type PreviewChoice = 'cancel' | 'apply' | 'run';

/** One cell in a preview. */
export interface IPreviewedCell {
  /** `[2]` */
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What a preview is about. */
export interface IPreviewOptions {
  /** The rule that the fixes are for; empty for several rules. */
  readonly subject: string;
  readonly numFixes: number;
  readonly isSafe: boolean;
  readonly cells: readonly IPreviewedCell[];
  readonly trans: TranslationBundle;
}

/** Shows what an edit changes, and asks whether to make it. */
export async function previewEdit(
  options: IPreviewOptions
): Promise<PreviewChoice> {
  const { cells, trans } = options;
  const title = previewTitle(options);
  const dialog = new Dialog({
    title,
    body: previewBody(previewNote(options), cells, trans),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label: trans.__('Apply'), actions: ['apply'] }),
      Dialog.okButton({ label: trans.__('Apply and run'), actions: ['run'] })
    ],
    defaultButton: 1
  });
  const { button } = await dialog.launch();
  if (!button.accept) {
    return 'cancel';
  }
  return button.actions.includes('run') ? 'run' : 'apply';
}

/** Asks before a live object is changed. */
export async function confirmKernelFix(
  title: string,
  body: string,
  trans: TranslationBundle
): Promise<boolean> {
  const node = document.createElement('div');
  node.className = 'jp-ModulescopeText';
  appendText(node, body);
  const dialog = new Dialog({
    title: plainText(title),
    body: new Widget({ node }),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Apply') })
    ],
    defaultButton: 0
  });
  return (await dialog.launch()).button.accept;
}

function previewTitle({
  subject,
  numFixes,
  cells,
  trans
}: IPreviewOptions): string {
  if (numFixes === 1 && subject) {
    return cells.length === 1
      ? trans.__('Apply fix for %1 to cell %2?', subject, cells[0].label)
      : trans._n(
          'Apply fix for %2 to %1 cell?',
          'Apply fix for %2 to %1 cells?',
          cells.length,
          subject
        );
  }
  return subject
    ? trans._n(
        'Apply %1 fix for %2?',
        'Apply %1 fixes for %2?',
        numFixes,
        subject
      )
    : trans._n('Apply %1 safe fix?', 'Apply %1 safe fixes?', numFixes);
}

function previewNote({ isSafe, cells, trans }: IPreviewOptions): string {
  if (!isSafe) {
    return trans.__(
      'Review this edit: it can change what the program does. One undo step.'
    );
  }
  return cells.length === 1
    ? trans.__(
        'Safe edit: the program keeps its meaning, except for the bug. One undo step.'
      )
    : trans.__(
        'Safe edits: the program keeps its meaning, except for the bugs. One undo step per cell.'
      );
}

function previewBody(
  text: string,
  cells: readonly IPreviewedCell[],
  trans: TranslationBundle
): Widget {
  const node = document.createElement('div');
  node.className = 'jp-ModulescopePreview';
  const note = document.createElement('div');
  note.className = 'jp-ModulescopePreview-note';
  note.textContent = text;
  node.append(note);
  for (const { label, before, after } of cells) {
    if (cells.length > 1) {
      const heading = document.createElement('div');
      heading.className = 'jp-ModulescopePreview-cell';
      heading.textContent = trans.__('cell %1', label);
      node.append(heading);
    }
    node.append(diffTable(diffRows(before, after), trans));
  }
  return new Widget({ node });
}

const SIGNS: Record<IDiffRow['kind'], string> = {
  same: '',
  removed: '−',
  added: '+',
  gap: ''
};

/** Draws a diff; signs and words carry it besides the tints. */
function diffTable(
  rows: readonly IDiffRow[],
  trans: TranslationBundle
): HTMLElement {
  const table = document.createElement('div');
  table.className = 'jp-ModulescopeDiff';
  table.role = 'region';
  table.tabIndex = 0;
  table.setAttribute('aria-label', trans.__('Changes'));
  for (const { kind, line, text } of rows) {
    const row = document.createElement('div');
    row.className = `jp-ModulescopeDiff-row jp-mod-${kind}`;
    const number = document.createElement('span');
    number.className = 'jp-ModulescopeDiff-line';
    number.textContent = line === null ? '⋯' : String(line);
    const sign = document.createElement('span');
    sign.className = 'jp-ModulescopeDiff-sign';
    sign.textContent = SIGNS[kind];
    const code = document.createElement('span');
    code.textContent = codeText(text);
    row.append(number, sign, code);
    table.append(row);
  }
  return table;
}

import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';

import { plainText } from '../findings/message';
import type { CellRef, Edit, Fix } from '../protocol/messages';
import type { IShownFinding } from '../tokens';
import type { ICellChange } from './bulk';
import { combine, readChanges } from './bulk';
import { ignoreReplacement, replaced } from './edits';
import type { IFixer } from './lazyfixer';
import type { ISafeEdit } from './safeedits';
import type { FindingsModel } from './model';

/** Edits cells, runs them, and asks the companion, each after its own question. */
export class Fixer implements IFixer {
  constructor(options: Fixer.IOptions) {
    this._translator = options.translator;
    this._dialogs = options.dialogs;
    this._trans = options.translator.load('modulescope');
  }

  async apply(
    model: FindingsModel,
    finding: IShownFinding,
    index: number
  ): Promise<boolean> {
    const fix = finding.fixes[index];
    switch (fix.kind) {
      case 'edit':
        return this._edit(model, finding, fix);
      case 'run':
        return this._run(model, cellIds(fix.run));
      case 'kernel':
        return this._kernel(model, finding, index);
    }
  }

  async applyAll(
    model: FindingsModel,
    edits: readonly ISafeEdit[],
    code?: string
  ): Promise<readonly string[]> {
    const open = edits.filter(({ fix }) => !isLocked(model, fix.edits));
    const { ids, changes } = combine(model, open);
    if (ids.length === 0) {
      this._refuse(open.length < edits.length);
      return [];
    }
    const isDone = await this._change(model, changes, {
      subject: code ?? '',
      numFixes: ids.length,
      isSafe: true
    });
    return isDone ? ids : [];
  }

  async ignore(model: FindingsModel, finding: IShownFinding): Promise<void> {
    const range = model.navigator.range(finding);
    const cell = model.code.cell(finding.cell?.cell_id ?? '');
    const replacement =
      cell && range
        ? ignoreReplacement(cell.source, range.start.line, finding.code)
        : null;
    if (cell?.isReadOnly) {
      this._refuse(true);
    } else if (cell && replacement) {
      model.code.replace(cell.id, [replacement]);
    }
  }

  private async _edit(
    model: FindingsModel,
    finding: IShownFinding,
    fix: Fix
  ): Promise<boolean> {
    const isReadOnly = isLocked(model, fix.edits);
    const changes = isReadOnly ? null : readChanges(model, fix.edits);
    if (!changes) {
      this._refuse(isReadOnly);
      return false;
    }
    return this._change(model, changes, {
      subject: finding.code,
      numFixes: 1,
      isSafe: fix.safe
    });
  }

  /** Previews changes, and makes them if the user agrees and the cells are as they were. */
  private async _change(
    model: FindingsModel,
    changes: readonly ICellChange[],
    about: { subject: string; numFixes: number; isSafe: boolean }
  ): Promise<boolean> {
    const { previewEdit } = await import('./preview');
    const choice = await previewEdit({
      ...about,
      trans: this._trans,
      cells: changes.map(({ id, source, replacements }) => ({
        label: `[${model.executionCount(id) ?? ' '}]`,
        before: source,
        after: replaced(source, replacements)
      }))
    });
    if (choice === 'cancel' || model.isDisposed) {
      return false;
    }
    if (
      changes.some(({ id, source }) => model.code.cell(id)?.source !== source)
    ) {
      this._refuse(false);
      return false;
    }
    for (const { id, replacements } of changes) {
      model.code.replace(id, replacements);
    }
    if (choice === 'run') {
      // The edit counts as done whatever becomes of the run.
      void this._run(
        model,
        changes.map(({ id }) => id)
      );
    }
    return true;
  }

  private async _run(
    model: FindingsModel,
    cellIds: readonly string[]
  ): Promise<boolean> {
    const { content, sessionContext }: NotebookPanel = model.panel;
    const cells = cellIds
      .map(id => content.widgets.find(cell => cell.model.id === id))
      .filter(cell => cell !== undefined);
    if (cells.length < cellIds.length) {
      Notification.warning(
        this._trans.__('A cell that has to run is gone. Nothing was run.'),
        { autoClose: 5000 }
      );
      return false;
    }
    return NotebookActions.runCells(
      content,
      cells,
      sessionContext,
      this._dialogs ?? undefined,
      this._translator
    );
  }

  private async _kernel(
    model: FindingsModel,
    finding: IShownFinding,
    index: number
  ): Promise<boolean> {
    const fix = finding.fixes[index];
    const body =
      fix.confirm ??
      this._trans.__(
        'This changes the live object in the kernel. Your code is not edited.'
      );
    const { confirmKernelFix } = await import('./preview');
    if (!(await confirmKernelFix(fix.title, body, this._trans))) {
      return false;
    }
    try {
      const { done, message } = await model.companion.applyFix(
        finding.id,
        index
      );
      if (!done) {
        this._report(this._trans, message);
      }
      await model.check();
      return done;
    } catch (reason) {
      this._report(this._trans, reason instanceof Error ? reason.message : '');
      return false;
    }
  }

  private _refuse(isReadOnly: boolean): void {
    const text = isReadOnly
      ? this._trans.__('The cell is read-only. Nothing was edited.')
      : this._trans.__(
          'The cell changed since this fix was made. Nothing was edited.'
        );
    Notification.warning(text, { autoClose: 5000 });
  }

  private _report(trans: TranslationBundle, message: string): void {
    void showDialog({
      title: trans.__('The fix was not applied'),
      body: plainText(message),
      buttons: [Dialog.okButton()]
    });
  }

  private readonly _translator: ITranslator;
  private readonly _dialogs: ISessionContextDialogs | null;
  private readonly _trans: TranslationBundle;
}

export namespace Fixer {
  export interface IOptions {
    translator: ITranslator;
    dialogs: ISessionContextDialogs | null;
  }
}

/** Whether edits change a cell that the user cannot edit either. */
function isLocked({ code }: FindingsModel, edits: readonly Edit[]): boolean {
  return edits.some(({ cell_id }) => code.cell(cell_id)?.isReadOnly);
}

function cellIds(cells: readonly CellRef[]): string[] {
  return cells.map(({ cell_id }) => cell_id ?? '');
}

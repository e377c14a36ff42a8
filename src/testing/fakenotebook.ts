import { Signal } from '@lumino/signaling';

import type { ICodeCell, INotebookCode, IReplacement } from '../lint/notebook';
import type { Range } from '../protocol/messages';

/** The code cells of a notebook that is not open anywhere. */
export class FakeNotebook implements INotebookCode {
  constructor(sources: Record<string, string>) {
    for (const [id, source] of Object.entries(sources)) {
      this._set(id, source);
    }
  }

  readonly textChanged = new Signal<this, string>(this);
  readonly trustChanged = new Signal<this, void>(this);
  readonly cellsChanged = new Signal<this, void>(this);
  readonly shown = new Signal<this, void>(this);
  isTrusted = true;
  isOff = false;
  muted: readonly string[] = [];
  keepsIds = true;
  isVisible = true;
  isDisposed = false;

  /** Whether the user is in the middle of a word. */
  typing = false;

  /** What was revealed, in order. */
  readonly revealed: { id: string; range: Range | null; focus: boolean }[] = [];

  get cells(): readonly ICodeCell[] {
    return [...this._cells.values()];
  }

  cell(id: string): ICodeCell | null {
    return this._cells.get(id) ?? null;
  }

  isTyping(): boolean {
    return this.typing;
  }

  /** Types a new text into a cell. */
  type(id: string, source: string): void {
    this._set(id, source);
    this.textChanged.emit(id);
  }

  trust(): void {
    this.isTrusted = true;
    this.trustChanged.emit();
  }

  remove(id: string): void {
    this._cells.delete(id);
    this.cellsChanged.emit();
  }

  replace(id: string, replacements: readonly IReplacement[]): void {
    let source = this.cell(id)?.source ?? '';
    for (const { from, to, text } of [...replacements].reverse()) {
      source = source.slice(0, from) + text + source.slice(to);
    }
    this.type(id, source);
  }

  async reveal(
    id: string,
    range: Range | null,
    focus: boolean
  ): Promise<boolean> {
    this.revealed.push({ id, range, focus });
    return this._cells.has(id);
  }

  dispose(): void {
    this.isDisposed = true;
  }

  private _set(id: string, source: string): void {
    const executionCount = null;
    this._cells.set(id, { id, source, executionCount, isReadOnly: false });
  }

  private readonly _cells = new Map<string, ICodeCell>();
}

import type { NotebookPanel } from '@jupyterlab/notebook';

import type { MuteScope } from '../tokens';
import { KnownFindings } from './known';
import type { IFixer } from './lazyfixer';
import { safeEdits } from './safeedits';

/** What the user does about findings: fixes and mutes them. */
export abstract class TreatedFindings extends KnownFindings {
  constructor(options: TreatedFindings.IOptions) {
    super(options);
    this._fixer = options.fixer;
    this._panel = options.panel;
  }

  get panel(): NotebookPanel {
    return this._panel();
  }

  async fix(id: string, index: number): Promise<void> {
    const finding = this.find(id);
    const fix = finding?.fixes[index];
    if (!finding || !fix) {
      return;
    }
    const isApplied = await this._fixer.apply(this, finding, index);
    if (isApplied && fix.kind === 'edit') {
      this._setFixed([id]);
    }
  }

  countSafe(code?: string): number {
    return safeEdits(this.findings, code).length;
  }

  async fixAll(code?: string): Promise<void> {
    const edits = safeEdits(this.findings, code);
    this._setFixed(await this._fixer.applyAll(this, edits, code));
  }

  async mute(id: string, scope: MuteScope): Promise<void> {
    const finding = this.find(id);
    if (finding) {
      await this.mutes.mute(finding, scope);
      this.refresh();
    }
  }

  async unmute(id: string): Promise<void> {
    const finding = this.find(id);
    if (finding) {
      await this.mutes.unmute(finding);
      this.refresh();
    }
  }

  /** Checks now, live objects included. */
  abstract check(): Promise<void>;

  /** Takes changed settings and mutes into account; `%nn check` obeys them, too. */
  abstract refresh(): void;

  /** Draws what is shown now, and tells of it. */
  protected abstract draw(): void;

  /** Tells the muted findings from the others, after mutes have changed. */
  protected divide(): void {
    this.store.divide();
    this.draw();
  }

  private _setFixed(ids: readonly string[]): void {
    if (ids.length > 0 && !this.isDisposed) {
      this.store.setFixed(ids);
      this.draw();
    }
  }

  private readonly _fixer: IFixer;
  private readonly _panel: () => NotebookPanel;
}

export namespace TreatedFindings {
  export interface IOptions extends KnownFindings.IOptions {
    fixer: IFixer;
    /** The view that was in front last. */
    panel: () => NotebookPanel;
  }
}

import type { INotebookModel } from '@jupyterlab/notebook';

/** The notebook's metadata that are ours. */
const METADATA = 'modulescope';

/** What a notebook's metadata say of its checks. */
export class NotebookMetadata {
  constructor(private readonly _model: INotebookModel) {}

  /** Whether the user turned checks off. */
  get isOff(): boolean {
    return this._settings().checks === 'off';
  }
  set isOff(isOff: boolean) {
    this._change({ checks: isOff ? 'off' : undefined });
  }

  /** Codes of rules and ids of findings that are muted. */
  get muted(): readonly string[] {
    const { mute } = this._settings();
    return Array.isArray(mute) ? mute.map(String) : [];
  }
  set muted(muted: readonly string[]) {
    this._change({ mute: muted.length > 0 ? [...muted] : undefined });
  }

  private _settings(): Record<string, unknown> {
    return { ...this._model.getMetadata(METADATA) };
  }

  /** Sets members of our metadata; undefined removes one, and the last removes all. */
  private _change(changes: Record<string, unknown>): void {
    const entries = Object.entries({ ...this._settings(), ...changes });
    const left = entries.filter(([, value]) => value !== undefined);
    if (left.length > 0) {
      this._model.setMetadata(METADATA, Object.fromEntries(left));
    } else {
      this._model.deleteMetadata(METADATA);
    }
  }
}

import type { Finding } from '../protocol/messages';
import type { MuteScope } from '../tokens';
import type { KernelChoices } from './choices';
import type { INotebookCode } from './notebook';
import type { ILintSettings } from './settings';

/** Says which findings are muted, and keeps each mute where it belongs. */
export class Mutes {
  constructor(private readonly _options: Mutes.IOptions) {}

  /** The widest mute that hides a finding; null if none does. */
  scopeOf(finding: Finding): MuteScope | null {
    const { code, id } = finding;
    const { notebook, choices, settings } = this._options;
    if (settings().muted.includes(code)) {
      return 'everywhere';
    }
    if (notebook.muted.some(word => names(word, finding))) {
      return 'notebook';
    }
    if (choices.muted.includes(code)) {
      return 'kernel';
    }
    return notebook.muted.includes(id) ? 'finding' : null;
  }

  async mute({ code, id }: Finding, scope: MuteScope): Promise<void> {
    const { notebook, choices, muteRule } = this._options;
    switch (scope) {
      case 'everywhere':
        return muteRule(code, true);
      case 'kernel':
        return choices.mute(code);
      default: {
        const entry = scope === 'notebook' ? code : id;
        notebook.muted = [...new Set([...notebook.muted, entry])];
      }
    }
  }

  /** Takes back all mutes that hide a finding. */
  async unmute(finding: Finding): Promise<void> {
    const { code, id } = finding;
    const { notebook, choices, settings, muteRule } = this._options;
    const left = notebook.muted.filter(
      word => word !== id && !names(word, finding)
    );
    if (left.length < notebook.muted.length) {
      notebook.muted = left;
    }
    if (choices.muted.includes(code)) {
      await choices.unmute(code);
    }
    if (settings().muted.includes(code)) {
      await muteRule(code, false);
    }
  }
}

/** Whether a word means the rule of a finding, as in `checking/wanted.py`. */
function names(word: string, { code, name }: Finding): boolean {
  const upper = word.toUpperCase();
  return (
    upper === 'ALL' ||
    word.toLowerCase() === name ||
    (upper.startsWith('NN') && code.startsWith(upper))
  );
}

export namespace Mutes {
  export interface IOptions {
    notebook: Pick<INotebookCode, 'muted'>;
    choices: KernelChoices;
    settings: () => Pick<ILintSettings, 'muted'>;
    /** Mutes a rule in the user's settings, or shows it again. */
    muteRule: (code: string, isMuted: boolean) => Promise<void>;
  }
}

import { Notification } from '@jupyterlab/apputils';
import type { CodeMirrorEditor } from '@jupyterlab/codemirror';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { CommandIDs } from '../commands';
import { MUTE_SCOPES } from '../findings/mutemenu';
import { escapeText } from '../findings/escape';
import type { MuteScope } from '../tokens';
import { openAtCursor } from './editor';
import type { IFixer } from './lazyfixer';
import type { FindingsModel } from './model';
import type { FindingsTracker } from './tracker';

/** Adds the commands that work on the findings of the notebook in front. */
export function addCommands(
  commands: CommandRegistry,
  tracker: FindingsTracker,
  fixer: IFixer,
  trans: TranslationBundle
): void {
  const hasNotebook = () => tracker.current !== null;
  const hasFindings = () => (tracker.current?.ordered.length ?? 0) > 0;
  const steps = new Steps();
  const none = { type: 'object', properties: {} } as const;
  const ofFinding = {
    type: 'object',
    properties: { id: { type: 'string' }, index: { type: 'integer' } },
    required: ['id']
  } as const;

  commands.addCommand(CommandIDs.nextProblem, {
    label: trans.__('Next Problem'),
    isEnabled: hasNotebook,
    describedBy: { args: none },
    execute: () => tracker.current && steps.go(tracker.current, 1)
  });
  commands.addCommand(CommandIDs.previousProblem, {
    label: trans.__('Previous Problem'),
    isEnabled: hasNotebook,
    describedBy: { args: none },
    execute: () => tracker.current && steps.go(tracker.current, -1)
  });
  commands.addCommand(CommandIDs.showCard, {
    label: trans.__('Show Problem at Cursor'),
    isEnabled: hasFindings,
    describedBy: { args: none },
    execute: () => {
      const cell = tracker.current?.panel.content.activeCell;
      const editor = cell?.editor as CodeMirrorEditor | null | undefined;
      return editor ? openAtCursor(editor.editor) : false;
    }
  });
  commands.addCommand(CommandIDs.applyFix, {
    label: trans.__('Apply Fix…'),
    isEnabled: hasFindings,
    describedBy: { args: ofFinding },
    execute: args =>
      tracker.current?.fix(String(args.id), Number(args.index ?? 0))
  });
  commands.addCommand(CommandIDs.applySafeFixes, {
    label: args =>
      args.code
        ? trans.__('Fix All %1…', String(args.code))
        : trans.__('Apply All Safe Fixes…'),
    isEnabled: args => (tracker.current?.countSafe(codeOf(args)) ?? 0) > 0,
    describedBy: {
      args: { type: 'object', properties: { code: { type: 'string' } } }
    },
    execute: args => tracker.current?.fixAll(codeOf(args))
  });
  commands.addCommand(CommandIDs.muteFinding, {
    label: args => muteLabel(args.scope as MuteScope, trans),
    isEnabled: () => tracker.current !== null,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          scope: { enum: [...MUTE_SCOPES] }
        },
        required: ['id', 'scope']
      }
    },
    execute: args =>
      tracker.current?.mute(String(args.id), args.scope as MuteScope)
  });
  commands.addCommand(CommandIDs.unmuteFinding, {
    label: trans.__('Unmute'),
    isEnabled: hasNotebook,
    describedBy: { args: ofFinding },
    execute: args => tracker.current?.unmute(String(args.id))
  });
  commands.addCommand(CommandIDs.ignoreFinding, {
    label: trans.__('Ignore Problem in Code'),
    isEnabled: hasFindings,
    describedBy: { args: ofFinding },
    execute: args => {
      const model = tracker.current;
      const finding = model?.find(String(args.id));
      if (model && finding) {
        void fixer.ignore(model, finding);
      }
    }
  });
  commands.addCommand(CommandIDs.checkNotebook, {
    label: trans.__('Check Notebook'),
    isEnabled: hasNotebook,
    describedBy: { args: none },
    execute: () => tracker.current?.check()
  });
  commands.addCommand(CommandIDs.pauseChecks, {
    label: trans.__('Pause Checks'),
    isEnabled: hasNotebook,
    isToggled: () => tracker.current?.paused === true,
    describedBy: { args: none },
    execute: () => {
      const model = tracker.current;
      if (model) {
        model.paused = !model.paused;
      }
    }
  });
  commands.addCommand(CommandIDs.turnOff, {
    label: trans.__('Turn Off for This Notebook'),
    isEnabled: hasNotebook,
    isToggled: () => tracker.current?.isOff === true,
    describedBy: { args: none },
    execute: () => {
      const model = tracker.current;
      if (model) {
        model.isOff = !model.isOff;
      }
    }
  });
  commands.addCommand(CommandIDs.explainRule, {
    label: args =>
      args.code
        ? trans.__('Explain %1', String(args.code))
        : trans.__('Explain Rule'),
    isEnabled: hasNotebook,
    describedBy: {
      args: {
        type: 'object',
        properties: { code: { type: 'string' } },
        required: ['code']
      }
    },
    execute: args =>
      tracker.current && explain(tracker.current, String(args.code), trans)
  });
}

function codeOf({ code }: ReadonlyPartialJSONObject): string | undefined {
  return code === undefined ? undefined : String(code);
}

function muteLabel(
  scope: MuteScope | undefined,
  trans: TranslationBundle
): string {
  switch (scope) {
    case 'finding':
      return trans.__('This Finding');
    case 'notebook':
      return trans.__('This Rule in This Notebook');
    case 'everywhere':
      return trans.__('This Rule Everywhere');
    case 'kernel':
      return trans.__('Until the Kernel Restarts');
    default:
      return trans.__('Mute');
  }
}

/** Shows a rule's page, which the companion sends. */
export async function explain(
  model: FindingsModel,
  code: string,
  trans: TranslationBundle
): Promise<void> {
  try {
    const page = await model.companion.getRule(code);
    const { showRulePage } = await import('./rulepage');
    await showRulePage(page, trans);
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    Notification.warning(
      trans.__('%1 could not be explained: %2', code, escapeText(why)),
      { autoClose: 5000 }
    );
  }
}

/** Goes from problem to problem, round and round. */
class Steps {
  async go(model: FindingsModel, step: 1 | -1): Promise<void> {
    const { ordered } = model;
    if (ordered.length === 0) {
      return;
    }
    const last = ordered.findIndex(({ id }) => id === this._last);
    const start = last < 0 && step < 0 ? 0 : last;
    const next = ordered[(start + step + ordered.length) % ordered.length];
    this._last = next.id;
    await model.show(next.id, { card: true, focus: true });
  }

  private _last = '';
}

/** Adds the commands that change what is shown, in the user's settings. */
export function addSettingCommands(
  commands: CommandRegistry,
  settings: ISettingRegistry.ISettings,
  trans: TranslationBundle
): void {
  const none = { args: { type: 'object', properties: {} } } as const;
  const hidesInfo = () => {
    const lowest = settings.get('minSeverity').composite;
    return lowest === 'warning' || lowest === 'error';
  };
  const hidesStatic = () => settings.get('static').composite === false;
  commands.addCommand(CommandIDs.hideInfo, {
    label: trans.__('Hide Info'),
    isToggled: hidesInfo,
    describedBy: none,
    execute: () => settings.set('minSeverity', hidesInfo() ? 'info' : 'warning')
  });
  commands.addCommand(CommandIDs.hideStatic, {
    label: trans.__('Hide Static'),
    isToggled: hidesStatic,
    describedBy: none,
    execute: () => settings.set('static', hidesStatic())
  });
}

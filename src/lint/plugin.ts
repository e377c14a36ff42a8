import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, ISessionContextDialogs } from '@jupyterlab/apputils';
import type { ICellModel } from '@jupyterlab/cells';
import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry
} from '@jupyterlab/codemirror';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands';
import { openMuteMenu } from '../findings/mutemenu';
import { ICompanionManager, IFindingsTracker } from '../tokens';
import { Announcer, announcement, countedIds } from './announce';
import { addCommands } from './commands/command';
import { notebookCommands } from './commands/notebook';
import { settingCommands } from './commands/settings';
import { EditorRegistry } from './editors';
import { explain } from './explain';
import { LazyFixer } from './lazyfixer';
import type { FindingsModel } from './model';
import { notifyWasted } from './notices';
import { FindingsTracker } from './tracker';
import { UserSettings } from './usersettings';

/** Draws findings in cells. */
const plugin: JupyterFrontEndPlugin<IFindingsTracker> = {
  id: 'modulescope:lint',
  description: 'Shows problems of PyTorch modules in the cells of notebooks.',
  autoStart: true,
  requires: [INotebookTracker, ICompanionManager, IEditorExtensionRegistry],
  optional: [
    ISettingRegistry,
    ITranslator,
    ISessionContextDialogs,
    ICommandPalette
  ],
  provides: IFindingsTracker,
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    companions: ICompanionManager,
    extensions: IEditorExtensionRegistry,
    registry: ISettingRegistry | null,
    translator: ITranslator | null,
    dialogs: ISessionContextDialogs | null,
    palette: ICommandPalette | null
  ): IFindingsTracker => {
    const language = translator ?? nullTranslator;
    const trans = language.load('modulescope');
    const editors = new EditorRegistry();
    drawInCells(extensions, editors);
    const settings = new UserSettings();
    const fixer = new LazyFixer(async () => {
      const { Fixer } = await import('./fixer');
      return new Fixer({ translator: language, dialogs });
    });
    const tracker = new FindingsTracker({
      notebooks,
      companions,
      editors,
      fixer,
      trans,
      settings: () => settings.current,
      muteRule: (code, isMuted) => settings.muteRule(code, isMuted),
      commands: {
        mute: (_, id, button) => openMuteMenu(app.commands, id, button),
        openProblems: () => void app.commands.execute(CommandIDs.openPanel),
        ignore: (model, id) => {
          const finding = model.find(id);
          if (finding) {
            void fixer.ignore(model, finding);
          }
        },
        explain: (model, code) => void explain(model, code, trans)
      }
    });
    followRuns(tracker);
    announceChanges(tracker, trans);
    notifyOfWaste(tracker, settings, trans);
    settings.changed.connect(() => tracker.refresh());
    addCommands(app.commands, notebookCommands({ tracker, fixer, trans }));
    for (const command of PALETTE) {
      palette?.addItem({ command, category: trans.__('modulescope') });
    }
    registry
      ?.load(plugin.id)
      .then(loaded => {
        const changes = settings.follow(loaded);
        addCommands(app.commands, settingCommands(loaded, changes, trans));
      })
      .catch(reason => {
        console.warn('modulescope: the settings could not be read', reason);
      });
    return tracker;
  }
};

export default plugin;

const PALETTE = [
  CommandIDs.nextProblem,
  CommandIDs.previousProblem,
  CommandIDs.showCard,
  CommandIDs.checkNotebook,
  CommandIDs.applySafeFixes,
  CommandIDs.pauseChecks
];

/** Gives each cell's editor the marks of its findings. */
function drawInCells(
  extensions: IEditorExtensionRegistry,
  editors: EditorRegistry
): void {
  extensions.addExtension({
    name: 'modulescope:findings',
    default: true,
    factory: ({ model }) =>
      isCodeCell(model)
        ? EditorExtensionRegistry.createImmutableExtension(
            editors.extension(model)
          )
        : null
  });
}

/** In a notebook the editor's model is the cell's; what it holds may change its language. */
function isCodeCell(model: object): boolean {
  return (model as Partial<ICellModel>).type === 'code';
}

function followRuns(tracker: FindingsTracker): void {
  NotebookActions.executionScheduled.connect((_, { notebook, cell }) => {
    tracker.willRun(notebook, cell.model.id);
  });
  NotebookActions.executed.connect((_, { notebook, cell }) => {
    tracker.didRun(notebook, cell.model.id);
  });
}

/** Notifies of training that has no effect, if the user wants it. */
function notifyOfWaste(
  tracker: FindingsTracker,
  settings: UserSettings,
  trans: TranslationBundle
): void {
  tracker.added.connect((_, model) => {
    model.changed.connect(() => {
      if (settings.current.notifications) {
        notifyWasted(model, trans);
      }
    });
  });
}

/** Tells screen readers of new problems in the notebook in front. */
function announceChanges(
  tracker: FindingsTracker,
  trans: TranslationBundle
): void {
  const announcer = new Announcer();
  const known = new WeakMap<FindingsModel, ReadonlySet<string>>();
  tracker.added.connect((_, model) => {
    model.changed.connect(() => {
      const before = known.get(model) ?? new Set();
      known.set(model, countedIds(model.findings));
      if (model === tracker.current) {
        announcer.say(announcement(model, before, trans));
      }
    });
  });
}

import { PathExt } from '@jupyterlab/coreutils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ISignal } from '@lumino/signaling';

import { learn } from '../protocol/incoming';
import { viewValidators } from '../protocol/viewvalidators';
import type { IFindingsModel, IFindingsTracker } from '../tokens';
import { InspectorModel } from './frame/model';
import { InspectorPanel } from './frame/panel';
import type { ISidebarContent, ISidebarServices } from './frame/sidebar';
import { PanelStore } from './frame/store';
import type { INotebookName } from './parts/shownnotebook';
import type { FollowChoice } from './tree/followchoice';

/** What the panel is made from. */
export interface ICreateOptions {
  readonly tracker: IFindingsTracker;
  readonly services: ISidebarServices;
  readonly stateDB: IStateDB | null;
  readonly settings: Promise<ISettingRegistry.ISettings> | null;
}

/** Makes the panel as the user left it. */
export async function createPanel(
  options: ICreateOptions
): Promise<ISidebarContent> {
  const { tracker, services, stateDB, settings } = options;
  learn(viewValidators);
  const model = new InspectorModel({ tracker, describe, cellOrder });
  const panel = new InspectorPanel({ model, services });
  panel.disposed.connect(() => model.dispose());
  if (settings) {
    void followSettings(settings, model.follow, panel.disposed);
  }
  if (stateDB) {
    await new PanelStore({ stateDB, state: model.state }).follow(panel);
  }
  return panel;
}

function describe(source: IFindingsModel): INotebookName {
  const { context, sessionContext, content } = source.panel;
  const cells = Array.from(content.model?.cells ?? []);
  return {
    path: context.path,
    name: PathExt.basename(context.path),
    kernel: sessionContext.kernelDisplayName,
    cells: cells.filter(cell => cell.type === 'code').length
  };
}

function cellOrder(source: IFindingsModel): readonly string[] {
  const { model } = source.panel.content;
  return Array.from(model?.cells ?? [], cell => cell.id);
}

async function followSettings(
  loading: Promise<ISettingRegistry.ISettings>,
  follow: FollowChoice,
  disposed: ISignal<unknown, unknown>
): Promise<void> {
  try {
    const settings = await loading;
    const update = (): void => {
      follow.restore(settings.get('follow').composite !== false);
    };
    settings.changed.connect(update);
    disposed.connect(() => settings.changed.disconnect(update));
    update();
  } catch (reason) {
    console.warn(
      'The settings of the Modules panel could not be read.',
      reason
    );
  }
}

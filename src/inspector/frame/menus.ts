import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { modulesIcon, pencilIcon } from '../../icons';
import { CommandMenu } from '../parts/commandmenu';
import { compareIcon, copyIcon, refreshIcon } from '../parts/icons';
import type { IShownNotebook } from '../parts/shownnotebook';
import { findingsMarkdown } from '../problems/markdown';
import type { ProblemsModel } from '../problems/model';
import type { FollowChoice } from '../tree/followchoice';
import type { ISidebarServices } from './sidebar';

/** What both menus are made from. */
interface IMenuOptions {
  readonly notebook: IShownNotebook;
  readonly services: ISidebarServices;
}

/** The menu behind the dots of the header. */
export class PanelMenu extends CommandMenu {
  constructor(options: IMenuOptions & { readonly follow: FollowChoice }) {
    super();
    const { notebook, follow, services } = options;
    const { trans } = services;
    this.add('check', checkNow(notebook, trans));
    this.add('follow', {
      label: trans.__('Follow Runs'),
      caption: trans.__('Read the modules again after each run'),
      isToggled: () => follow.value,
      execute: () => follow.choose(!follow.value, services.saveFollow)
    });
    this.addSeparator();
    this.add('main', {
      label: trans.__('Open in Main Area'),
      icon: modulesIcon,
      execute: () => services.openMain('modules')
    });
    this.add('compare', {
      label: trans.__('Compare Snapshots'),
      icon: compareIcon,
      execute: () => services.openMain('compare')
    });
    if (services.openSettings) {
      this.addSeparator();
      this.add('settings', {
        label: trans.__('Open Settings'),
        execute: () => services.openSettings?.()
      });
    }
  }
}

/** The menu behind the dots of the Problems section. */
export class ProblemsMenu extends CommandMenu {
  constructor(options: IMenuOptions & { readonly problems: ProblemsModel }) {
    super();
    const { notebook, problems, services } = options;
    const { trans } = services;
    const hasProblems = (): boolean => problems.shown.length > 0;
    const numSafe = (): number => notebook.current?.countSafe() ?? 0;
    this.add('fix-all', {
      label: () => trans.__('Apply All Safe Fixes (%1)', numSafe()),
      icon: pencilIcon,
      isEnabled: () => numSafe() > 0,
      execute: () => notebook.current?.fixAll()
    });
    this.add('copy', {
      label: trans.__('Copy as Markdown'),
      icon: copyIcon,
      isEnabled: hasProblems,
      execute: () => {
        const { current, about } = notebook;
        if (current && about) {
          const { name } = about;
          services.copy(findingsMarkdown(problems.shown, current, name, trans));
        }
      }
    });
    this.add('check', checkNow(notebook, trans));
    this.add('show-muted', {
      label: trans.__('Show Muted'),
      isToggled: () => problems.showsMuted,
      isEnabled: () => (notebook.current?.muted.length ?? 0) > 0,
      execute: () => {
        problems.showsMuted = !problems.showsMuted;
      }
    });
    this.addSeparator();
    this.add('expand', {
      label: trans.__('Expand All'),
      isEnabled: hasProblems,
      execute: () => problems.expandAll(true)
    });
    this.add('collapse', {
      label: trans.__('Collapse All'),
      isEnabled: hasProblems,
      execute: () => problems.expandAll(false)
    });
  }
}

function checkNow(
  notebook: IShownNotebook,
  trans: TranslationBundle
): Omit<CommandRegistry.ICommandOptions, 'describedBy'> {
  return {
    label: trans.__('Check Now'),
    icon: refreshIcon,
    isEnabled: () => notebook.current !== null,
    execute: () => notebook.refresh()
  };
}

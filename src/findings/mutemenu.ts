import { MenuSvg } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';

import { CommandIDs } from '../commands';
import type { MuteScope } from '../tokens';

/** How far a mute can reach, in the order of the menu. */
export const MUTE_SCOPES: readonly MuteScope[] = [
  'finding',
  'notebook',
  'everywhere',
  'kernel'
];

/** Asks how far the mute of a finding shall reach, below the element that was pressed. */
export function openMuteMenu(
  commands: CommandRegistry,
  id: string,
  anchor: Element
): void {
  const menu = new MenuSvg({ commands });
  for (const scope of MUTE_SCOPES) {
    menu.addItem({ command: CommandIDs.muteFinding, args: { id, scope } });
  }
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.aboutToClose.connect(() => {
    // The chosen command runs after this signal.
    requestAnimationFrame(() => {
      menu.dispose();
      if (anchor instanceof HTMLElement && anchor.isConnected) {
        anchor.focus();
      }
    });
  });
  menu.open(left, bottom);
}

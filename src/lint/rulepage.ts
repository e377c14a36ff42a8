import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import type { RulePage } from '../protocol/messages';
import { escapeText } from '../findings/escape';
import { appendBlocks } from './prose';

/** Shows the page of a rule. */
export async function showRulePage(
  page: RulePage,
  trans: TranslationBundle
): Promise<void> {
  const node = document.createElement('article');
  node.className = 'jp-ModulescopeRule';
  node.tabIndex = 0;
  const title = document.createElement('p');
  title.className = 'jp-ModulescopeRule-title';
  appendBlocks(title, page.title);
  node.append(title);
  for (const { heading, text } of page.sections) {
    if (heading) {
      const name = document.createElement('h3');
      name.className = 'jp-ModulescopeRule-heading';
      name.textContent = escapeText(heading);
      node.append(name);
    }
    appendBlocks(node, text);
  }
  await new Dialog({
    title: escapeText(`${page.code} ${page.name}`),
    body: new Widget({ node }),
    buttons: [Dialog.okButton({ label: trans.__('Close') })],
    hasClose: true
  }).launch();
}

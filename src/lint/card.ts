import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';

import { escapeText } from '../findings/escape';
import {
  FIX_ICONS,
  badgeText,
  cellNumber,
  markIcon,
  staleText
} from '../findings/look';
import { appendText, plainText } from '../findings/message';
import { caretDownIcon, pencilIcon } from '../icons';
import type { Checked, Fix, Place } from '../protocol/messages';
import type { IShownFinding } from '../tokens';

/** What the user can do in a card. */
export interface ICardActions {
  /** The number of a cell, or null. */
  executionCount(cellId: string): number | null;
  showCell(cellId: string, line?: number): void;
  fix(id: string, index: number): void;
  /** How many findings of a rule, or of all, have a safe edit. */
  countSafe(code?: string): number;
  fixAll(code: string): void;
  /** Asks how far the mute shall reach, below the button. */
  mute(id: string, button: HTMLElement): void;
  ignore(id: string): void;
  explain(code: string): void;
  /** How many findings the cells do not draw. */
  numUndrawn(): number;
  openProblems(): void;
  /** Shows another finding of the same line. */
  switchTo(id: string): void;
}

export interface ICardOptions {
  finding: IShownFinding;
  /** Other findings of the same line. */
  others: readonly IShownFinding[];
  actions: ICardActions;
  trans: TranslationBundle;
}

/** Draws the card of a finding: what, evidence, why, fix, affects, buttons. */
export function createCard(options: ICardOptions): HTMLElement {
  const { finding } = options;
  const card = element('div', 'jp-ModulescopeCard');
  card.role = 'dialog';
  card.tabIndex = -1;
  card.setAttribute('aria-label', plainText(finding.message));
  const title = element('div', 'jp-ModulescopeCard-title');
  appendText(title, finding.message);
  card.append(
    head(options),
    title,
    body(options),
    ...rest(options),
    foot(options)
  );
  return card;
}

function head({ finding, trans }: ICardOptions): HTMLElement {
  const node = element('div', 'jp-ModulescopeCard-head');
  const severity = element('b');
  severity.textContent = {
    error: trans.__('Error'),
    warning: trans.__('Warning'),
    info: trans.__('Info'),
    hint: trans.__('Info')
  }[finding.severity];
  const badge = element('span', `jp-ModulescopeBadge jp-mod-${finding.status}`);
  badge.textContent = badgeText(finding.status, trans);
  const code = element('span', 'jp-ModulescopeCard-code');
  code.textContent = escapeText(`${finding.code} ${finding.name}`);
  node.append(
    markIcon(finding).element({ className: 'jp-ModulescopeIcon' }),
    severity,
    badge,
    code
  );
  return node;
}

function body(options: ICardOptions): HTMLElement {
  const { finding, trans } = options;
  const list = element('dl', 'jp-ModulescopeCard-body');
  addEntry(list, trans.__('Evidence'), evidence(options));
  addEntry(list, trans.__('Why'), prose(finding.why));
  addEntry(list, trans.__('Fix'), prose(finding.advice));
  if (finding.affects.length > 0) {
    addEntry(list, trans.__('Affects'), places(finding.affects, options));
  }
  return list;
}

function evidence({ finding, trans }: ICardOptions): HTMLElement {
  const node = element('dd');
  if (finding.checked && finding.status !== 'static') {
    const when = element('div', 'jp-ModulescopeCard-dim');
    when.textContent = checkedText(finding.checked, trans);
    node.append(when);
  }
  if (finding.fixed || finding.status === 'stale') {
    node.append(line(staleText(finding, trans)));
  }
  if (finding.evidence.length > 0) {
    const list = element('ul');
    for (const sentence of finding.evidence) {
      const item = element('li');
      appendText(item, sentence);
      list.append(item);
    }
    node.append(list);
  } else {
    const reason = finding.silence ?? trans.__('none was read');
    node.append(line(trans.__('No live evidence: %1', reason)));
  }
  return node;
}

function checkedText(checked: Checked, trans: TranslationBundle): string {
  const time = new Intl.DateTimeFormat(undefined, {
    timeStyle: 'medium',
    hourCycle: 'h23'
  }).format(checked.time);
  return checked.execution_count === null
    ? trans.__('at %1', time)
    : trans.__('after [%1] at %2', checked.execution_count, time);
}

function places(
  affected: readonly Place[],
  { actions, trans }: ICardOptions
): HTMLElement {
  const node = element('dd');
  for (const { cell, range, note } of affected) {
    const row = element('div');
    const label = cellNumber(actions, cell);
    if (cell.cell_id === null) {
      row.append(trans.__('cell %1', label));
    } else {
      const id = cell.cell_id;
      row.append(
        link(trans.__('cell %1', label), () =>
          actions.showCell(id, range?.start.line)
        )
      );
    }
    if (note) {
      row.append(' (');
      appendText(row, note);
      row.append(')');
    }
    node.append(row);
  }
  return node;
}

/** The other findings of the line, and how many the cells do not draw. */
function rest({ others, actions, trans }: ICardOptions): HTMLElement[] {
  const undrawn = actions.numUndrawn();
  if (others.length + undrawn === 0) {
    return [];
  }
  const node = element('div', 'jp-ModulescopeCard-others');
  if (others.length > 0) {
    node.append(
      line(
        trans._n('%1 more on this line', '%1 more on this line', others.length)
      )
    );
  }
  for (const other of others) {
    node.append(
      link(`${other.code} ${plainText(other.message)}`, () =>
        actions.switchTo(other.id)
      )
    );
  }
  if (undrawn > 0) {
    const label = trans._n(
      '%1 more in Problems',
      '%1 more in Problems',
      undrawn
    );
    node.append(link(label, () => actions.openProblems()));
  }
  return [node];
}

function foot({ finding, actions, trans }: ICardOptions): HTMLElement {
  const node = element('div', 'jp-ModulescopeCard-foot');
  finding.fixes.forEach((fix, index) => {
    const action = button(fixLabel(fix, trans), FIX_ICONS[fix.kind], () =>
      actions.fix(finding.id, index)
    );
    action.classList.toggle('jp-mod-accept', index === 0);
    action.title = plainText(fix.title);
    // A second application of the same edit would damage the cell.
    action.disabled = fix.kind === 'edit' && finding.fixed;
    node.append(action);
  });
  const numSafe = isSafe(finding) ? actions.countSafe(finding.code) : 0;
  if (numSafe > 1) {
    const label = trans.__(
      'Fix all %1 in notebook (%2)',
      finding.code,
      numSafe
    );
    node.append(button(label, pencilIcon, () => actions.fixAll(finding.code)));
  }
  const mute = button(trans.__('Mute'), null, () =>
    actions.mute(finding.id, mute)
  );
  mute.setAttribute('aria-haspopup', 'menu');
  mute.append(caretDownIcon.element({ className: 'jp-ModulescopeIcon' }));
  node.append(mute);
  if (finding.range) {
    const ignore = button(trans.__('Ignore'), null, () =>
      actions.ignore(finding.id)
    );
    ignore.title = trans.__(
      'Add a comment that switches %1 off for this line',
      finding.code
    );
    node.append(ignore);
  }
  const explain = link(trans.__('Explain %1', finding.code), () =>
    actions.explain(finding.code)
  );
  explain.classList.add('jp-ModulescopeCard-explain');
  node.append(explain);
  return node;
}

function isSafe({ fixes }: IShownFinding): boolean {
  return fixes.some(({ kind, safe }) => kind === 'edit' && safe);
}

function fixLabel(fix: Fix, trans: TranslationBundle): string {
  return fix.kind === 'edit' ? trans.__('Preview edit') : plainText(fix.title);
}

function addEntry(
  list: HTMLElement,
  name: string,
  description: HTMLElement
): void {
  const term = element('dt');
  term.textContent = name;
  list.append(term, description);
}

function prose(text: string): HTMLElement {
  const node = element('dd');
  appendText(node, text);
  return node;
}

function line(text: string): HTMLElement {
  const node = element('div');
  appendText(node, text);
  return node;
}

function button(
  label: string,
  icon: LabIcon | null,
  onClick: () => void
): HTMLButtonElement {
  const node = document.createElement('button');
  node.className = 'jp-ModulescopeButton';
  node.type = 'button';
  if (icon) {
    node.append(icon.element({ className: 'jp-ModulescopeIcon' }));
  }
  node.append(label);
  node.addEventListener('click', onClick);
  return node;
}

function link(label: string, onClick: () => void): HTMLButtonElement {
  const node = document.createElement('button');
  node.className = 'jp-Modulescope-link';
  node.type = 'button';
  node.textContent = label;
  node.addEventListener('click', onClick);
  return node;
}

function element(tag: string, className = ''): HTMLElement {
  const node = document.createElement(tag);
  node.className = className;
  return node;
}

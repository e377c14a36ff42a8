import type { LabIcon } from '@jupyterlab/ui-components';

import { appendText } from '../findings/message';

/** Says beside a sign what its place has to do with a finding, while the mouse is on it. */
export function addPlaceTip(
  sign: HTMLElement,
  icon: LabIcon,
  note: string
): void {
  const tip = document.createElement('div');
  tip.className = 'jp-ModulescopePlaceTip';
  tip.role = 'tooltip';
  const text = document.createElement('span');
  text.className = 'jp-ModulescopeText';
  appendText(text, note);
  tip.append(icon.element({ className: 'jp-ModulescopeIcon' }), text);
  tip.classList.add(...sign.classList);
  tip.classList.remove('jp-Modulescope-sign');
  sign.addEventListener('mouseenter', () => {
    document.body.append(tip);
    const { right, top } = sign.getBoundingClientRect();
    tip.style.left = `${right + 4}px`;
    tip.style.top = `${Math.min(top, window.innerHeight - tip.offsetHeight)}px`;
  });
  // A press opens the card, which says more.
  for (const end of ['mouseleave', 'mousedown', 'wheel']) {
    sign.addEventListener(end, () => tip.remove(), { passive: true });
  }
}

/** Takes all tips away; their signs may go while the mouse is on them. */
export function removePlaceTips(): void {
  document
    .querySelectorAll('.jp-ModulescopePlaceTip')
    .forEach(tip => tip.remove());
}

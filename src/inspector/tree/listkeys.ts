import type * as React from 'react';

import type { IViewContext } from '../parts/context';
import { typeAhead } from './keys';
import { ROW_PX } from './line';
import type { ModulesModel } from './model';

/** Enter, Space, `/`, Escape, the menu and the two shortcuts; true if it was one. */
export function pressCommandKey(
  event: React.KeyboardEvent<HTMLElement>,
  props: {
    modules: ModulesModel;
    context: IViewContext;
    focusFilter: () => void;
  }
): boolean {
  const { modules, context } = props;
  const node = modules.tree.described;
  const isAccel = event.ctrlKey || event.metaKey;
  if (!node) {
    return false;
  }
  if (isAccel && event.key.toLowerCase() === 'c') {
    context.runRowCommand('copy-path', node);
  } else if (isAccel && event.key === 'Enter') {
    context.runRowCommand('go-to-class', node);
  } else if (event.key === 'ContextMenu' || isMenuKey(event)) {
    const row = event.target as HTMLElement;
    const { left, bottom } = row.getBoundingClientRect();
    context.openRowMenu(node, left + ROW_PX, bottom);
  } else if (!isPlain(event)) {
    return false;
  } else if (event.key === 'Enter') {
    modules.tree.select(node.key);
    context.showDetails();
  } else if (event.key === ' ') {
    modules.togglePin();
  } else if (event.key === '/') {
    props.focusFilter();
  } else if (event.key === 'Escape') {
    context.leave();
  } else {
    return false;
  }
  return true;
}

function isMenuKey(event: React.KeyboardEvent): boolean {
  return event.shiftKey && event.key === 'F10';
}

/** Whether no modifier but Shift is held. */
export function isPlain(event: React.KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Collects the letters that are typed quickly one after the other. */
export function type(
  key: string,
  typed: { text: string; time: number },
  props: { modules: ModulesModel }
): boolean {
  if (key.length !== 1) {
    return false;
  }
  const now = Date.now();
  typed.text = now - typed.time < TYPE_MS ? typed.text + key : key;
  typed.time = now;
  return typeAhead(props.modules.tree, typed.text);
}

const TYPE_MS = 700;

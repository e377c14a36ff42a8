import type * as React from 'react';

import type { IViewContext } from '../parts/context';
import { pressTreeKey, typeAhead } from './keys';
import { ROW_PX } from './line';
import type { ModulesModel } from './model';
import type { TreeModel } from './tree';

/** Takes a key that was pressed on a row, if it means something there. */
export function pressKey(
  event: React.KeyboardEvent<HTMLElement>,
  typed: ITyped,
  props: IKeyProps
): void {
  if (!(event.target as HTMLElement).matches('[role="treeitem"]')) {
    return;
  }
  const { tree } = props.modules;
  const pageSize = Math.floor(event.currentTarget.clientHeight / ROW_PX) - 1;
  const isHandled =
    pressCommandKey(event, props) ||
    (isPlain(event) &&
      (pressTreeKey(tree, { key: event.key, pageSize }) ||
        type(event.key, typed, tree)));
  if (isHandled) {
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The letters that were typed last, and when. */
interface ITyped {
  text: string;
  time: number;
}

/** What keys act on. */
interface IKeyProps {
  readonly modules: ModulesModel;
  readonly context: IViewContext;
  readonly focusFilter: () => void;
}

/** Enter, Space, `/`, Escape, the menu and the two shortcuts; true if it was one. */
function pressCommandKey(
  event: React.KeyboardEvent<HTMLElement>,
  props: IKeyProps
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

function isPlain(event: React.KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Collects the letters that are typed quickly one after the other. */
function type(key: string, typed: ITyped, tree: TreeModel): boolean {
  if (key.length !== 1) {
    return false;
  }
  const now = Date.now();
  typed.text = now - typed.time < TYPE_MS ? typed.text + key : key;
  typed.time = now;
  return typeAhead(tree, typed.text);
}

const TYPE_MS = 700;

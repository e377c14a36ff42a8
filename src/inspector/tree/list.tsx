import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import type { IColumns } from './columns';
import type { IViewContext } from '../parts/context';
import type { IShownNotebook } from '../parts/shownnotebook';
import type { ModulesModel } from './model';
import type { RowGradients } from './rowgradients';
import type { Line } from './nodes';
import type { INode } from '../parts/node';
import { pressTreeKey } from './keys';
import { ROW_PX, TreeLine } from './line';
import { isPlain, pressCommandKey, type } from './listkeys';

/** The rows of the model, of which only those in view are in the page. */
export function ModuleTree(props: {
  notebook: IShownNotebook;
  modules: ModulesModel;
  gradients: RowGradients;
  context: IViewContext;
  columns: IColumns;
  focusFilter: () => void;
}): JSX.Element {
  const { modules, context } = props;
  const { tree } = modules;
  const { lines, selected } = tree;
  const box = React.useRef<HTMLDivElement>(null);
  const typed = React.useRef({ text: '', time: 0 });
  const first = lines.find(line => line.type === 'node')?.key;
  const activeKey = selected?.key ?? first;
  const activeIndex = lines.findIndex(line => line.key === activeKey);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: index => lines[index].key,
    overscan: OVERSCAN,
    // The row with the focus stays in the page however far it is scrolled away.
    rangeExtractor: range =>
      withActive(defaultRangeExtractor(range), activeIndex)
  });
  React.useLayoutEffect(() => {
    if (box.current) {
      box.current.scrollTop = tree.top;
    }
  }, [tree]);
  useFollowFocus(box, activeKey, () =>
    virtual.scrollToIndex(activeIndex, { align: 'auto' })
  );
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>): void => {
    if (!(event.target as HTMLElement).matches('[role="treeitem"]')) {
      return;
    }
    const pageSize = Math.floor((box.current?.clientHeight ?? 0) / ROW_PX) - 1;
    const handled =
      pressCommandKey(event, props) ||
      (isPlain(event) &&
        (pressTreeKey(tree, { key: event.key, pageSize }) ||
          type(event.key, typed.current, props)));
    if (handled) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div
      ref={box}
      className="jp-ModulescopeTree-rows"
      role="tree"
      aria-label={context.trans.__('Modules of %1', escapeText(modules.title))}
      onKeyDown={onKeyDown}
      onScroll={event => {
        tree.top = event.currentTarget.scrollTop;
      }}
      onContextMenu={event => openMenuAt(event, props)}
    >
      <div
        role="presentation"
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
      >
        {virtual.getVirtualItems().map(item => (
          <TreeLine
            key={item.key}
            line={lines[item.index]}
            isActive={lines[item.index].key === activeKey}
            top={item.start}
            {...props}
          />
        ))}
      </div>
    </div>
  );
}

/** Keeps the DOM focus on the active row while the focus is in the tree. */
function useFollowFocus(
  box: React.RefObject<HTMLElement>,
  activeKey: string | undefined,
  scroll: () => void
): void {
  const last = React.useRef(activeKey);
  React.useLayoutEffect(() => {
    const element = box.current;
    if (activeKey === last.current || !element) {
      return;
    }
    last.current = activeKey;
    scroll();
    if (element.contains(element.ownerDocument.activeElement)) {
      activeRow(element)?.focus({ preventScroll: true });
    }
  });
}

function activeRow(tree: HTMLElement): HTMLElement | null {
  return tree.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]');
}

function openMenuAt(
  event: React.MouseEvent<HTMLElement>,
  props: { modules: ModulesModel; context: IViewContext }
): void {
  const row = (event.target as HTMLElement).closest<HTMLElement>('[data-key]');
  const { tree } = props.modules;
  const node = findLine(tree.lines, row?.dataset.key);
  if (node) {
    event.preventDefault();
    event.stopPropagation();
    tree.select(node.key);
    props.context.openRowMenu(node, event.clientX, event.clientY);
  }
}

function findLine(
  lines: readonly Line[],
  key: string | undefined
): INode | null {
  const line = lines.find(other => other.key === key);
  return line?.type === 'node' ? line.node : null;
}

function withActive(range: number[], active: number): number[] {
  if (active < 0 || range.includes(active)) {
    return range;
  }
  return [...range, active].sort((a, b) => a - b);
}

/** Rows beyond each edge; few, so that a tall screen still has at most 60. */
const OVERSCAN = 4;

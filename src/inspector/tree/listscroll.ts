import type { Virtualizer } from '@tanstack/react-virtual';
import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import * as React from 'react';

import { ROW_PX } from './line';
import type { TreeModel } from './tree';

/** The lines in view, from where the tree was left; the active one is always in the page. */
export function useLinesInView(
  box: React.RefObject<HTMLDivElement>,
  tree: TreeModel,
  activeKey: string | undefined
): Virtualizer<HTMLDivElement, Element> {
  const { lines } = tree;
  const activeIndex = lines.findIndex(line => line.key === activeKey);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
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
  return virtual;
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

function withActive(range: number[], active: number): number[] {
  if (active < 0 || range.includes(active)) {
    return range;
  }
  return [...range, active].sort((a, b) => a - b);
}

/** Rows beyond each edge; few, so that a tall screen still has at most 60. */
const OVERSCAN = 4;

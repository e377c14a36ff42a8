import { useVirtualizer, defaultRangeExtractor } from '@tanstack/react-virtual';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import type { IColumns } from './columns';
import type { IViewContext } from '../parts/context';
import { FoldIndex } from './foldindex';
import type { IShownNotebook } from '../parts/shownnotebook';
import type { ModulesModel } from './model';
import type { RowGradients } from './rowgradients';
import { rowFindings } from '../parts/node';
import type { Line } from './nodes';
import type { NodeLine } from './nodetree';
import type { INode } from '../parts/node';
import { pressTreeKey, typeAhead } from './keys';
import { TreeRow } from './row';

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

/** What a line of any kind is drawn from. */
interface ILineProps {
  readonly isActive: boolean;
  readonly top: number;
  readonly notebook: IShownNotebook;
  readonly modules: ModulesModel;
  readonly gradients: RowGradients;
  readonly context: IViewContext;
  readonly columns: IColumns;
}

function TreeLine(props: ILineProps & { line: Line }): JSX.Element {
  const { line, modules, context } = props;
  const style = lineStyle(props);
  switch (line.type) {
    case 'node':
      return <ModuleLine {...props} line={line} />;
    case 'index':
      return (
        <FoldIndex
          node={line.node}
          modules={modules}
          context={context}
          style={style}
        />
      );
    case 'loading':
      return (
        <div
          className="jp-ModulescopeTree-row jp-mod-skeleton"
          style={style}
          aria-hidden="true"
        />
      );
    case 'more':
      return (
        <More line={line} modules={modules} context={context} style={style} />
      );
  }
}

function ModuleLine(props: ILineProps & { line: NodeLine }): JSX.Element {
  const { line, notebook, modules, gradients, columns, context } = props;
  const { node } = line;
  const { current } = notebook;
  return (
    <TreeRow
      node={node}
      position={line.position}
      setSize={line.setSize}
      isFlat={line.isFlat}
      columns={columns}
      isSelected={modules.tree.selected?.key === node.key}
      isFocusable={props.isActive}
      findings={rowFindings(node.row, current?.findings ?? [])}
      isChecked={!!current?.checked}
      gradient={
        columns.shown.has('gradient')
          ? (gradients.facts?.of(node.row) ?? null)
          : null
      }
      context={context}
      style={lineStyle(props)}
      onSelect={() => modules.tree.select(node.key)}
      onToggle={() =>
        void modules.withTree(tree => tree.expand([node], !node.expanded))
      }
    />
  );
}

function lineStyle({ top }: ILineProps): React.CSSProperties {
  return { transform: `translateY(${top}px)` };
}

function More(props: {
  line: Extract<Line, { type: 'more' }>;
  modules: ModulesModel;
  context: IViewContext;
  style: React.CSSProperties;
}): JSX.Element {
  const { line, modules, context, style } = props;
  return (
    <div className="jp-ModulescopeTree-more" style={style} role="group">
      <button
        type="button"
        className="jp-Modulescope-link"
        onClick={() => void modules.withTree(tree => tree.showMore(line.node))}
      >
        {context.trans._n(
          'Show %1 more module',
          'Show %1 more modules',
          line.count
        )}
      </button>
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

/** Enter, Space, `/`, Escape, the menu and the two shortcuts; true if it was one. */
function pressCommandKey(
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

function isPlain(event: React.KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Collects the letters that are typed quickly one after the other. */
function type(
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

const ROW_PX = 24;
/** Rows beyond each edge; few, so that a tall screen still has at most 60. */
const OVERSCAN = 4;
const TYPE_MS = 700;

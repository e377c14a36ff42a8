import * as React from 'react';

import { escapeText } from '../../findings/escape';
import type { ILineProps } from './line';
import { TreeLine } from './line';
import { pressKey } from './listkeys';
import { useLinesInView } from './listscroll';
import type { Line } from './nodes';
import type { INode } from '../parts/node';

/** What the list is drawn from. */
interface IModuleTreeProps extends Omit<ILineProps, 'isActive' | 'top'> {
  readonly focusFilter: () => void;
}

/** The rows of the model, of which only those in view are in the page. */
export function ModuleTree(props: IModuleTreeProps): JSX.Element {
  const { modules, context } = props;
  const { tree } = modules;
  const { lines, selected } = tree;
  const box = React.useRef<HTMLDivElement>(null);
  const typed = React.useRef({ text: '', time: 0 });
  const activeKey =
    selected?.key ?? lines.find(line => line.type === 'node')?.key;
  const inView = useLinesInView(box, tree, activeKey);
  return (
    <div
      ref={box}
      className="jp-ModulescopeTree-rows"
      role="tree"
      aria-label={context.trans.__('Modules of %1', escapeText(modules.title))}
      onKeyDown={event => pressKey(event, typed.current, props)}
      onScroll={event => {
        tree.top = event.currentTarget.scrollTop;
      }}
      onContextMenu={event => openMenuAt(event, props)}
    >
      <div
        role="presentation"
        style={{ height: inView.getTotalSize(), position: 'relative' }}
      >
        {inView.getVirtualItems().map(item => (
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

function openMenuAt(
  event: React.MouseEvent<HTMLElement>,
  props: Pick<IModuleTreeProps, 'modules' | 'context'>
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

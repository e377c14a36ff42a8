import * as React from 'react';

import type { IColumns } from './columns';
import type { IViewContext } from '../parts/context';
import { FoldIndex } from './foldindex';
import type { IShownNotebook } from '../parts/shownnotebook';
import type { ModulesModel } from './model';
import type { RowGradients } from './rowgradients';
import { rowFindings } from '../parts/node';
import type { Line } from './nodes';
import type { NodeLine } from './nodetree';
import { TreeRow } from './row';

/** How high each line is. */
export const ROW_PX = 24;

/** What a line of any kind is drawn from. */
export interface ILineProps {
  readonly isActive: boolean;
  readonly top: number;
  readonly notebook: IShownNotebook;
  readonly modules: ModulesModel;
  readonly gradients: RowGradients;
  readonly context: IViewContext;
  readonly columns: IColumns;
}

/** A line of any kind, at its place in the list. */
export function TreeLine(props: ILineProps & { line: Line }): JSX.Element {
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

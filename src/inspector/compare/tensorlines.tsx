import { useVirtualizer } from '@tanstack/react-virtual';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import type { DiffRow } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import type { IDiffLine } from './lines';
import { barLength } from './lines';
import { Name } from '../parts/text';

/** Only the lines in view are in the page. */
export function TensorLines(props: {
  lines: readonly IDiffLine[];
  context: IViewContext;
}): JSX.Element {
  const { lines, context } = props;
  const { trans } = context;
  const box = React.useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: index => `${lines[index].row.kind} ${lines[index].name}`,
    overscan: 4
  });
  return (
    <div
      ref={box}
      className="jp-ModulescopeCompare-lines"
      role="table"
      aria-label={trans.__('Changes of tensors')}
      aria-rowcount={lines.length + 1}
      tabIndex={0}
    >
      <Titles trans={trans} />
      <div
        role="rowgroup"
        style={{ height: virtual.getTotalSize(), position: 'relative' }}
      >
        {virtual.getVirtualItems().map(item => (
          <Line
            key={item.key}
            line={lines[item.index]}
            index={item.index}
            top={item.start}
            context={context}
          />
        ))}
      </div>
    </div>
  );
}

/** The titles of the columns; the last one is the scale of the bars. */
function Titles({ trans }: { trans: TranslationBundle }): JSX.Element {
  return (
    <div role="rowgroup" className="jp-ModulescopeCompare-head">
      <div role="row" aria-rowindex={1} className="jp-ModulescopeCompare-grid">
        <span role="columnheader" aria-label={trans.__('Sign')} />
        <span role="columnheader">{trans.__('Tensor')}</span>
        <span role="columnheader" className="jp-ModulescopeCompare-shape">
          {trans.__('Shape, type')}
        </span>
        <span
          role="columnheader"
          className="jp-ModulescopeTree-number"
          title={trans.__('How large the change is, relative to the values')}
        >
          {RELATIVE}
        </span>
        <span role="columnheader" className="jp-ModulescopeCompare-ticks">
          {TICKS.map(tick => (
            <span key={tick}>{tick}</span>
          ))}
        </span>
      </div>
    </div>
  );
}

function Line(props: {
  line: IDiffLine;
  index: number;
  top: number;
  context: IViewContext;
}): JSX.Element {
  const { line, index, top, context } = props;
  const { row, name, count, relative } = line;
  const isChanged = row.kind === 'changed';
  const bar = { width: `${barLength(relative) * 100}%` };
  return (
    <div
      className={`jp-ModulescopeCompare-line jp-ModulescopeCompare-grid${isChanged ? '' : ' jp-mod-dimmed'}`}
      role="row"
      aria-rowindex={index + 2}
      title={changeTitle(row)}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" className="jp-ModulescopeCompare-sign">
        {isChanged ? SIGNS.changed : SIGNS.unchanged}
      </span>
      <span role="rowheader" className="jp-ModulescopeCompare-what">
        <Name text={name} />
        {count > 1 && <Times count={count} />}
      </span>
      <span
        role="cell"
        className="jp-ModulescopeCompare-shape jp-Modulescope-dim"
      >
        {escapeText(row.shape)}
      </span>
      <span role="cell" className="jp-ModulescopeTree-number">
        {changeText(line, context)}
      </span>
      <span role="cell" className="jp-ModulescopeCompare-scale">
        <span className="jp-ModulescopeCompare-bar" style={bar} />
      </span>
    </div>
  );
}

/** How many tensors a line stands for. */
function Times({ count }: { count: number }): JSX.Element {
  const text = ` ×${count}`;
  return <b>{text}</b>;
}

/** `std 0.071 → std 0.14`; of several tensors, that of the first. */
function changeTitle({ before, after }: DiffRow): string {
  return [before, after]
    .filter(text => text !== '')
    .map(text => escapeText(text))
    .join(' → ');
}

/** `9.4e-1`, `≤ 9.6e-1` of several, `≈ 0.1` of a sample, or `unchanged`. */
function changeText(
  { row, count, relative }: IDiffLine,
  { trans }: IViewContext
): string {
  if (row.kind === 'unchanged') {
    return trans.__('unchanged');
  }
  if (relative === null) {
    return trans.__('changed');
  }
  const value = relative.toExponential(1);
  if (count > 1) {
    return `≤ ${value}`;
  }
  return row.estimated ? `≈ ${value}` : value;
}

/** Mathematics, which needs no translation. */
const RELATIVE = '|Δ|/|w|';
/** What a bar of no, of half and of full length stands for. */
const TICKS = ['1e-4', '1e-2', '1'] as const;
const SIGNS = { changed: 'Δ', unchanged: '=' } as const;
const ROW_PX = 24;

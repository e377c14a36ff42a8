import type { LabIcon } from '@jupyterlab/ui-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import {
  compareIcon,
  lockIcon,
  minusIcon,
  movedIcon,
  plusIcon
} from '../parts/icons';
import { escapeText } from '../../findings/escape';
import type { DiffRow, SnapshotDiff } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { FilterBox, Select } from '../parts/controls';
import type { DiffFilter, IDiffLine } from './lines';
import { barLength, diffLines, isValue } from './lines';
import { formatExact } from '../parts/format';
import { Name } from '../parts/text';

/** What was added, removed, moved, or changed its type, shape or place. */
export function Structure(props: {
  rows: readonly DiffRow[];
  context: IViewContext;
}): JSX.Element | null {
  const { rows, context } = props;
  const { trans } = context;
  if (rows.length === 0) {
    return null;
  }
  return (
    <section aria-label={trans.__('Structure')}>
      <h3 className="jp-ModulescopeCompare-title">
        {trans.__('Structure')}
        <span className="jp-Modulescope-dim">{countText(rows, trans)}</span>
      </h3>
      <ul className="jp-ModulescopeCompare-list">
        {rows.map(row => (
          <li
            key={`${row.kind} ${row.fqn}`}
            className="jp-ModulescopeCompare-row"
          >
            <KindIcon kind={row.kind} />
            <span className="jp-ModulescopeCompare-kind">
              {kindText(row.kind, trans)}
            </span>
            <span className="jp-ModulescopeCompare-what">
              <Name text={row.fqn} />{' '}
              <span className="jp-Modulescope-dim">
                {[row.before, row.after]
                  .filter(text => text !== '')
                  .map(text => escapeText(text))
                  .join(' → ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `1 added · 2 retyped` */
function countText(rows: readonly DiffRow[], trans: TranslationBundle): string {
  const counts = new Map<DiffRow['kind'], number>();
  rows.forEach(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  return Array.from(
    counts,
    ([kind, count]) => `${count} ${kindText(kind, trans)}`
  ).join(' · ');
}

function KindIcon(props: { kind: DiffRow['kind'] }): JSX.Element {
  const icon = ICONS[props.kind];
  return icon ? (
    <icon.react tag="span" className="jp-ModulescopeIcon" />
  ) : (
    <span className="jp-ModulescopeCompare-sign" aria-hidden="true">
      ≠
    </span>
  );
}

function kindText(kind: DiffRow['kind'], trans: TranslationBundle): string {
  switch (kind) {
    case 'added':
      return trans.__('added');
    case 'removed':
      return trans.__('removed');
    case 'moved':
      return trans.__('moved');
    case 'retyped':
      return trans.__('retyped');
    case 'shape':
      return trans.__('shape');
    case 'dtype':
      return trans.__('dtype');
    case 'device':
      return trans.__('device');
    case 'frozen':
      return trans.__('frozen');
    case 'changed':
      return trans.__('changed');
    case 'unchanged':
      return trans.__('unchanged');
  }
}

/** How much each tensor changed. */
export function Tensors(props: {
  diff: SnapshotDiff;
  context: IViewContext;
}): JSX.Element | null {
  const { diff, context } = props;
  const { trans, locale } = context;
  const [filter, setFilter] = React.useState<DiffFilter>('all');
  const [text, setText] = React.useState('');
  const [byChange, setByChange] = React.useState(false);
  const values = diff.rows.filter(isValue);
  const lines = React.useMemo(
    () => diffLines(diff.rows, filter, text, byChange),
    [diff, filter, text, byChange]
  );
  if (values.length === 0) {
    return null;
  }
  const changed = values.filter(({ kind }) => kind === 'changed').length;
  const filters: readonly (readonly [DiffFilter, string])[] = [
    ['all', trans.__('All %1', values.length)],
    ['changed', trans.__('Changed %1', changed)],
    ['unchanged', trans.__('Unchanged %1', values.length - changed)]
  ];
  return (
    <section
      className="jp-ModulescopeCompare-tensors"
      aria-label={trans.__('Tensors')}
    >
      <h3 className="jp-ModulescopeCompare-title">
        {trans.__('Tensors')}
        <span className="jp-Modulescope-dim">
          {trans.__(
            '%1 changed · %2 unchanged',
            formatExact(changed, locale),
            formatExact(values.length - changed, locale)
          )}
        </span>
      </h3>
      <div className="jp-ModulescopeTools">
        <span
          className="jp-ModulescopeCompare-filters"
          role="group"
          aria-label={trans.__('Which tensors')}
        >
          {filters.map(([value, label]) => (
            <button
              key={value}
              type="button"
              className="jp-ModulescopeButton"
              aria-pressed={filter === value}
              onClick={() => setFilter(value)}
            >
              {label}
            </button>
          ))}
        </span>
        <FilterBox
          label={trans.__('Filter tensors by path')}
          placeholder={trans.__('path')}
          value={text}
          isActive={text !== ''}
          onChange={setText}
        />
        <Select
          label={trans.__('Order')}
          value={byChange ? 'change' : 'path'}
          options={[
            { value: 'path', label: trans.__('Path order') },
            { value: 'change', label: trans.__('Largest change') }
          ]}
          onChange={value => setByChange(value === 'change')}
        />
      </div>
      <Lines lines={lines} context={context} />
      <div className="jp-ModulescopeFoot">
        {trans._n(
          '%2 of %3 row shown, alike neighbours folded',
          '%2 of %3 rows shown, alike neighbours folded',
          values.length + diff.left_out,
          formatExact(lines.length, locale),
          formatExact(values.length + diff.left_out, locale)
        )}
      </div>
    </section>
  );
}

/** Only the lines in view are in the page. */
function Lines(props: {
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

const ICONS: Readonly<Partial<Record<DiffRow['kind'], LabIcon>>> = {
  added: plusIcon,
  removed: minusIcon,
  moved: movedIcon,
  retyped: compareIcon,
  frozen: lockIcon
};
/** Mathematics, which needs no translation. */
const RELATIVE = '|Δ|/|w|';
/** What a bar of no, of half and of full length stands for. */
const TICKS = ['1e-4', '1e-2', '1'] as const;
const SIGNS = { changed: 'Δ', unchanged: '=' } as const;
const ROW_PX = 24;

import * as React from 'react';

import type { SnapshotDiff } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { Select } from '../parts/controls';
import { FilterBox } from '../parts/filterbox';
import type { DiffFilter } from './lines';
import { diffLines, isValue } from './lines';
import { formatExact } from '../parts/format';
import { TensorLines } from './tensorlines';

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
      <TensorLines lines={lines} context={context} />
      <div className="jp-ModulescopeFoot">
        {trans.__(
          '%1 of %2 rows shown, alike neighbours folded',
          formatExact(lines.length, locale),
          formatExact(values.length + diff.left_out, locale)
        )}
      </div>
    </section>
  );
}

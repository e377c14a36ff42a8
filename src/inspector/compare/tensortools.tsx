import * as React from 'react';

import type { IViewContext } from '../parts/context';
import { Select } from '../parts/controls';
import { FilterBox } from '../parts/filterbox';
import type { DiffFilter } from './lines';

/** Which tensors are listed, and in which order. */
export interface ITensorChoice {
  readonly filter: DiffFilter;

  /** A part of their paths. */
  readonly text: string;

  /** The largest change first, instead of the order of the paths. */
  readonly byChange: boolean;
}

/** What is listed before the user has chosen. */
export const ALL_TENSORS: ITensorChoice = {
  filter: 'all',
  text: '',
  byChange: false
};

/** Chooses which tensors are listed. */
export function TensorTools(props: ITensorToolsProps): JSX.Element {
  const { choice, choose, context } = props;
  const { trans } = context;
  return (
    <div className="jp-ModulescopeTools">
      <ChangeFilter {...props} />
      <FilterBox
        label={trans.__('Filter tensors by path')}
        placeholder={trans.__('path')}
        value={choice.text}
        isActive={choice.text !== ''}
        onChange={text => choose({ text })}
      />
      <Select
        label={trans.__('Order')}
        value={choice.byChange ? 'change' : 'path'}
        options={[
          { value: 'path', label: trans.__('Path order') },
          { value: 'change', label: trans.__('Largest change') }
        ]}
        onChange={value => choose({ byChange: value === 'change' })}
      />
    </div>
  );
}

interface ITensorToolsProps {
  readonly counts: { readonly changed: number; readonly unchanged: number };
  readonly choice: ITensorChoice;
  readonly choose: (change: Partial<ITensorChoice>) => void;
  readonly context: IViewContext;
}

/** All tensors, those that changed or those that did not, and how many that are. */
function ChangeFilter(props: ITensorToolsProps): JSX.Element {
  const { counts, choice, choose, context } = props;
  const { changed, unchanged } = counts;
  const { trans } = context;
  const filters: readonly (readonly [DiffFilter, string])[] = [
    ['all', trans.__('All %1', changed + unchanged)],
    ['changed', trans.__('Changed %1', changed)],
    ['unchanged', trans.__('Unchanged %1', unchanged)]
  ];
  return (
    <span
      className="jp-ModulescopeCompare-filters"
      role="group"
      aria-label={trans.__('Which tensors')}
    >
      {filters.map(([filter, label]) => (
        <button
          key={filter}
          type="button"
          className="jp-ModulescopeButton"
          aria-pressed={choice.filter === filter}
          onClick={() => choose({ filter })}
        >
          {label}
        </button>
      ))}
    </span>
  );
}

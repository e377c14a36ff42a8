import * as React from 'react';

import { compareIcon, snapshotIcon } from '../parts/icons';
import { escapeText } from '../../findings/escape';
import type { SnapshotRow } from '../../protocol/messages';
import { NOW, birthKey } from './pair';
import type { CompareModel, Preset } from './model';
import type { IViewContext } from '../parts/context';
import type { IOption } from '../parts/controls';
import { IconButton, Select } from '../parts/controls';
import { formatTime } from '../parts/format';
import type { IShownModel } from '../asking/shownmodel';
import { runNumber } from '../parts/text';

/** Which two, and what takes a new one. */
export function CompareTools(props: ICompareToolsProps): JSX.Element {
  const { compare, modules, context } = props;
  const { trans } = context;
  const options = compare.snapshots.map(row => snapshotOption(row, context));
  const { a, b } = compare;
  const presets: readonly IOption[] = [
    { value: '', label: trans.__('Presets') },
    { value: 'cell', label: trans.__('Before and after the next cell') },
    { value: 'load', label: trans.__('Before and after loading') },
    { value: 'initial', label: trans.__('Initial and now') }
  ];
  const hasModel = modules.model !== null;
  const initial: IOption[] =
    modules.model === null
      ? []
      : [{ value: birthKey(modules.model), label: trans.__('initial') }];
  const none: IOption[] = a === null ? [{ value: '', label: '–' }] : [];
  return (
    <div
      className="jp-ModulescopeCompare-tools"
      role="toolbar"
      aria-label={trans.__('Compare tools')}
    >
      <Select
        label={trans.__('A, the earlier state')}
        value={a ?? ''}
        options={[...none, ...initial, ...options]}
        onChange={key => void compare.compare(key, b)}
      />
      <span aria-hidden="true">→</span>
      <Select
        label={trans.__('B, the later state')}
        value={b}
        options={[...options, { value: NOW, label: trans.__('now') }]}
        onChange={key => void compare.compare(a, key)}
      />
      <button
        type="button"
        className="jp-ModulescopeButton jp-mod-accept"
        disabled={a === null || a === b || compare.isLoading}
        onClick={() => void compare.compare(a, b)}
      >
        {trans.__('Compare')}
      </button>
      <IconButton
        icon={compareIcon}
        label={trans.__('Swap A and B')}
        isDisabled={a === null || b === NOW}
        onClick={() => a !== null && void compare.compare(b, a)}
      />
      <span className="jp-ModulescopeCompare-space" />
      <Select
        label={trans.__('Presets')}
        value=""
        options={presets}
        onChange={value => value !== '' && void compare.apply(value as Preset)}
      />
      <button
        type="button"
        className="jp-ModulescopeButton"
        disabled={!hasModel}
        onClick={() => void compare.snapshot()}
      >
        <snapshotIcon.react tag="span" className="jp-ModulescopeIcon" />
        {trans.__('Snapshot')}
      </button>
    </div>
  );
}

interface ICompareToolsProps {
  readonly modules: IShownModel;
  readonly compare: CompareModel;
  readonly context: IViewContext;
}

/** `before loading 12:01:07` */
function snapshotOption(
  row: SnapshotRow,
  { trans, locale }: IViewContext
): IOption {
  const cell = row.cell ? `${runNumber(row.cell)} ` : '';
  return {
    value: row.key,
    label: trans.__(
      '%1 · %2%3',
      escapeText(row.name),
      cell,
      formatTime(row.time, locale)
    )
  };
}

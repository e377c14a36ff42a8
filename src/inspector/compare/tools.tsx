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
  return (
    <div
      className="jp-ModulescopeCompare-tools"
      role="toolbar"
      aria-label={props.context.trans.__('Compare tools')}
    >
      <PairTools {...props} />
      <span className="jp-ModulescopeCompare-space" />
      <SnapshotTools {...props} />
    </div>
  );
}

interface ICompareToolsProps {
  readonly modules: IShownModel;
  readonly compare: CompareModel;
  readonly context: IViewContext;
}

/** The two states, and what compares or swaps them. */
function PairTools(props: ICompareToolsProps): JSX.Element {
  const { compare, context } = props;
  const { trans } = context;
  const { a, b } = compare;
  return (
    <>
      <Select
        label={trans.__('A, the earlier state')}
        value={a ?? ''}
        options={earlierStates(props)}
        onChange={key => void compare.compare(key, b)}
      />
      <span aria-hidden="true">→</span>
      <Select
        label={trans.__('B, the later state')}
        value={b}
        options={laterStates(props)}
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
    </>
  );
}

/** The initial state of the shown model, and the snapshots. */
function earlierStates(props: ICompareToolsProps): IOption[] {
  const { compare, modules, context } = props;
  const { model } = modules;
  const { trans } = context;
  return [
    ...(compare.a === null ? [{ value: '', label: '–' }] : []),
    ...(model === null
      ? []
      : [{ value: birthKey(model), label: trans.__('initial') }]),
    ...compare.snapshots.map(row => snapshotOption(row, context))
  ];
}

/** The snapshots, and the state now. */
function laterStates({ compare, context }: ICompareToolsProps): IOption[] {
  return [
    ...compare.snapshots.map(row => snapshotOption(row, context)),
    { value: NOW, label: context.trans.__('now') }
  ];
}

/** What takes a snapshot at once or with the next run. */
function SnapshotTools(props: ICompareToolsProps): JSX.Element {
  const { compare, modules, context } = props;
  const { trans } = context;
  const presets: readonly IOption[] = [
    { value: '', label: trans.__('Presets') },
    { value: 'cell', label: trans.__('Before and after the next cell') },
    { value: 'load', label: trans.__('Before and after loading') },
    { value: 'initial', label: trans.__('Initial and now') }
  ];
  return (
    <>
      <Select
        label={trans.__('Presets')}
        value=""
        options={presets}
        onChange={value => value !== '' && void compare.apply(value as Preset)}
      />
      <button
        type="button"
        className="jp-ModulescopeButton"
        disabled={modules.model === null}
        onClick={() => void compare.snapshot()}
      >
        <snapshotIcon.react tag="span" className="jp-ModulescopeIcon" />
        {trans.__('Snapshot')}
      </button>
    </>
  );
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

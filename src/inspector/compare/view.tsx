import * as React from 'react';

import { infoIcon } from '../../icons';
import { checkIcon, compareIcon, copyIcon, snapshotIcon } from '../parts/icons';
import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import type { SnapshotDiff, SnapshotRow } from '../../protocol/messages';
import { NOW, birthKey } from './pair';
import type { CompareModel, Preset } from './model';
import type { IViewContext } from '../parts/context';
import type { IOption } from '../parts/controls';
import { IconButton, Select } from '../parts/controls';
import { isValue } from './lines';
import { diffMarkdown } from './markdown';
import { Structure, Tensors } from './sections';
import { formatTime } from '../parts/format';
import type { IdleGate } from '../asking/gate';
import type { IShownModel } from '../asking/shownmodel';
import type { IShownNotebook } from '../parts/shownnotebook';
import { SnapshotList } from './snapshotlist';
import { State, runNumber, errorText } from '../parts/text';
import { UseSignals } from '../parts/usesignals';

/** What the view is drawn from. */
export interface ICompareProps {
  readonly notebook: IShownNotebook;
  readonly modules: IShownModel;
  readonly compare: CompareModel;
  readonly gate: IdleGate;
  readonly context: IViewContext;
}

/** Two states of a model beside each other. */
export function CompareView(props: ICompareProps): JSX.Element {
  const { notebook, compare, gate } = props;
  return (
    <UseSignals of={[notebook.changed, compare.changed, gate.changed]}>
      {() => <Compare {...props} />}
    </UseSignals>
  );
}

function Compare(props: ICompareProps): JSX.Element {
  const { compare, context } = props;
  const { trans } = context;
  const isEmpty = compare.snapshots.length === 0 && !compare.diff;
  return (
    <div className="jp-ModulescopeCompare">
      <Tools {...props} />
      <div role="status">
        <Status {...props} />
      </div>
      {isEmpty ? (
        <State
          context={context}
          actions={[
            {
              label: trans.__('Snapshot'),
              isMain: true,
              run: () => void compare.snapshot()
            }
          ]}
        >
          <p className="jp-ModulescopeState-text">
            {trans.__(
              'No snapshots yet. A snapshot stores structure, statistics and a fingerprint per tensor, never the weights.'
            )}
          </p>
        </State>
      ) : (
        compare.snapshots.length > 0 && (
          <SnapshotList compare={compare} context={context} />
        )
      )}
      {compare.diff && <Diff diff={compare.diff} context={context} />}
    </div>
  );
}

/** Which two, and what takes a new one. */
function Tools(props: ICompareProps): JSX.Element {
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

/** What is armed, waits or went wrong. */
function Status(props: ICompareProps): JSX.Element {
  const { compare, gate, context } = props;
  const { armed, error, message } = compare;
  const { trans } = context;
  return (
    <>
      {gate.isWaiting && (
        <div className="jp-ModulescopeFoot">
          <span>{trans.__('Will run when the kernel is idle')}</span>
          <button
            type="button"
            className="jp-Modulescope-link"
            onClick={() => gate.cancel()}
          >
            {trans.__('Cancel')}
          </button>
        </div>
      )}
      {armed && (
        <div className="jp-ModulescopeFoot">
          <span>
            <Message
              text={
                armed.preset === 'cell'
                  ? trans.__(
                      'The next run takes a snapshot of `%1` before and after it.',
                      armed.model
                    )
                  : trans.__(
                      'The next run takes a snapshot of `%1` before and after `load_state_dict`.',
                      armed.model
                    )
              }
            />
          </span>
          <button
            type="button"
            className="jp-Modulescope-link"
            onClick={() => void compare.disarm()}
          >
            {trans.__('Cancel')}
          </button>
        </div>
      )}
      {message !== '' && (
        <p className="jp-ModulescopeTree-message">
          <Message text={message} />
        </p>
      )}
      {error && (
        <p className="jp-ModulescopeTree-message">
          {errorText(error, context)}
        </p>
      )}
    </>
  );
}

function Diff(props: {
  diff: SnapshotDiff;
  context: IViewContext;
}): JSX.Element {
  const { diff, context } = props;
  const { trans } = context;
  const isEqual = diff.rows.every(({ kind }) => kind === 'unchanged');
  const Icon = isEqual ? checkIcon : infoIcon;
  const structure = diff.rows.filter(row => !isValue(row));
  return (
    <>
      <div className="jp-ModulescopeCompare-summary">
        <Icon.react tag="span" className="jp-ModulescopeIcon" />
        <div>
          <Message text={diff.summary} />
          {diff.a && (
            <div className="jp-Modulescope-dim">
              {[
                escapeText(diff.a.model),
                escapeText(diff.a.class_name),
                trans.__('compared by fingerprint, no weights are stored')
              ].join(' · ')}
            </div>
          )}
          {diff.notes.map(note => (
            <div key={note} className="jp-Modulescope-dim">
              <Message text={note} />
            </div>
          ))}
        </div>
      </div>
      <Structure rows={structure} context={context} />
      <Tensors diff={diff} context={context} />
      <div className="jp-ModulescopeFoot">
        <span />
        <button
          type="button"
          className="jp-Modulescope-link"
          onClick={() => context.copy(diffMarkdown(diff, trans))}
        >
          <copyIcon.react tag="span" className="jp-ModulescopeIcon" />{' '}
          {trans.__('Copy as Markdown')}
        </button>
      </div>
    </>
  );
}

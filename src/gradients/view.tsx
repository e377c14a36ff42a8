import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CIVIDIS } from './colors';
import type { IModelGradients } from './document';
import { formatEnd, formatEps, formatSummary, visible } from './format';
import { Heatmap } from './heatmap';
import type { GradientsModel, Value } from './model';
import { describeCell } from './readout';
import { GLYPHS } from './shapes';
import { Table } from './table';

/** Properties of the view and of its parts. */
export interface IViewProps {
  readonly model: GradientsModel;
  readonly trans: TranslationBundle;
  /** Whether no update came for a while although the cell was recording. */
  readonly quiet: boolean;
}

/** The recorded gradients: header, choices, heat map or table, read-out. */
export function GradientsView(props: IViewProps): JSX.Element {
  const { model, trans } = props;
  const [asTable, setAsTable] = React.useState(false);
  const data = model.model;
  return (
    <div
      className="jp-ModulescopeGradients"
      role="region"
      aria-label={trans.__('Gradients')}
    >
      <Header {...props} />
      <Message {...props} />
      {data && (
        <>
          <Tools {...props} asTable={asTable} onTable={setAsTable} />
          <Onset {...props} data={data} />
          {asTable ? (
            <Table model={model} trans={trans} data={data} />
          ) : (
            <>
              <Heatmap model={model} trans={trans} />
              <Legend {...props} />
            </>
          )}
          <ReadOut {...props} data={data} />
        </>
      )}
    </div>
  );
}

function Header({ model, trans, quiet }: IViewProps): JSX.Element {
  const { document, model: data } = model;
  const models = document?.models ?? [];
  return (
    <div className="jp-ModulescopeGradients-head">
      <b>{trans.__('Gradients')}</b>
      {models.length > 1 ? (
        <select
          className="jp-ModulescopeGradients-select"
          aria-label={trans.__('Model')}
          value={data?.name}
          onChange={event => model.selectModel(event.target.value)}
        >
          {models.map(one => (
            <option key={one.name} value={one.name}>
              {visible(one.name)}
            </option>
          ))}
        </select>
      ) : (
        data && <code>{visible(data.name)}</code>
      )}
      <span className="jp-ModulescopeGradients-dim">
        {stateText(model, trans, quiet)}
      </span>
    </div>
  );
}

function stateText(
  model: GradientsModel,
  trans: TranslationBundle,
  quiet: boolean
): string {
  const { document } = model;
  if (!document) {
    return '';
  }
  if (!document.models.length) {
    return document.state !== 'waiting'
      ? trans.__('Nothing recorded')
      : quiet
        ? trans.__('No backward() was seen here.')
        : trans.__('Waiting for the first backward()');
  }
  const summary = formatSummary(document, trans);
  switch (document.state) {
    case 'done':
    case 'stopped':
      return summary;
    default:
      return quiet
        ? trans.__('No update for a while. Showing %1', summary)
        : trans.__('Recording… %1', summary);
  }
}

/** What there is to say of the whole recording, a line each. */
function Message({ model, trans }: IViewProps): JSX.Element | null {
  const { document, model: data } = model;
  const waiting = document?.state === 'waiting';
  const lines = [
    ...(document?.message && !waiting ? document.message.split('\n') : []),
    ...(data?.scale
      ? [
          trans.__(
            'Values are divided by the scale of the GradScaler, %1',
            data.scale.toLocaleString()
          )
        ]
      : []),
    ...(document?.point === 'step'
      ? [trans.__('Read before optimizer.step(): no backward() was seen')]
      : [])
  ];
  if (!lines.length) {
    return null;
  }
  return (
    <div className="jp-ModulescopeGradients-message">
      {lines.map((line, index) => (
        <div key={index}>{visible(line)}</div>
      ))}
    </div>
  );
}

interface IToolsProps extends IViewProps {
  readonly asTable: boolean;
  onTable(asTable: boolean): void;
}

function Tools({ model, trans, asTable, onTable }: IToolsProps): JSX.Element {
  const values: [Value, string][] = [
    ['rms', trans.__('RMS')],
    ['norm', trans.__('Norm')],
    ['max', trans.__('Max')]
  ];
  return (
    <div
      className="jp-ModulescopeGradients-tools"
      role="toolbar"
      aria-label={trans.__('Gradient view')}
    >
      <span
        className="jp-ModulescopeGradients-segments"
        role="group"
        aria-label={trans.__('Value')}
      >
        {values.map(([value, label]) => (
          <button
            key={value}
            aria-pressed={model.value === value}
            onClick={() => model.setValue(value)}
          >
            {label}
          </button>
        ))}
      </span>
      <input
        className="jp-ModulescopeGradients-filter"
        type="search"
        placeholder={trans.__('filter layers')}
        aria-label={trans.__('Filter layers')}
        data-lm-suppress-shortcuts="true"
        value={model.filter}
        onChange={event => model.setFilter(event.target.value)}
      />
      <button
        className="jp-ModulescopeButton"
        aria-pressed={model.fit}
        title={trans.__('Fit the colours to the shown values')}
        onClick={() => model.setFit(!model.fit)}
      >
        {trans.__('Fit')}
      </button>
      <button
        className="jp-ModulescopeButton"
        aria-pressed={asTable}
        onClick={() => onTable(!asTable)}
      >
        {trans.__('Show as Table')}
      </button>
    </div>
  );
}

interface IDataProps extends IViewProps {
  readonly data: IModelGradients;
}

/** Where the first NaN appeared. */
function Onset({ model, trans, data }: IDataProps): JSX.Element | null {
  const { onset } = data;
  if (!onset) {
    return null;
  }
  const kind = onset.kind === 'NaN' ? trans.__('NaN') : trans.__('Inf');
  const step = onset.step.toLocaleString();
  const before =
    onset.finite_step === null
      ? trans.__('the first recorded step')
      : trans.__('step %1 was finite', onset.finite_step.toLocaleString());
  return (
    <div className="jp-ModulescopeGradients-note">
      <Warning label={trans.__('Warning')} />
      <span className="jp-ModulescopeGradients-grow">
        {trans.__('%1 first seen at step %2 in', kind, step)}{' '}
        <code>{visible(onset.fqn)}</code>; {before}
      </span>
      <button
        className="jp-Modulescope-link"
        onClick={() => model.goTo(onset.fqn, onset.step)}
      >
        {trans.__('Go to step %1', step)}
      </button>
    </div>
  );
}

function Legend({ model, trans }: IViewProps): JSX.Element {
  const [low, high] = model.scale;
  const names = {
    rms: trans.__('RMS'),
    norm: trans.__('norm'),
    max: trans.__('max')
  };
  const name = names[model.value];
  const signs: [string, string][] = [
    ['N', trans.__('NaN')],
    ['I', trans.__('infinite')],
    ['0', trans.__('zero')],
    ['-', trans.__('None')]
  ];
  return (
    <div className="jp-ModulescopeGradients-legend">
      <span>
        {model.fit
          ? trans.__('log10 %1, fitted', name)
          : trans.__('log10 %1', name)}
      </span>
      <span>{formatEnd(low)}</span>
      <span
        className="jp-ModulescopeGradients-scale"
        style={{
          background: `linear-gradient(to right, ${CIVIDIS.join(',')})`
        }}
      />
      <span>{formatEnd(high)}</span>
      <span className="jp-ModulescopeGradients-grow" />
      {signs.map(([flag, label]) => (
        <span key={flag} className="jp-ModulescopeGradients-sign">
          <b>{GLYPHS.get(flag)}</b> {label}
        </span>
      ))}
    </div>
  );
}

/** The values at the crosshair; without one, what stands out. */
function ReadOut({ model, trans, data }: IDataProps): JSX.Element {
  const parts = describeCell(model, trans);
  if (parts.length) {
    return (
      <div className="jp-ModulescopeGradients-read">
        {parts.map((part, index) =>
          index === 1 ? (
            <code key={index}>{part}</code>
          ) : (
            <span key={index}>{part}</span>
          )
        )}
      </div>
    );
  }
  const low = data.rows.filter(row => row.last.num_low > 0).length;
  return (
    <div className="jp-ModulescopeGradients-read">
      {low > 0 ? (
        <>
          <Warning label={trans.__('Warning')} />
          <span>
            {trans.__(
              '%1 of %2 rows are below %3',
              low,
              data.rows.length,
              formatEps(data, trans)
            )}
          </span>
        </>
      ) : (
        <span className="jp-ModulescopeGradients-dim">
          {data.left_out > 0
            ? trans._n(
                '%1 more row is not shown',
                '%1 more rows are not shown',
                data.left_out
              )
            : trans.__(
                'Point at a cell, or use the arrow keys, to read its values'
              )}
        </span>
      )}
    </div>
  );
}

function Warning({ label }: { readonly label: string }): JSX.Element {
  return (
    <svg
      className="jp-ModulescopeGradients-warning"
      role="img"
      aria-label={label}
      width="16"
      height="16"
      viewBox="0 0 16 16"
    >
      <path
        fillRule="evenodd"
        d="M8 1.6c.5 0 .9.25 1.15.68l5.6 10c.5.9-.13 2-1.15 2H2.4c-1.02 0-1.65-1.1-1.15-2l5.6-10C7.1 1.85 7.5 1.6 8 1.6ZM7.2 5.4v4.4h1.6V5.4ZM7.1 11a.9.9 0 1 0 1.8 0a.9.9 0 0 0-1.8 0Z"
      />
    </svg>
  );
}

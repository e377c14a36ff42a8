import * as React from 'react';

import { CIVIDIS } from './colors';
import { formatEnd } from './format';
import type { IViewProps } from './host';
import { GLYPHS } from './labels';
import { valueName } from './names';
import type { IDataProps } from './notes';

/** What the marks of the view mean. */
export function Legend(props: IDataProps): JSX.Element {
  return (
    <div className="jp-ModulescopeGradients-legend">
      {props.model.view === 'heatmap' ? (
        <Colours {...props} />
      ) : (
        <Words {...props} />
      )}
      <Selection {...props} />
    </div>
  );
}

function Colours({ model, host }: IViewProps): JSX.Element {
  const { trans } = host;
  const [low, high] = model.scale;
  const name = valueName(model, trans);
  const signs: [string, string][] = [
    ['N', trans.__('NaN')],
    ['I', trans.__('infinite')],
    ['0', trans.__('zero')],
    ['-', trans.__('None')]
  ];
  return (
    <>
      <span className="jp-ModulescopeGradients-key">
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
      </span>
      <span className="jp-ModulescopeGradients-key">
        {signs.map(([flag, label]) => (
          <span key={flag} className="jp-ModulescopeGradients-sign">
            <b>{GLYPHS.get(flag)}</b> {label}
          </span>
        ))}
      </span>
    </>
  );
}

function Words({ model, host, data }: IDataProps): JSX.Element {
  const { trans } = host;
  if (model.view === 'history') {
    return (
      <span>
        {model.pinned.length
          ? valueName(model, trans)
          : trans.__(
              'No layer is pinned: these are the first, the last, the least and the greatest. Click a row of another view, or press Space there, to pin it.'
            )}
      </span>
    );
  }
  if (model.view === 'ratio' && !model.recording.document?.ratio) {
    return (
      <span>
        {trans.__(
          '|Δw|/|w| was not recorded. Watch with --ratio to record it.'
        )}
      </span>
    );
  }
  const column = model.cursor?.column ?? model.recording.shownColumns[1];
  const step = data.last_steps[column].toLocaleString();
  return (
    <span className="jp-ModulescopeGradients-key">
      <span>{trans.__('bar: least to greatest of the shown steps')}</span>
      <span>{trans.__('line: mean')}</span>
      <span>{trans.__('ring: step %1', step)}</span>
    </span>
  );
}

/** Which steps are selected, and the way back to all. */
function Selection({ model, host, data }: IDataProps): JSX.Element | null {
  const { trans } = host;
  const { selection } = model.recording;
  if (!selection) {
    return null;
  }
  const [from, to] = selection;
  return (
    <span>
      {trans.__(
        'Steps %1–%2 selected',
        data.first_steps[from].toLocaleString(),
        data.last_steps[to].toLocaleString()
      )}{' '}
      <button
        className="jp-Modulescope-link"
        onClick={() => model.select(null)}
      >
        {trans.__('All Steps')}
      </button>
    </span>
  );
}

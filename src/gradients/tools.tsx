import * as React from 'react';

import type { IViewProps } from './host';
import type { Value } from './recording';
import { VIEWS, viewName } from './names';
import { Sign } from './signs';

interface IToolsProps extends IViewProps {
  /** Of the tab panel. */
  readonly id: string;
}

/** Which view, which value, which rows. */
export function Tools(props: IToolsProps): JSX.Element {
  const { model, host } = props;
  const { trans } = host;
  return (
    <div className="jp-ModulescopeGradients-tools">
      <Tabs {...props} />
      {model.view !== 'ratio' && <Values {...props} />}
      {model.view !== 'history' && (
        <span className="jp-ModulescopeGradients-narrowing">
          <Filter {...props} />
          {model.view === 'heatmap' && !model.asTable && (
            <button
              className="jp-ModulescopeButton"
              aria-pressed={model.fit}
              title={trans.__('Fit the colours to the shown values')}
              onClick={() => model.setFit(!model.fit)}
            >
              {trans.__('Fit')}
            </button>
          )}
        </span>
      )}
    </div>
  );
}

function Filter({ model, host }: IViewProps): JSX.Element {
  const { trans } = host;
  return (
    <label className="jp-ModulescopeGradients-filter">
      <Sign name="filter" />
      <input
        type="search"
        placeholder={trans.__('filter layers')}
        aria-label={trans.__('Filter layers')}
        data-lm-suppress-shortcuts="true"
        value={model.filter}
        onChange={event => model.setFilter(event.target.value)}
      />
    </label>
  );
}

/** One tab stop; arrow keys choose. */
function Tabs({ model, host, id }: IToolsProps): JSX.Element {
  const list = React.useRef<HTMLSpanElement>(null);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const at = VIEWS.indexOf(model.view);
    const next = new Map([
      ['ArrowLeft', at - 1],
      ['ArrowRight', at + 1],
      ['Home', 0],
      ['End', VIEWS.length - 1]
    ]).get(event.key);
    if (next === undefined) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const index = (next + VIEWS.length) % VIEWS.length;
    model.setView(VIEWS[index]);
    list.current?.querySelectorAll('button')[index].focus();
  };
  return (
    <span
      ref={list}
      className="jp-ModulescopeGradients-segments"
      role="tablist"
      aria-label={host.trans.__('View')}
      data-lm-suppress-shortcuts="true"
      onKeyDown={onKeyDown}
    >
      {VIEWS.map(view => (
        <button
          key={view}
          id={`${id}-${view}`}
          role="tab"
          aria-selected={view === model.view}
          aria-controls={id}
          tabIndex={view === model.view ? 0 : -1}
          onClick={() => model.setView(view)}
        >
          {viewName(view, host.trans)}
        </button>
      ))}
    </span>
  );
}

function Values({ model, host }: IViewProps): JSX.Element {
  const { trans } = host;
  const values: [Value, string][] = [
    ['rms', trans.__('RMS')],
    ['norm', trans.__('Norm')],
    ...(model.recording.isLight
      ? []
      : [['max', trans.__('Max')] as [Value, string]])
  ];
  return (
    <span
      className="jp-ModulescopeGradients-segments"
      role="group"
      aria-label={trans.__('Value')}
    >
      {values.map(([value, label]) => (
        <button
          key={value}
          aria-pressed={model.recording.value === value}
          onClick={() => model.setValue(value)}
        >
          {label}
        </button>
      ))}
    </span>
  );
}

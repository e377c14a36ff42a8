import * as React from 'react';

import { Header } from './header';
import type { IViewProps } from './host';
import { Legend } from './legend';
import type { GradientsModel } from './model';
import { Message, Onset, ReadOut } from './notes';
import { Pins } from './pins';
import { Plot } from './plot';
import { Table } from './table';
import { Tools } from './tools';

/** The recorded gradients: header, choices, one of the views, read-out. */
export function GradientsView(props: IViewProps): JSX.Element {
  const { model, host } = props;
  useChanges(model);
  const id = React.useId();
  const data = model.recording.model;
  return (
    <div
      className="jp-ModulescopeGradients"
      role="region"
      aria-label={host.trans.__('Gradients')}
    >
      <Header {...props} />
      <Message {...props} />
      {data && (
        <>
          <Tools {...props} id={id} />
          <Onset {...props} data={data} />
          <div
            id={id}
            role="tabpanel"
            aria-labelledby={`${id}-${model.view}`}
            className="jp-ModulescopeGradients-panel"
          >
            {model.asTable ? (
              <Table model={model} trans={host.trans} data={data} />
            ) : (
              <>
                <Plot {...props} />
                <Legend {...props} data={data} />
              </>
            )}
          </div>
          <ReadOut {...props} data={data} />
          <Pins {...props} />
        </>
      )}
    </div>
  );
}

/** Draws a component again after each change of a model. */
function useChanges(model: GradientsModel): void {
  const [, redraw] = React.useReducer((count: number) => count + 1, 0);
  React.useEffect(() => {
    model.changed.connect(redraw);
    return () => {
      model.changed.disconnect(redraw);
    };
  }, [model]);
}

import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { UseSignal } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import type { GradsFound } from '../../protocol/messages';
import { GRADIENTS_MIME } from '../../tokens';
import type { IShownModel } from '../asking/shownmodel';
import type { IViewContext } from '../parts/context';
import { GradsModel } from './gradsmodel';
import type { ITab, ITabProps } from './tab';
import { TabState } from './tabstate';
import type { WatchModel } from './watchmodel';
import { State } from '../parts/text';

/** The Grads tab: what a watch recorded of this module, drawn as in the notebook. */
export const gradsTab: ITab<GradsModel> = {
  id: 'grads',
  label: trans => trans.__('Grads'),
  model: options => new GradsModel(options),
  view: Grads
};

function Grads(props: ITabProps<GradsModel>): JSX.Element {
  const { model, modules, gate, context } = props;
  const { found, watch } = model;
  return (
    <UseSignal signal={found.changed}>
      {() => (
        <>
          <Record watch={watch} modules={modules} context={context} />
          {found.answer ? (
            <Found answer={found.answer} context={context} />
          ) : (
            <TabState tab={found} gate={gate} context={context} />
          )}
        </>
      )}
    </UseSignal>
  );
}

/** Records the whole model from the next backward pass on, in whatever cell it runs. */
function Record(props: {
  watch: WatchModel;
  modules: IShownModel;
  context: IViewContext;
}): JSX.Element {
  const { watch, modules } = props;
  const { trans } = props.context;
  return (
    <UseSignal signal={watch.changed}>
      {() => (
        <p className="jp-ModulescopeGrads-bar">
          <button
            type="button"
            className="jp-ModulescopeButton"
            title={
              watch.isOn
                ? trans.__('End the recording; what was recorded stays')
                : trans.__('Record gradients from the next backward() on')
            }
            // Nothing names a model that is only kept alive.
            disabled={!watch.isOn && (!modules.model || !!modules.entry?.kept)}
            onClick={() =>
              void (watch.isOn
                ? watch.stop()
                : watch.start(modules.model ?? ''))
            }
          >
            {watch.isOn ? trans.__('Stop Recording') : trans.__('Record')}
          </button>
        </p>
      )}
    </UseSignal>
  );
}

function Found(props: {
  answer: GradsFound;
  context: IViewContext;
}): JSX.Element {
  const { answer, context } = props;
  const { document } = answer;
  const text = escapeText(answer.text);
  if (!document || !context.rendermime) {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          <Message
            text={
              text ||
              context.trans.__(
                'No gradients recorded. Choose Record, put `%%nn watch` on the training cell, or run `backward()`.'
              )
            }
          />
        </p>
      </State>
    );
  }
  return (
    <>
      {text !== '' && <p className="jp-ModulescopeTree-message">{text}</p>}
      <Drawing
        key={`${answer.model} ${answer.fqn}`}
        document={document}
        rendermime={context.rendermime}
      />
    </>
  );
}

/** The application's renderer of this type; newer documents are drawn in place. */
function Drawing(props: {
  document: NonNullable<GradsFound['document']>;
  rendermime: IRenderMimeRegistry;
}): JSX.Element {
  const { document, rendermime } = props;
  const host = React.useRef<HTMLDivElement>(null);
  const renderer = React.useRef<IRenderMime.IRenderer | null>(null);
  // Its end comes while the host is still in the page, as the end of a widget must.
  React.useLayoutEffect(() => {
    if (!host.current) {
      return;
    }
    const created = rendermime.createRenderer(GRADIENTS_MIME);
    renderer.current = created;
    Widget.attach(created, host.current);
    return () => created.dispose();
  }, [rendermime]);
  React.useEffect(() => {
    const data = { [GRADIENTS_MIME]: document as never };
    void renderer.current?.renderModel(rendermime.createModel({ data }));
  }, [document, rendermime]);
  return <div ref={host} className="jp-ModulescopeGrads" />;
}

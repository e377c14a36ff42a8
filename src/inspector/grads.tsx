import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { UseSignal } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { escapeText } from '../protocol/escape';
import type { GradsFound } from '../protocol/messages';
import { GRADIENTS_MIME } from '../tokens';
import type { IViewContext } from './context';
import type { InspectorModel } from './model';
import { TabState } from './tabstate';
import { Message, State } from './text';

/** The Grads tab: what a watch recorded of this module, drawn as in the notebook. */
export function Grads(props: {
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element {
  const { grads } = props.model.tabs;
  return (
    <UseSignal signal={grads.changed}>
      {() =>
        grads.answer ? (
          <Found {...props} answer={grads.answer} />
        ) : (
          <TabState {...props} tab={grads} />
        )
      }
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
                'No gradients recorded. Put `%%nn watch` on the training cell, or run `backward()`.'
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
  React.useEffect(() => {
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

import type { IEditorServices } from '@jupyterlab/codeeditor';
import { CodeEditor } from '@jupyterlab/codeeditor';
import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../../findings/escape';
import { Message } from '../../findings/messageview';
import type { ClassSource } from '../../protocol/messages';
import type { IFindingsModel } from '../../tokens';
import type { IViewContext } from '../parts/context';
import { formatExact } from '../parts/format';
import type { ITab, ITabProps } from './tab';
import { TabModel } from './tabmodel';
import { TabState } from './tabstate';
import { CellLink, Name, State, runNumber } from '../parts/text';

/** The Source tab: the text of the class, and where it stands. */
export const sourceTab: ITab<TabModel<ClassSource>> = {
  id: 'source',
  label: trans => trans.__('Source'),
  model: ({ details, modules }) =>
    new TabModel({
      tab: 'source',
      kind: 'source.get',
      details,
      modules,
      gate: null,
      ask: (questions, model, fqn) => questions.source(model, fqn)
    }),
  view: Source
};

function Source(props: ITabProps<TabModel<ClassSource>>): JSX.Element {
  const { model, source, gate, context } = props;
  return (
    <UseSignal signal={model.changed}>
      {() =>
        model.answer ? (
          <Text answer={model.answer} source={source} context={context} />
        ) : (
          <TabState tab={model} gate={gate} context={context} />
        )
      }
    </UseSignal>
  );
}

function Text(props: {
  answer: ClassSource;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { answer, source, context } = props;
  const { trans, locale } = context;
  if (answer.text === '') {
    return (
      <State context={context}>
        <p className="jp-ModulescopeState-text">
          {answer.reason === ''
            ? trans.__('The source of this class is not known.')
            : escapeText(answer.reason)}
        </p>
      </State>
    );
  }
  return (
    <div className="jp-ModulescopeSource">
      <div className="jp-ModulescopeSource-head">
        <Name text={answer.class_name} />
        {answer.cell ? (
          <CellLink
            cell={answer.cell}
            label={trans.__('Go to cell %1', runNumber(answer.cell))}
            line={answer.line ?? undefined}
            source={source}
          />
        ) : (
          <Name text={fileText(answer)} />
        )}
      </div>
      {answer.edited && (
        <p className="jp-ModulescopeTree-message" role="status">
          <Message
            text={trans.__(
              'The class was edited after this object was built. Rebuild the model to use the new code.'
            )}
          />
        </p>
      )}
      <Code
        text={escapeText(answer.text, { multiline: true })}
        label={trans.__('Source of %1', escapeText(answer.class_name))}
        editors={context.editors}
      />
      {answer.left_out > 0 && (
        <div className="jp-ModulescopeFoot">
          {trans._n(
            '%2 more line',
            '%2 more lines',
            answer.left_out,
            formatExact(answer.left_out, locale)
          )}
        </div>
      )}
    </div>
  );
}

/** Read-only code in the application's own editor; plain text where there is none. */
function Code(props: {
  text: string;
  label: string;
  editors: IEditorServices | null;
}): JSX.Element {
  const { text, label, editors } = props;
  const host = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    if (!editors || !host.current) {
      return;
    }
    const model = new CodeEditor.Model({ mimeType: 'text/x-python' });
    model.sharedModel.setSource(text);
    const editor = editors.factoryService.newInlineEditor({
      host: host.current,
      model,
      config: { readOnly: true, lineNumbers: false, lineWrap: false }
    });
    const content = editor.host.querySelector('[role="textbox"]');
    content?.setAttribute('aria-label', label);
    content?.setAttribute('aria-readonly', 'true');
    return () => {
      editor.dispose();
      model.dispose();
    };
  }, [text, label, editors]);
  return editors ? (
    <div ref={host} className="jp-ModulescopeSource-editor" />
  ) : (
    <pre className="jp-ModulescopeTable-code">{text}</pre>
  );
}

/** `torch/nn/modules/linear.py:50` */
function fileText({ file, line }: ClassSource): string {
  return line === null || file === '' ? file : `${file}:${line + 1}`;
}

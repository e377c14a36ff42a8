import * as React from 'react';

import type { ModelGradients } from '../protocol/messages';
import { fileName, save, saveText } from './files';
import { formatSummary, visible } from './format';
import type { IViewProps } from './host';
import type { IEntry } from './menu';
import { Menu } from './menu';
import type { GradientsModel } from './model';
import { picture } from './picture';
import { moduleOf } from './rows';
import { csv, markdown, tabbed, tableOf } from './text';

interface IViewMenuProps extends IViewProps {
  readonly data: ModelGradients;
}

/** How long it is said that something was copied. */
const SAID_MS = 4_000;

/** What can be done with what is shown. */
export function ViewMenu(props: IViewMenuProps): JSX.Element {
  const { trans } = props.host;
  const [said, say] = useSaid();
  const here = React.useRef<HTMLSpanElement>(null);
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      say(trans.__('Copied.'));
    } catch {
      say(trans.__('The browser does not allow to copy here.'));
    }
  };
  const entries = [
    ...tableEntries(props, text => void copy(text)),
    ...fileEntries(props, here),
    ...panelEntries(props)
  ];
  return (
    <span ref={here} className="jp-ModulescopeGradients-actions">
      <span role="status" className="jp-ModulescopeGradients-dim">
        {said}
      </span>
      <Menu entries={entries} trans={trans} />
    </span>
  );
}

/** A sentence that goes by itself, and what says another. */
function useSaid(): [string, (sentence: string) => void] {
  const [said, say] = React.useState('');
  React.useEffect(() => {
    const timer = said && window.setTimeout(() => say(''), SAID_MS);
    return () => window.clearTimeout(timer || undefined);
  }, [said]);
  return [said, say];
}

function tableEntries(
  { model, host, data }: IViewMenuProps,
  copy: (text: string) => void
): IEntry[] {
  const { trans } = host;
  const table = (): string[][] => tableOf(model, data, trans);
  return [
    {
      label: model.asTable
        ? trans.__('Show as Chart')
        : trans.__('Show as Table'),
      run: () => model.setTable(!model.asTable)
    },
    { label: trans.__('Copy Table'), run: () => copy(tabbed(table())) },
    {
      label: trans.__('Copy as Markdown'),
      run: () => copy(markdown(title({ model, host, data }), table()))
    }
  ];
}

function fileEntries(
  { model, host, data }: IViewMenuProps,
  here: React.RefObject<HTMLElement>
): IEntry[] {
  const { trans } = host;
  return [
    {
      label: trans.__('Save CSV'),
      run: () =>
        saveText(
          fileName(data.name, 'csv'),
          'text/csv;charset=utf-8',
          csv(data)
        )
    },
    {
      label: trans.__('Save PNG'),
      run: () => {
        if (here.current) {
          const url = picture(model, here.current, trans);
          save(fileName(data.name, 'png'), url);
        }
      }
    }
  ];
}

function panelEntries({ model, host, data }: IViewMenuProps): IEntry[] {
  const { trans, open } = host;
  return open
    ? [
        {
          label: trans.__('Send to Panel'),
          run: () => open(data.name, chosenModule(model, data))
        }
      ]
    : [];
}

function title({ model, host, data }: IViewMenuProps): string {
  const name = host.trans.__('Gradients of %1', visible(data.name));
  return model.recording.document
    ? `${name} · ${formatSummary(model.recording.document, host.trans)}`
    : name;
}

/** The module of the crosshair, else of the latest pin; without both, the model. */
function chosenModule(model: GradientsModel, data: ModelGradients): string {
  const { cursor, pinned } = model;
  const all = data.rows.flatMap(row => [row, ...row.members]);
  const row = cursor
    ? model.rows[cursor.row]?.row
    : all.find(({ name }) => name === pinned.at(-1));
  return row ? moduleOf(row) : '';
}

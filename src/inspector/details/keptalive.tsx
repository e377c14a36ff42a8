import * as React from 'react';

import { Message } from '../../findings/messageview';
import type { HoldersFound } from '../../protocol/messages';
import type { IViewContext } from '../parts/context';
import { formatBytes } from '../parts/format';
import type { IShownModel } from '../asking/shownmodel';
import type { IFindingsModel } from '../../tokens';
import { Questions } from '../asking/questions';
import { CellLink, runNumber, errorText } from '../parts/text';

/** That the shown model has lost its name, since when, and on a click what holds it. */
export function KeptAlive(props: {
  modules: IShownModel;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element | null {
  const { modules, source, context } = props;
  const { trans, locale } = context;
  const { entry } = modules;
  const kept = entry?.kept;
  if (!entry || !kept) {
    return null;
  }
  return (
    <>
      <dt className="jp-ModulescopeFacts-term">{trans.__('Kept alive')}</dt>
      <dd className="jp-ModulescopeFacts-fact">
        {formatBytes(kept.bytes, locale)}
        {kept.since_cell && (
          <>
            {' '}
            {trans.__('since')}{' '}
            <CellLink
              cell={kept.since_cell}
              label={runNumber(kept.since_cell)}
              source={source}
            />
          </>
        )}
        <Holders key={entry.key} {...props} name={entry.key} />
      </dd>
    </>
  );
}

/** Searching the kernel takes a moment, so it is done on a click. */
function Holders(props: {
  modules: IShownModel;
  source: IFindingsModel;
  name: string;
  context: IViewContext;
}): JSX.Element {
  const { modules, source, name, context } = props;
  const { trans } = context;
  const [found, setFound] = React.useState<HoldersFound | Error | null>(null);
  const [isAsking, setAsking] = React.useState(false);
  const ask = async (): Promise<void> => {
    const { companion } = modules;
    if (companion) {
      setAsking(true);
      setFound(await new Questions(companion).holders(name).catch(asError));
      setAsking(false);
    }
  };
  return (
    <div role="status">
      {found instanceof Error && errorText(found, context)}
      {found && !(found instanceof Error) && (
        <ul className="jp-ModulescopeMemory-behind">
          {found.holders.map(holder => (
            <li key={holder.text}>
              <Message text={holder.text} />{' '}
              {holder.cell && (
                <CellLink
                  cell={holder.cell}
                  label={runNumber(holder.cell)}
                  source={source}
                />
              )}
            </li>
          ))}
          {found.holders.length === 0 && (
            <li>{trans.__('Nothing was found that holds it.')}</li>
          )}
          {found.partial && (
            <li className="jp-Modulescope-dim">
              {trans.__('The search was cut short.')}
            </li>
          )}
        </ul>
      )}
      {!found && (
        <button
          type="button"
          className="jp-ModulescopeButton"
          disabled={isAsking}
          onClick={() => void ask()}
        >
          {trans.__('Who Holds It?')}
        </button>
      )}
    </div>
  );
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

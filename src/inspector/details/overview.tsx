import * as React from 'react';

import { escapeText } from '../../findings/escape';
import type { Overview as OverviewData, Row } from '../../protocol/messages';
import type { IFindingsModel } from '../../tokens';
import type { IViewContext } from '../parts/context';
import { formatBytes, formatCount, formatExact } from '../parts/format';
import { KeptAlive } from './keptalive';
import { Mark } from '../../findings/mark';
import { Memory } from './memory';
import type { InspectorModel } from '../frame/model';
import { rowFindings } from '../parts/node';
import { CellLink, Message, Name, runNumber } from '../parts/text';

/** The Overview tab: what the module is, where it comes from, and how large it is. */
export function Overview(props: {
  overview: OverviewData;
  row: Row;
  model: InspectorModel;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { overview, row, source, model, context } = props;
  const { trans, locale } = context;
  const { totals } = overview;
  const findings = rowFindings(row, source.findings);
  return (
    <>
      <dl className="jp-ModulescopeFacts">
        <KeptAlive model={model} context={context} />
        <dt className="jp-ModulescopeFacts-term">{trans.__('Class')}</dt>
        <dd className="jp-ModulescopeFacts-fact">
          <Name text={classText(overview)} />
          <div className="jp-Modulescope-dim">
            <ClassOrigin {...props} />
          </div>
        </dd>
        {overview.built_cell && (
          <>
            <dt className="jp-ModulescopeFacts-term">{trans.__('Built in')}</dt>
            <dd className="jp-ModulescopeFacts-fact">
              <CellLink
                cell={overview.built_cell}
                label={trans.__('cell %1', runNumber(overview.built_cell))}
                source={source}
              />
            </dd>
          </>
        )}
        <dt className="jp-ModulescopeFacts-term">{trans.__('Parameters')}</dt>
        <dd className="jp-ModulescopeFacts-fact">
          {parametersText(overview, context)}
        </dd>
        <dt className="jp-ModulescopeFacts-term">{trans.__('Bytes')}</dt>
        <dd className="jp-ModulescopeFacts-fact">
          {formatBytes(totals.bytes, locale)}
          {totals.storage_bytes !== totals.bytes &&
            ` · ${trans.__('%1 stored', formatBytes(totals.storage_bytes, locale))}`}
        </dd>
        {overview.placements.length > 0 && (
          <>
            <dt className="jp-ModulescopeFacts-term">{trans.__('Tensors')}</dt>
            <dd className="jp-ModulescopeFacts-fact">
              {overview.placements.map((place, index) => (
                <div key={index}>
                  <Name text={place.device} /> {escapeText(place.dtype)} ×
                  {formatExact(place.count, locale)}
                </div>
              ))}
            </dd>
          </>
        )}
        <dt className="jp-ModulescopeFacts-term">{trans.__('Mode')}</dt>
        <dd className="jp-ModulescopeFacts-fact">
          {modeText(overview.training, context)}
        </dd>
        {overview.num_children > 0 && (
          <>
            <dt className="jp-ModulescopeFacts-term">{trans.__('Children')}</dt>
            <dd className="jp-ModulescopeFacts-fact">
              {trans._n(
                '%2 direct, %1 module below',
                '%2 direct, %1 modules below',
                Math.max(totals.modules - 1, 0),
                formatExact(overview.num_children, locale)
              )}
            </dd>
          </>
        )}
        {findings.length > 0 && (
          <>
            <dt className="jp-ModulescopeFacts-term">{trans.__('Findings')}</dt>
            <dd className="jp-ModulescopeFacts-fact">
              {findings.map(finding => (
                <button
                  key={finding.id}
                  type="button"
                  className="jp-ModulescopeFacts-finding"
                  onClick={() => void source.show(finding.id)}
                >
                  <Mark
                    severity={finding.severity}
                    isStale={finding.status === 'stale'}
                    trans={trans}
                  />
                  <span>
                    {finding.code} <Message text={finding.message} />
                  </span>
                </button>
              ))}
            </dd>
          </>
        )}
      </dl>
      <Memory model={model} context={context} />
    </>
  );
}

/** `Linear(in_features=64, out_features=3)`, `RMSNorm 64`, `Net` */
function classText({ class_name, shape, settings }: OverviewData): string {
  return settings === ''
    ? `${class_name} ${shape}`.trim()
    : `${class_name}(${settings})`;
}

/** The cell that defines the class, or the library it comes from. */
function ClassOrigin(props: {
  overview: OverviewData;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { overview, source, context } = props;
  const { trans } = context;
  if (!overview.class_cell) {
    return <Name text={overview.class_module} />;
  }
  return (
    <CellLink
      cell={overview.class_cell}
      label={trans.__('defined in cell %1', runNumber(overview.class_cell))}
      source={source}
    />
  );
}

/** `4,198,400 · all trainable`, `387 · 195 trainable`, `0` */
function parametersText(
  { totals }: OverviewData,
  { trans, locale }: IViewContext
): string {
  const parts = [formatExact(totals.numel, locale)];
  if (totals.numel > 0 && totals.trainable_numel === totals.numel) {
    parts.push(trans.__('all trainable'));
  } else if (totals.numel > 0) {
    parts.push(
      totals.trainable_numel === 0
        ? trans.__('all frozen')
        : trans.__('%1 trainable', formatCount(totals.trainable_numel, locale))
    );
  }
  if (totals.uninitialized > 0) {
    parts.push(
      trans._n(
        '%1 tensor not initialized yet',
        '%1 tensors not initialized yet',
        totals.uninitialized
      )
    );
  }
  return parts.join(' · ');
}

function modeText(training: boolean | null, { trans }: IViewContext): string {
  if (training === null) {
    return trans.__('unknown');
  }
  return training ? trans.__('train') : trans.__('eval');
}

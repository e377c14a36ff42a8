import * as React from 'react';

import { escapeText } from '../../findings/escape';
import type { Overview as OverviewData } from '../../protocol/messages';
import type { IFindingsModel, IShownFinding } from '../../tokens';
import type { IViewContext } from '../parts/context';
import { formatBytes, formatCount, formatExact } from '../parts/format';
import { KeptAlive } from './keptalive';
import { Mark } from '../../findings/mark';
import { Message } from '../../findings/messageview';
import { Memory } from './memory';
import { MemoryModel } from './memorymodel';
import type { ITab, ITabProps } from './tab';
import { rowFindings } from '../parts/node';
import { CellLink, Name, runNumber } from '../parts/text';

/** The Overview tab: what the module is, where it comes from, and how large it is. */
export const overviewTab: ITab<MemoryModel> = {
  id: 'overview',
  label: trans => trans.__('Overview'),
  model: options => new MemoryModel(options),
  view: Overview
};

function Overview(props: ITabProps<MemoryModel>): JSX.Element {
  const { model, node, overview, source, modules, gate, context } = props;
  const findings = rowFindings(node.row, source.findings);
  return (
    <>
      <dl className="jp-ModulescopeFacts">
        <KeptAlive modules={modules} source={source} context={context} />
        <Origin overview={overview} source={source} context={context} />
        <Size overview={overview} context={context} />
        <Structure overview={overview} context={context} />
        {findings.length > 0 && (
          <Fact term={context.trans.__('Findings')}>
            {findings.map(finding => (
              <FindingLink
                key={finding.id}
                finding={finding}
                source={source}
                context={context}
              />
            ))}
          </Fact>
        )}
      </dl>
      <Memory memory={model} gate={gate} context={context} />
    </>
  );
}

/** One line of the list. */
function Fact(props: { term: string; children: React.ReactNode }): JSX.Element {
  return (
    <>
      <dt className="jp-ModulescopeFacts-term">{props.term}</dt>
      <dd className="jp-ModulescopeFacts-fact">{props.children}</dd>
    </>
  );
}

/** The class, and the cell that built the module. */
function Origin(props: {
  overview: OverviewData;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { overview, source, context } = props;
  const { trans } = context;
  return (
    <>
      <Fact term={trans.__('Class')}>
        <Name text={classText(overview)} />
        <div className="jp-Modulescope-dim">
          <ClassOrigin {...props} />
        </div>
      </Fact>
      {overview.built_cell && (
        <Fact term={trans.__('Built in')}>
          <CellLink
            cell={overview.built_cell}
            label={trans.__('cell %1', runNumber(overview.built_cell))}
            source={source}
          />
        </Fact>
      )}
    </>
  );
}

/** Its parameters, and the bytes of its tensors with where they are. */
function Size(props: {
  overview: OverviewData;
  context: IViewContext;
}): JSX.Element {
  const { overview, context } = props;
  const { trans, locale } = context;
  const { placements, totals } = overview;
  return (
    <>
      <Fact term={trans.__('Parameters')}>
        {parametersText(overview, context)}
      </Fact>
      <Fact term={trans.__('Bytes')}>
        {formatBytes(totals.bytes, locale)}
        {totals.storage_bytes !== totals.bytes &&
          ` · ${trans.__('%1 stored', formatBytes(totals.storage_bytes, locale))}`}
      </Fact>
      {placements.length > 0 && (
        <Fact term={trans.__('Tensors')}>
          {placements.map((place, index) => (
            <div key={index}>
              <Name text={place.device} /> {escapeText(place.dtype)} ×
              {formatExact(place.count, locale)}
            </div>
          ))}
        </Fact>
      )}
    </>
  );
}

/** Its mode, and how many modules are below it. */
function Structure(props: {
  overview: OverviewData;
  context: IViewContext;
}): JSX.Element {
  const { overview, context } = props;
  const { trans, locale } = context;
  return (
    <>
      <Fact term={trans.__('Mode')}>
        {modeText(overview.training, context)}
      </Fact>
      {overview.num_children > 0 && (
        <Fact term={trans.__('Children')}>
          {trans._n(
            '%2 direct, %1 module below',
            '%2 direct, %1 modules below',
            Math.max(overview.totals.modules - 1, 0),
            formatExact(overview.num_children, locale)
          )}
        </Fact>
      )}
    </>
  );
}

function FindingLink(props: {
  finding: IShownFinding;
  source: IFindingsModel;
  context: IViewContext;
}): JSX.Element {
  const { finding, source, context } = props;
  return (
    <button
      type="button"
      className="jp-ModulescopeFacts-finding"
      onClick={() => void source.show(finding.id)}
    >
      <Mark
        severity={finding.severity}
        isStale={finding.status === 'stale'}
        trans={context.trans}
      />
      <span>
        {finding.code} <Message text={finding.message} />
      </span>
    </button>
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

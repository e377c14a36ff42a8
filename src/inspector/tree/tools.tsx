import * as React from 'react';

import { pinIcon } from '../parts/icons';
import { escapeText } from '../../findings/escape';
import type { ModelEntry } from '../../protocol/messages';
import { modelId } from './choice';
import type { IViewContext } from '../parts/context';
import type { IOption } from '../parts/controls';
import { IconButton, Select } from '../parts/controls';
import { formatBytes, formatCount } from '../parts/format';
import type { FilterHistory } from './filterhistory';
import type { ModulesModel } from './model';
import { runNumber } from '../parts/text';
import { TreeFilter } from './filter';

/** The picker, the pin and the filter box. */
export function TreeTools(props: {
  modules: ModulesModel;
  filters: FilterHistory;
  context: IViewContext;
  inputRef: React.RefObject<HTMLInputElement>;
}): JSX.Element {
  const { modules, filters, context, inputRef } = props;
  const { trans } = context;
  const isPinned = modules.pinned !== null;
  return (
    <div className="jp-ModulescopeTools">
      <Picker modules={modules} context={context} />
      <IconButton
        icon={pinIcon}
        label={trans.__('Keep this model')}
        isPressed={isPinned}
        onClick={() => modules.togglePin()}
      />
      <TreeFilter
        modules={modules}
        filters={filters}
        context={context}
        inputRef={inputRef}
      />
    </div>
  );
}

function Picker(props: {
  modules: ModulesModel;
  context: IViewContext;
}): JSX.Element {
  const { modules, context } = props;
  const { trans } = context;
  const shown = modules.model ?? '';
  const { entry, title } = modules;
  const option = (model: ModelEntry): IOption => ({
    value: modelId(model),
    label: entryLabel(model, context)
  });
  const named = modules.models.filter(({ kept }) => !kept).map(option);
  const kept = modules.models.filter(model => model.kept).map(option);
  // A variable that is gone is no longer listed, but its tree is still shown.
  const gone = entry ? [] : [{ value: shown, label: escapeText(title) }];
  return (
    <Select
      label={trans.__('Model')}
      value={shown}
      options={[...gone, ...named]}
      more={
        kept.length > 0
          ? { label: trans.__('Kept alive'), options: kept }
          : undefined
      }
      onChange={value => void modules.choose(value)}
    >
      <bdi className="jp-Modulescope-code">{escapeText(title)}</bdi>
      {entry && (
        <bdi className="jp-Modulescope-dim">{escapeText(entry.class_name)}</bdi>
      )}
      {entry?.kept && (
        <span className="jp-ModulescopeChip">{trans.__('kept alive')}</span>
      )}
    </Select>
  );
}

/** `model — SpiralNet — 387 — cell [4]` */
function entryLabel(
  model: ModelEntry,
  { trans, locale }: IViewContext
): string {
  const cell = model.cell ? trans.__('cell %1', runNumber(model.cell)) : '';
  const bytes = model.kept ? formatBytes(model.kept.bytes, locale) : '';
  return [
    escapeText(model.name),
    escapeText(model.class_name),
    formatCount(model.numel, locale),
    bytes,
    cell
  ]
    .filter(part => part !== '')
    .join(' — ');
}

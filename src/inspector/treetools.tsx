import * as React from 'react';

import { pinIcon } from '../icons';
import { escapeText } from '../protocol/escape';
import type { ModelEntry } from '../protocol/messages';
import type { IViewContext } from './context';
import { IconButton, Select } from './controls';
import { formatCount } from './format';
import type { InspectorModel } from './model';
import type { ModulesModel } from './modules';
import { runNumber } from './text';
import { TreeFilter } from './treefilter';

/** The picker, the pin and the filter box. */
export function TreeTools(props: {
  model: InspectorModel;
  context: IViewContext;
  inputRef: React.RefObject<HTMLInputElement>;
}): JSX.Element {
  const { model, context, inputRef } = props;
  const { modules } = model;
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
      <TreeFilter model={model} context={context} inputRef={inputRef} />
    </div>
  );
}

function Picker(props: {
  modules: ModulesModel;
  context: IViewContext;
}): JSX.Element {
  const { modules, context } = props;
  const { trans } = context;
  const name = modules.model ?? '';
  const current = modules.models.find(model => model.name === name);
  const listed = modules.models.map(model => ({
    value: model.name,
    label: entryLabel(model, context)
  }));
  // A variable that is gone is no longer listed, but its tree is still shown.
  const options = current
    ? listed
    : [{ value: name, label: escapeText(name) }, ...listed];
  return (
    <Select
      label={trans.__('Model')}
      value={name}
      options={options}
      onChange={value => void modules.choose(value)}
    >
      <bdi className="jp-Modulescope-code">{escapeText(name)}</bdi>
      {current && (
        <bdi className="jp-Modulescope-dim">
          {escapeText(current.class_name)}
        </bdi>
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
  return [
    escapeText(model.name),
    escapeText(model.class_name),
    formatCount(model.numel, locale),
    cell
  ]
    .filter(part => part !== '')
    .join(' — ');
}

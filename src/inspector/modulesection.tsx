import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';

import { escapeText } from '../protocol/escape';
import { pinIcon } from '../icons';
import type { ModelEntry } from '../protocol/messages';
import type { IViewContext } from './context';
import { FilterBox, IconButton, Select } from './controls';
import { formatCount, formatExact } from './format';
import { checkedText } from './header';
import type { InspectorModel } from './model';
import type { ModulesModel } from './modules';
import { ModuleTree } from './moduletree';
import { Message, State, runNumber } from './text';
import { stepMatch } from './treekeys';
import type { TreeWidth } from './treerow';

/** The Modules section: the picker, the filter, and the tree or why there is none. */
export function ModulesView(props: {
  model: InspectorModel;
  context: IViewContext;
  width: TreeWidth;
}): JSX.Element {
  const { model } = props;
  return (
    <UseSignal signal={model.changed}>
      {() => (
        <UseSignal signal={model.modules.changed}>
          {() => (
            <UseSignal signal={model.modules.tree.changed}>
              {() => <Modules {...props} />}
            </UseSignal>
          )}
        </UseSignal>
      )}
    </UseSignal>
  );
}

function Modules(props: {
  model: InspectorModel;
  context: IViewContext;
  width: TreeWidth;
}): JSX.Element {
  const { model, context, width } = props;
  const { modules } = model;
  const { tree } = modules;
  const filter = React.useRef<HTMLInputElement>(null);
  const hasRows = tree.lines.length > 0;
  return (
    <div className={`jp-ModulescopeTree jp-mod-${width}`}>
      {modules.model !== null && (
        <Tools model={model} context={context} inputRef={filter} />
      )}
      <Notes modules={modules} context={context} />
      {hasRows && (
        <>
          <TreeHead width={width} context={context} />
          <ModuleTree
            model={model}
            context={context}
            width={width}
            focusFilter={() => filter.current?.focus()}
          />
        </>
      )}
      {!hasRows && <Empty model={model} context={context} />}
      <Foot modules={modules} context={context} />
    </div>
  );
}

function Tools(props: {
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
      <TreeFilter modules={modules} context={context} inputRef={inputRef} />
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

/** The filter box; the text goes to the kernel, which knows the language. */
function TreeFilter(props: {
  modules: ModulesModel;
  context: IViewContext;
  inputRef: React.RefObject<HTMLInputElement>;
}): JSX.Element {
  const { modules, context, inputRef } = props;
  const { trans } = context;
  const [text, setText] = React.useState(modules.tree.query);
  const { query } = modules.tree;
  React.useEffect(() => setText(query), [query]);
  React.useEffect(() => {
    const timer = setTimeout(
      () => void modules.withTree(tree => tree.setQuery(text)),
      TYPING_MS
    );
    return () => clearTimeout(timer);
  }, [text, modules]);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter') {
      stepMatch(modules.tree, event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape' && text !== '') {
      setText('');
    } else if (event.key === 'Escape') {
      focusTree(event.currentTarget as HTMLElement);
    } else if (event.key === 'ArrowDown') {
      focusTree(event.currentTarget as HTMLElement);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <FilterBox
      label={trans.__('Filter modules by type, path or term')}
      placeholder={trans.__('type, path or filter')}
      value={text}
      isActive={query !== ''}
      isInvalid={(modules.tree.answer?.problem ?? '') !== ''}
      shortcut="/"
      inputRef={inputRef}
      onChange={setText}
      onKeyDown={onKeyDown}
    />
  );
}

function focusTree(within: HTMLElement): void {
  within
    .closest('.jp-ModulescopeTree')
    ?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')
    ?.focus();
}

/** Lines above the tree: a gone variable, a wrong filter, a failed request. */
function Notes(props: {
  modules: ModulesModel;
  context: IViewContext;
}): JSX.Element {
  const { modules, context } = props;
  const { trans } = context;
  const { tree, error } = modules;
  const problem = tree.answer?.problem ?? '';
  return (
    <>
      {modules.isGone && modules.model !== null && (
        <p className="jp-ModulescopeTree-message" role="status">
          <Message
            text={trans.__(
              '`%1` no longer exists in the kernel. Last snapshot shown.',
              modules.model
            )}
          />
        </p>
      )}
      {problem !== '' && (
        <p className="jp-ModulescopeTree-message" role="status">
          {escapeText(problem)}
        </p>
      )}
      {error && (
        <p className="jp-ModulescopeTree-message" role="status">
          {errorText(error, context)}
        </p>
      )}
    </>
  );
}

/** What went wrong with a request, and that it was not the user's code. */
export function errorText(error: Error, { trans }: IViewContext): string {
  return error.name === 'TimeoutError'
    ? trans.__('The kernel is not answering. Showing what was read last.')
    : trans.__(
        'Reading the modules failed: %1. Your code was not affected.',
        escapeText(error.message)
      );
}

function TreeHead(props: {
  width: TreeWidth;
  context: IViewContext;
}): JSX.Element {
  const { width, context } = props;
  const { trans } = context;
  // The rows say everything in one sentence each; the titles are for the eye.
  return (
    <div className="jp-ModulescopeTree-head" aria-hidden="true">
      <div>{trans.__('Name')}</div>
      <div>{trans.__('Class')}</div>
      {(width === 'wide' || width === 'widest') && (
        <div>{trans.__('Differs')}</div>
      )}
      <div className="jp-ModulescopeTree-number">{trans.__('Params')}</div>
      {width === 'widest' && (
        <div className="jp-ModulescopeTree-number">{trans.__('Bytes')}</div>
      )}
      <div />
    </div>
  );
}

function Empty(props: {
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element | null {
  const { model, context } = props;
  const { modules } = model;
  const { trans } = context;
  if (modules.tree.query !== '' && modules.tree.answer) {
    return (
      <State
        context={context}
        actions={[
          {
            label: trans.__('Clear Filter'),
            run: () => void modules.withTree(tree => tree.setQuery(''))
          }
        ]}
      >
        <p className="jp-ModulescopeState-text">
          {trans.__('No module matches.')}
        </p>
      </State>
    );
  }
  if (modules.isLoading) {
    return (
      <div className="jp-ModulescopeTree-skeleton" aria-hidden="true">
        <div className="jp-ModulescopeTree-bone" />
        <div className="jp-ModulescopeTree-bone" />
        <div className="jp-ModulescopeTree-bone" />
      </div>
    );
  }
  const state = model.current?.companion.state;
  if (state !== 'ready' && state !== 'waiting') {
    return null;
  }
  return (
    <State context={context}>
      <p className="jp-ModulescopeState-text">
        <Message
          text={trans.__(
            'No `nn.Module` in this kernel yet. Run the cell that builds your model. Models local to a function are not seen.'
          )}
        />
      </p>
    </State>
  );
}

/** What is under way, or waits for the kernel. */
function Foot(props: {
  modules: ModulesModel;
  context: IViewContext;
}): JSX.Element | null {
  const { modules, context } = props;
  const { trans } = context;
  if (modules.isQueued) {
    return (
      <div className="jp-ModulescopeFoot">
        <span>{trans.__('Will run when the kernel is idle')}</span>
        <StopButton label={trans.__('Cancel')} modules={modules} />
      </div>
    );
  }
  if (modules.isLoading && modules.isSlow) {
    return (
      <div className="jp-ModulescopeFoot">
        <span>{trans.__('Still reading modules')}</span>
        <StopButton label={trans.__('Stop')} modules={modules} />
      </div>
    );
  }
  const { answer } = modules.tree;
  if (answer && (answer.totals.partial || isOld(modules))) {
    return (
      <div className="jp-ModulescopeFoot">
        <span>
          {answer.totals.partial
            ? trans.__('Read in part: the model changed while it was read')
            : trans.__('Read after %1', checkedText(answer.checked, context))}
        </span>
      </div>
    );
  }
  return null;
}

/** Whether the tree may no longer be what the kernel holds. */
function isOld(modules: ModulesModel): boolean {
  return (
    modules.isGone ||
    modules.error !== null ||
    modules.companion?.state !== 'ready' ||
    modules.companion.busySince !== null
  );
}

function StopButton(props: {
  label: string;
  modules: ModulesModel;
}): JSX.Element {
  return (
    <button
      type="button"
      className="jp-Modulescope-link"
      onClick={() => props.modules.stop()}
    >
      {props.label}
    </button>
  );
}

/** The right end of the section's title: `423 modules in 10 rows`. */
export function ModulesCount(props: {
  model: InspectorModel;
  context: IViewContext;
}): JSX.Element {
  const { model, context } = props;
  const { tree } = model.modules;
  return (
    <UseSignal signal={tree.changed}>
      {() => <span>{countText(model.modules, context)}</span>}
    </UseSignal>
  );
}

function countText(
  modules: ModulesModel,
  { trans, locale }: IViewContext
): string {
  const { answer, lines } = modules.tree;
  if (!answer) {
    return '';
  }
  const all = formatExact(answer.totals.modules, locale);
  if (answer.matches !== null) {
    return trans.__(
      '%1 of %2 modules',
      formatExact(answer.matches, locale),
      all
    );
  }
  const rows = lines.filter(line => line.type === 'node').length;
  return trans._n(
    '%2 module in %3',
    '%2 modules in %3',
    answer.totals.modules,
    all,
    trans._n('%1 row', '%1 rows', rows)
  );
}

const TYPING_MS = 250;

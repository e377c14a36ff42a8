import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import * as React from 'react';

import { errorIcon, modulesIcon, pauseIcon, warningIcon } from '../icons';
import type { Hindrance, IFindingsModel } from '../tokens';

/** What a status item says. */
export type Status =
  | { readonly kind: 'off' | 'paused' | 'none' | 'unchecked' | Hindrance }
  | {
      readonly kind: 'counts';
      readonly error: number;
      readonly warning: number;
    };

/** Sums a notebook up; that there are no problems is said of what was checked only. */
export function statusOf(model: StatusItem.Source): Status {
  if (model.isOff || OFF.has(model.companion.state)) {
    return { kind: 'off' };
  }
  if (model.paused) {
    return { kind: 'paused' };
  }
  const { error, warning } = model.counts;
  if (error + warning > 0) {
    return { kind: 'counts', error, warning };
  }
  if (model.codeTime !== null) {
    return { kind: 'none' };
  }
  return { kind: model.hindrance ?? 'unchecked' };
}

/** The states in which nothing will be checked unless the user does something. */
const OFF: ReadonlySet<string> = new Set([
  'off',
  'other-language',
  'not-installed',
  'broken',
  'dropped',
  'shared'
]);

/** What a screen reader says of a status. */
export function statusLabel(status: Status, trans: TranslationBundle): string {
  switch (status.kind) {
    case 'off':
      return trans.__('Module checks: off. Open Problems.');
    case 'paused':
      return trans.__('Module checks: paused. Open Problems.');
    case 'none':
      return trans.__('Module checks: no problems. Open Problems.');
    case 'unchecked':
      return trans.__('Module checks: not checked yet. Open Problems.');
    case 'untrusted':
      return trans.__(
        'Module checks: not checked, because this notebook is not trusted. Open Problems.'
      );
    case 'no-torch':
      return trans.__(
        'Module checks: nothing to check, because nothing here uses torch. Open Problems.'
      );
    case 'counts':
      return trans.__(
        'Module checks: %1, %2. Open Problems.',
        trans._n('%1 error', '%1 errors', status.error),
        trans._n('%1 warning', '%1 warnings', status.warning)
      );
  }
}

/** The state of a notebook's checks; a click opens its menu. */
export class StatusItem extends ReactWidget {
  constructor(options: StatusItem.IOptions) {
    super();
    this._options = options;
    this.addClass('jp-ModulescopeStatusItem');
  }

  /** Emitted after the item got something to say, or nothing. */
  get activeChanged(): ISignal<this, void> {
    return this._activeChanged;
  }

  /** Whether there is anything to say; a notebook without torch is none of our business. */
  get isActive(): boolean {
    return (
      this._model !== null &&
      (this._model.hindrance !== 'no-torch' ||
        ANSWERS.has(statusOf(this._model).kind))
    );
  }

  get model(): IFindingsModel | null {
    return this._model;
  }
  set model(model: IFindingsModel | null) {
    if (model === this._model) {
      return;
    }
    this._model?.changed.disconnect(this._onChanged, this);
    this._model?.companion.stateChanged.disconnect(this._onChanged, this);
    this._model = model;
    model?.changed.connect(this._onChanged, this);
    model?.companion.stateChanged.connect(this._onChanged, this);
    this._onChanged();
  }

  render(): JSX.Element | null {
    const { isCompact, openMenu, trans } = this._options;
    return this._model ? (
      <StatusButton
        status={statusOf(this._model)}
        isCompact={isCompact}
        trans={trans}
        onClick={openMenu}
      />
    ) : null;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this.model = null;
      super.dispose();
    }
  }

  private _onChanged(): void {
    if (this.isActive !== this._wasActive) {
      this._wasActive = this.isActive;
      this._activeChanged.emit();
    }
    this.update();
  }

  private readonly _options: StatusItem.IOptions;
  private readonly _activeChanged = new Signal<this, void>(this);
  private _model: IFindingsModel | null = null;
  private _wasActive = false;
}

export namespace StatusItem {
  /** What the item looks at. */
  export type Source = Pick<
    IFindingsModel,
    'codeTime' | 'companion' | 'counts' | 'hindrance' | 'isOff' | 'paused'
  >;

  export interface IOptions {
    /** The toolbar's form: the product's icon, and no words. */
    isCompact: boolean;
    /** Opens the menu at the item. */
    openMenu: (node: HTMLElement) => void;
    trans: TranslationBundle;
  }
}

function StatusButton(props: {
  status: Status;
  isCompact: boolean;
  trans: TranslationBundle;
  onClick: (node: HTMLElement) => void;
}): JSX.Element {
  const { status, isCompact, trans } = props;
  const label = statusLabel(status, trans);
  const off = DIM.has(status.kind) ? ' jp-mod-off' : '';
  return (
    <button
      type="button"
      className={`jp-ModulescopeStatus${off}`}
      aria-label={label}
      aria-haspopup="menu"
      title={label}
      onClick={event => props.onClick(event.currentTarget)}
    >
      {isCompact && (
        <modulesIcon.react tag="span" className="jp-ModulescopeIcon" />
      )}
      {status.kind === 'paused' && (
        <pauseIcon.react tag="span" className="jp-ModulescopeIcon" />
      )}
      {status.kind === 'counts' ? (
        <Counts error={status.error} warning={status.warning} />
      ) : (
        !isCompact && <span>{words(status, trans)}</span>
      )}
    </button>
  );
}

/** What says something of the code, which a notebook without torch is rarely told. */
const ANSWERS: ReadonlySet<Status['kind']> = new Set(['none', 'counts']);

/** What says nothing of the code. */
const DIM: ReadonlySet<Status['kind']> = new Set([
  'off',
  'unchecked',
  'untrusted',
  'no-torch'
]);

/** The marks and numbers; a zero is not shown. */
function Counts(props: { error: number; warning: number }): JSX.Element {
  return (
    <>
      {props.error > 0 && (
        <span className="jp-ModulescopeStatus-part">
          <errorIcon.react tag="span" className="jp-ModulescopeIcon" />
          {props.error}
        </span>
      )}
      {props.warning > 0 && (
        <span className="jp-ModulescopeStatus-part">
          <warningIcon.react tag="span" className="jp-ModulescopeIcon" />
          {props.warning}
        </span>
      )}
    </>
  );
}

function words(status: Status, trans: TranslationBundle): string {
  switch (status.kind) {
    case 'off':
      return trans.__('Modules: off');
    case 'paused':
      return trans.__('Modules: paused');
    case 'none':
      return trans.__('Modules: no problems');
    default:
      return trans.__('Modules: not checked');
  }
}

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** When the companion is loaded into a kernel. */
export type Autoload = 'on' | 'ask' | 'off';

/** The user's choice about the companion; off until it is known. */
export class CompanionSettings {
  get enabled(): boolean {
    return this._enabled;
  }

  get autoload(): Autoload {
    return this._autoload;
  }

  /** Emitted after a value changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Takes the values of the user's settings; the defaults where there are none. */
  read(settings: Pick<ISettingRegistry.ISettings, 'get'> | null): void {
    const enabled = settings?.get('enabled').composite !== false;
    const autoload = readAutoload(settings?.get('autoload').composite);
    if (enabled !== this._enabled || autoload !== this._autoload) {
      this._enabled = enabled;
      this._autoload = autoload;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _enabled = false;
  private _autoload: Autoload = 'on';
}

function readAutoload(value: unknown): Autoload {
  return value === 'ask' || value === 'off' ? value : 'on';
}

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { SettingChanges } from './settingchanges';
import type { ILintSettings } from './settings';
import { DEFAULT_SETTINGS, muteRule, readSettings } from './settings';

/** What the user wants; the defaults until the saved settings are there. */
export class UserSettings {
  get current(): ILintSettings {
    return this._current;
  }

  /** Emitted after the settings were read, and after each change. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Reads the saved settings from now on; returns what changes them. */
  follow(saved: ISettingRegistry.ISettings): SettingChanges {
    this._changes = new SettingChanges(saved);
    const read = () => {
      this._current = readSettings(saved);
      this._changed.emit();
    };
    saved.changed.connect(read);
    read();
    return this._changes;
  }

  /** Mutes a rule, or shows it again, where settings can be saved. */
  async muteRule(code: string, isMuted: boolean): Promise<void> {
    if (this._changes) {
      await muteRule(this._changes, code, isMuted);
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _current = DEFAULT_SETTINGS;
  private _changes: SettingChanges | null = null;
}

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { PartialJSONValue } from '@lumino/coreutils';

/** Changes the user's settings one after the other, so that none undoes another. */
export class SettingChanges {
  constructor(
    private readonly _settings: Pick<ISettingRegistry.ISettings, 'get' | 'set'>
  ) {}

  /** Sets a value that depends on what is saved once all earlier changes are. */
  change(
    key: string,
    next: (saved: ISetting) => PartialJSONValue
  ): Promise<void> {
    const done = this._last.then(() =>
      this._settings.set(key, next(this._settings.get(key)))
    );
    // One that could not be saved is told to who asked for it, and stops no other.
    this._last = done.catch(() => undefined);
    return done;
  }

  private _last: Promise<void> = Promise.resolve();
}

type ISetting = ReturnType<ISettingRegistry.ISettings['get']>;

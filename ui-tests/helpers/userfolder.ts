import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';

/** The file of settings that every test begins with: no test asks for news. */
const NOTIFICATIONS =
  'user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings';

/** Where the server of the tests keeps the user's settings and workspaces. */
function folder(root = process.env.MODULESCOPE_UI_ROOT ?? ''): string {
  return join(root, '.jupyter', 'config', 'lab');
}

/** Writes what every test begins with into the folder that the server serves. */
export function installSettings(root?: string): void {
  const path = join(folder(root), NOTIFICATIONS);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ fetchNews: 'false' }));
}

/** Takes away the settings and workspaces that an earlier test left, also one that failed. */
export function resetSettings(): void {
  // The folders stay: the server has made them once.
  for (const path of filesIn('')) {
    rmSync(join(folder(), path), { force: true });
  }
  installSettings();
}

/** The user's settings, by file. */
export function savedSettings(): Record<string, string> {
  const paths = filesIn('user-settings');
  const read = (path: string): string =>
    readFileSync(join(folder(), path), 'utf8');
  return Object.fromEntries(paths.map(path => [path, read(path)]));
}

/** What the applications keep of their open pages over a reload, as text. */
export function savedWorkspaces(): string {
  const paths = filesIn('workspaces');
  return paths.map(path => readFileSync(join(folder(), path), 'utf8')).join();
}

function filesIn(part: string): string[] {
  const path = join(folder(), part);
  const entries = existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
    : [];
  return entries.flatMap(entry => {
    const inside = join(part, entry.name);
    return entry.isDirectory() ? filesIn(inside) : [inside];
  });
}

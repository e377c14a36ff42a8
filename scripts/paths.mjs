// Where things are, and the environment that every tool of ours runs in.
import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const uiTests = join(root, 'ui-tests');
export const venv = join(root, '.venv');
export const venvBin = join(venv, windows ? 'Scripts' : 'bin');
export const python = tool('python');

/** A program of the virtual environment. */
export function tool(name) {
  return join(venvBin, windows ? `${name}.exe` : name);
}

/** A program of our node packages. */
export function nodeTool(name, folder = root) {
  return join(folder, 'node_modules', '.bin', windows ? `${name}.cmd` : name);
}

let cached;

/** The environment of every child process; made once. */
export function environment(extra = {}) {
  cached ??= {
    ...process.env,
    ...yarnSettings(),
    PATH: [venvBin, process.env.PATH].join(delimiter),
    VIRTUAL_ENV: venv,
    // The kernels and extensions of this environment come before the user's own.
    JUPYTER_PREFER_ENV_PATH: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PYTHONUTF8: '1'
  };
  return { ...cached, ...extra };
}

/** Yarn reads none of npm's configuration: hand over what it needs of it. */
function yarnSettings() {
  const registry = npmConfig('registry');
  const settings = { YARN_ENABLE_GLOBAL_CACHE: 'true' };
  if (registry) {
    settings.YARN_NPM_REGISTRY_SERVER = registry.replace(/\/+$/, '');
  }
  if (registry.startsWith('http:')) {
    settings.YARN_UNSAFE_HTTP_WHITELIST = new URL(registry).hostname;
  }
  for (const scheme of ['http', 'https']) {
    const proxy =
      process.env[`${scheme}_proxy`] ??
      process.env[`${scheme.toUpperCase()}_PROXY`];
    if (proxy) {
      settings[`YARN_${scheme.toUpperCase()}_PROXY`] = proxy;
    }
  }
  // What the user set for yarn itself wins.
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      process.env[name] ?? value
    ])
  );
}

function npmConfig(key) {
  try {
    const output = execFileSync('npm', ['config', 'get', key], {
      cwd: root,
      encoding: 'utf8',
      shell: windows,
      stdio: ['ignore', 'pipe', 'ignore']
    }).trim();
    return output === 'undefined' ? '' : output;
  } catch {
    return '';
  }
}

// Debian packages: installed if we may, else named.
import process from 'node:process';

import { capture, must } from './processes.mjs';

async function hasApt() {
  try {
    return (await capture('apt-get', ['--version'])).code === 0;
  } catch {
    return false;
  }
}

/** Installs Debian packages as root; otherwise says what to run and ends with 2. */
export async function install(packages, why) {
  if (process.getuid?.() !== 0 || !(await hasApt())) {
    const command = `sudo apt-get install --yes ${packages.join(' ')}`;
    process.stderr.write(`${why} ${packages.join(', ')}. Run: ${command}\n`);
    process.exit(2);
  }
  process.stdout.write(`Install ${packages.join(', ')} with apt-get …\n`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await must('apt-get', ['update'], { env, log: 'apt-update' });
  const args = ['install', '--yes', '--no-install-recommends', ...packages];
  await must('apt-get', args, { env, log: 'apt-install' });
}

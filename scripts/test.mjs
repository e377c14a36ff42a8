// `npm test`: every suite. `npm test -- jest pytest` runs only those named.
import process from 'node:process';

import { chromium } from './chromium.mjs';
import { capture, finish, keep, tail } from './processes.mjs';
import { setup } from './setup.mjs';
import { checks, seed, tests } from './suites.mjs';

/** What tests of torch and of the notebook must not depend on. */
const quiet = {
  CI: process.env.CI ?? '',
  FORCE_COLOR: '0',
  NO_COLOR: '1',
  // Threads of torch that wait for each other leave their cores to the page.
  OMP_WAIT_POLICY: process.env.OMP_WAIT_POLICY ?? 'PASSIVE'
};

function pick(suites, names) {
  return names.length
    ? suites.filter(({ name }) => names.includes(name))
    : suites;
}

/** Runs one suite, prints its counts, and the end of its output if it failed. */
async function runSuite({ name, program, args, parse, options }, env) {
  const start = Date.now();
  const { cwd, show } = options;
  const { code, output } = await capture(program, args, { cwd, env }).catch(
    error => ({
      code: 1,
      output: String(error)
    })
  );
  const path = keep(name.replaceAll(' ', '-'), output);
  const { passed, failed } = parse(output, code);
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  if (code !== 0) {
    process.stdout.write(`${tail(output)}\nThe whole output: ${path}\n`);
  } else if (show) {
    process.stdout.write(`${tail(output)}\n`);
  }
  process.stdout.write(
    `${name}: ${passed} passed, ${failed} failed (${seconds} s)\n`
  );
  return { passed, failed };
}

/** Runs suites, `width` of them at a time. */
async function runAll(suites, width, env) {
  const waiting = [...suites];
  const results = [];
  const worker = async () => {
    while (waiting.length > 0) {
      results.push(await runSuite(waiting.shift(), env));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

async function main(names) {
  const chosen = { checks: pick(checks, names), tests: pick(tests, names) };
  const known = [...checks, ...tests].map(({ name }) => name);
  const unknown = names.filter(name => !known.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(
      `No suite ${unknown.join(', ')}. Suites: ${known.join(', ')}\n`
    );
    return 2;
  }
  const needsBrowser = chosen.tests.some(({ options }) => options.browser);
  const needsUi = chosen.checks.some(({ options }) => options.ui);
  const env = { ...quiet };
  // First, because it may have to say what is missing.
  if (needsBrowser) {
    env.MODULESCOPE_CHROMIUM = await chromium();
  }
  await setup({ ui: needsBrowser || needsUi });
  if (seed) {
    process.stdout.write(`Random order: MODULESCOPE_TEST_SEED=${seed}\n`);
  }
  const results = [
    ...(await runAll(chosen.checks, 2, env)),
    ...(await runAll(chosen.tests, 1, env))
  ];
  const sum = key => results.reduce((total, result) => total + result[key], 0);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  return sum('failed') === 0 ? 0 : 1;
}

await finish(() => main(process.argv.slice(2)));

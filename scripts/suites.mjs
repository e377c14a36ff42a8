// Every suite of `npm test`: what it runs, and how its output counts.
import process from 'node:process';

import { nodeTool, python, tool, uiTests } from './paths.mjs';

const node = process.execPath;

/** A tool that checks everything at once: one passed, or one failed. */
function whole(output, code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The last number before each of some words, summed. */
function count(output, ...words) {
  return words
    .map(word =>
      [...output.matchAll(new RegExp(`(\\d+) ${word}\\b`, 'g'))].at(-1)
    )
    .reduce((sum, match) => sum + Number(match?.[1] ?? 0), 0);
}

/** The runners that end with `3 passed, 1 failed` in any order. */
function summary(output, code) {
  const failed = count(
    output,
    'failed',
    'errors?',
    'flaky',
    'interrupted',
    'did not run'
  );
  return {
    passed: count(output, 'passed'),
    failed: code === 0 ? 0 : Math.max(failed, 1)
  };
}

function jest(output, code) {
  const line =
    output.split('\n').findLast(text => text.startsWith('Tests:')) ?? '';
  return summary(line, code);
}

/** With `MODULESCOPE_TEST_SEED` tests run in another order, the same for the same seed. */
export const seed = process.env.MODULESCOPE_TEST_SEED ?? '';
const jestOrder = seed ? ['--randomize', `--seed=${seed}`] : [];

function playwright(project) {
  return [nodeTool('playwright', uiTests), ['test', `--project=${project}`]];
}

function suite(name, [program, args], parse = whole, options = {}) {
  return { name, program, args, parse, options };
}

/** What does not look at the clock may run side by side, the longest first. */
export const checks = [
  suite('jest', [nodeTool('jest'), ['--ci', ...jestOrder]], jest),
  suite('wheel', [node, ['scripts/wheelcheck.mjs']], summary),
  suite(
    'generated files',
    [node, ['scripts/generate.mjs', '--check']],
    summary
  ),
  suite('eslint', [nodeTool('eslint'), ['.', '--max-warnings=0']], whole, {
    ui: true
  }),
  suite('prettier', [nodeTool('prettier'), ['--check', '.']]),
  suite('stylelint', [
    nodeTool('stylelint'),
    ['style/**/*.css', '--max-warnings=0']
  ]),
  suite('tsc', [nodeTool('tsc'), ['--noEmit', '-p', 'tsconfig.test.json']]),
  suite(
    'tsc ui-tests',
    [nodeTool('tsc'), ['--noEmit', '-p', 'ui-tests/tsconfig.json']],
    whole,
    { ui: true }
  ),
  suite('layers', [
    nodeTool('depcruise'),
    ['src', '--config', '.dependency-cruiser.cjs']
  ]),
  suite('ruff format', [tool('ruff'), ['format', '--check', '.']]),
  suite('ruff', [tool('ruff'), ['check', '.']]),
  suite('mypy', [tool('mypy'), []]),
  suite('import layers', [tool('lint-imports'), []]),
  suite('bundle', [node, ['scripts/bundlecheck.mjs']], summary)
];

/** Tests, one after the other: some of them look at the clock. */
export const tests = [
  suite(
    'pytest',
    [python, ['-m', 'pytest', '-p', 'no:cacheprovider']],
    summary
  ),
  suite('ui', playwright('ui'), summary, { cwd: uiTests, browser: true }),
  suite('demo', playwright('demo'), summary, {
    cwd: uiTests,
    browser: true,
    show: true
  })
];

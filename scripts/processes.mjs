// Running other programs: output kept, shown when something fails.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { environment, root } from './paths.mjs';

/** A command that ended badly; its message holds the end of the output. */
export class CommandError extends Error {
  constructor(command, code, output) {
    super(`\`${command}\` ended with ${code}:\n${tail(output)}`);
    this.output = output;
  }
}

/** The last lines of a text. */
export function tail(text, lines = 60) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** Runs a program to its end; resolves with its exit code and everything it wrote. */
export function capture(program, args, { cwd = root, env = {}, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: environment(env),
      shell: process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe']
    });
    let output = '';
    let partial = '';
    const read = data => {
      output += data;
      const lines = (partial + data).split('\n');
      partial = lines.pop();
      if (onLine) {
        lines.forEach(line => onLine(line));
      }
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', read);
    }
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a program that must succeed; its output is kept in `.cache/logs`. */
export async function must(program, args, options = {}) {
  const command = [program, ...args].join(' ');
  const { code, output } = await capture(program, args, options);
  if (options.log) {
    keep(options.log, output);
  }
  if (code !== 0) {
    throw new CommandError(command, code, output);
  }
  return output;
}

/** Writes the whole output of a step or suite where it can be read later. */
export function keep(name, output) {
  const folder = join(root, '.cache', 'logs');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  writeFileSync(path, output);
  return path;
}

/** Runs a script's main function; a failed command is shown without our own stack. */
export async function finish(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    const text = error instanceof CommandError ? error.message : error.stack;
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  }
}

// The output of our own small checks, in the form that `npm test` counts.
import process from 'node:process';

/** Prints each sentence with its result, then the counts; sets the exit code. */
export function report(results) {
  const entries = Object.entries(results);
  for (const [sentence, isTrue] of entries) {
    process.stdout.write(`${isTrue ? 'ok' : 'FAILED'}: ${sentence}\n`);
  }
  const passed = entries.filter(([, isTrue]) => isTrue).length;
  process.stdout.write(`${passed} passed, ${entries.length - passed} failed\n`);
  process.exitCode = passed === entries.length ? 0 : 1;
}

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const demo = join(
  __dirname,
  '../../python_companion/modulescope/demo/spiral.ipynb'
);

/** A notebook as it lies on the disk, as far as the tests look at it. */
export interface INotebookFile {
  cells: ICellFile[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

export interface ICellFile {
  id: string;
  cell_type: 'code' | 'markdown';
  metadata: Record<string, unknown>;
  source: string | string[];
  outputs?: unknown[];
  execution_count?: number | null;
}

function pathOf(name: string): string {
  return join(process.env.MODULESCOPE_UI_ROOT ?? '', name);
}

/** Removes the indentation that the lines of a template literal share. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const indents = lines
    .filter(line => line.trim())
    .map(line => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map(line => line.slice(indent)).join('\n');
}

/** Writes a notebook of code cells, `cell-0`, `cell-1`, …, before it is opened. */
export function writeNotebook(
  name: string,
  sources: readonly string[],
  kernel = 'threads-2',
  metadata: Record<string, unknown> = {}
): void {
  const cells = sources.map((source, i) => ({
    id: `cell-${i}`,
    cell_type: 'code' as const,
    metadata: {},
    source: dedent(source),
    outputs: [],
    execution_count: null
  }));
  write(name, { cells, metadata, nbformat: 4, nbformat_minor: 5 }, kernel);
}

/** Writes a copy of the demo notebook. */
export function writeDemo(name: string, kernel: string): void {
  write(name, JSON.parse(readFileSync(demo, 'utf8')) as INotebookFile, kernel);
}

function write(name: string, notebook: INotebookFile, kernel: string): void {
  const kernelspec = { name: kernel, display_name: kernel, language: 'python' };
  const metadata = { ...notebook.metadata, kernelspec };
  writeFileSync(pathOf(name), JSON.stringify({ ...notebook, metadata }));
}

/** Reads a saved notebook. */
export function readNotebook(name: string): INotebookFile {
  return JSON.parse(readFileSync(pathOf(name), 'utf8')) as INotebookFile;
}

/** What `modulescope check` says of a saved notebook: each code, with its cell. */
export function checkFile(name: string): string[] {
  const words = ['check', '--format', 'json', '--exit-zero', pathOf(name)];
  const output = execFileSync('modulescope', words, { encoding: 'utf8' });
  const { findings } = JSON.parse(output) as {
    findings: { code: string; where: { cell_id: string } }[];
  };
  return findings.map(({ code, where }) => `${code} ${where.cell_id}`);
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from '@playwright/test';

import type { NotebookPage } from './notebook';

/** The MIME type of what a watched cell shows. */
export const MIME = 'application/vnd.modulescope.gradients.v1+json';

type Values = (number | null)[];

/** One recorded parameter, from its values by column. */
export function row(
  name: string,
  rms: Values,
  more: Record<string, unknown> = {}
): Record<string, unknown> {
  const final = rms.at(-1) ?? null;
  const bad = final === null ? 1 : 0;
  return {
    name,
    count: 1,
    shape: [64, 64],
    flags: rms.map(value => (value === null ? 'N' : '.')).join(''),
    rms,
    max: rms.map(value => value && 6 * value),
    low: rms.map(value => value && 0.8 * value),
    high: rms.map(value => value && 1.25 * value),
    at_step: null,
    ratio: rms.map(value => value && Math.min(0.1, 0.03 * value ** 0.4)),
    bad: [],
    eps: 1e-8,
    last_step: null,
    last: {
      state: 'value',
      rms: final === null ? null : [final, final],
      at_step: null,
      ratio: null,
      mean: final && 1e-3 * final,
      std: final,
      min: final && -6 * final,
      max: final && 6 * final,
      zero: 0,
      nan: bad,
      inf: 0,
      num_bad: bad,
      num_zero: 0,
      num_none: 0,
      num_low: final !== null && final < 1e-8 ? 1 : 0
    },
    members: [],
    ...more
  };
}

/** A recording of some rows, with a column at each of some steps. */
export function recording(
  rows: Record<string, unknown>[],
  steps: readonly number[],
  more: Record<string, unknown> = {},
  model: Record<string, unknown> = {}
): Record<string, unknown> {
  const last = steps[steps.length - 1];
  return {
    version: 1,
    watch: '',
    state: 'done',
    message: '',
    steps: last,
    recorded: steps.length,
    every: null,
    stride: last / steps.length,
    budget: 0.01,
    overhead: 0.008,
    ratio: true,
    stats: 'full',
    point: 'backward',
    models: [
      {
        name: 'model',
        class_name: 'Net',
        recorded: steps.length,
        scale: null,
        first_steps: steps,
        last_steps: steps,
        optimizer: { name: 'Adam', eps: 1e-8 },
        total: { norm: null, at_step: null },
        onset: null,
        rows,
        left_out: 0,
        ...model
      }
    ],
    ...more
  };
}

/** `count` layers over `columns` recorded steps, every value different. */
export function manyLayers(
  count: number,
  columns: number,
  steps: number
): Record<string, unknown> {
  const at = Array.from({ length: columns }, (_, column) =>
    Math.round(((column + 1) * steps) / columns)
  );
  const rows = Array.from({ length: count }, (_, layer) =>
    row(
      `encoder.layers.${layer}.self_attn.out_proj.weight`,
      at.map(
        (_, column) =>
          10 **
          (-1 -
            (5 * layer) / count -
            (2 * column) / columns +
            Math.sin(7 * column + layer) / 2)
      )
    )
  );
  return recording(rows, at);
}

/** Answers the question which kernel is to be used with none. */
export async function declineKernel(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'No Kernel' }).click();
}

/** A run like those of the manual: all is well until a NaN appears in one block. */
export function diverging(): Record<string, unknown> {
  const steps = Array.from({ length: 40 }, (_, column) => 3 * (column + 1));
  const rows = ['embed', ...blocks(6), 'head'].map((name, layer) =>
    row(
      `${name}.weight`,
      steps.map((step, column) =>
        step >= 87 + Math.abs(layer - 3)
          ? null
          : 10 ** (-4 + layer / 8 + Math.sin(column + layer) / 6 + wild(step))
      )
    )
  );
  rows.splice(7, 0, empty('pos.weight', 40, 'frozen'));
  rows.splice(8, 0, empty('aux.weight', 40, 'unused'));
  const onset = {
    kind: 'NaN',
    step: 87,
    fqn: 'blocks.2.weight',
    finite_step: 84
  };
  return recording(rows, steps, {}, { onset });
}

/** A run whose gradients vanish towards the input; some are below Adam's eps. */
export function vanishing(): Record<string, unknown> {
  const steps = Array.from({ length: 30 }, (_, column) => 10 * (column + 1));
  const rows = ['stem', ...blocks(8), 'head'].map((name, layer) =>
    row(
      `${name}.weight`,
      steps.map(
        (_, column) =>
          10 **
          (-10.5 + 0.9 * layer - column / 15 + Math.sin(column + layer) / 4)
      )
    )
  );
  return recording(rows, steps, { every: 10 });
}

function blocks(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `blocks.${index}`);
}

/** How many powers of ten a run is above its usual scale shortly before it diverges. */
function wild(step: number): number {
  return Math.max(0, (step - 66) / 6);
}

function empty(
  name: string,
  columns: number,
  state: string
): Record<string, unknown> {
  const nothing = Array<null>(columns).fill(null);
  const base = row(name, nothing, { flags: '-'.repeat(columns) });
  const last = base.last as Record<string, unknown>;
  return {
    ...base,
    last: { ...last, state, nan: 0, num_bad: 0, num_none: 1 }
  };
}

/** Writes a notebook with outputs, as if saved before; without a kernel of its own. */
export function writeSaved(
  name: string,
  outputs: readonly Record<string, unknown>[],
  kernel = 'gone'
): void {
  const cells = outputs.map((data, index) => ({
    id: `cell-${index}`,
    cell_type: 'code',
    metadata: {},
    source: '%%nn watch',
    execution_count: index + 1,
    outputs: [{ output_type: 'display_data', metadata: {}, data }]
  }));
  const kernelspec = { name: kernel, display_name: kernel, language: 'python' };
  writeFileSync(
    join(process.env.MODULESCOPE_UI_ROOT ?? '', name),
    JSON.stringify({
      cells,
      metadata: { kernelspec },
      nbformat: 4,
      nbformat_minor: 5
    })
  );
}

/** Opens a notebook with saved outputs, where no kernel can start. */
export async function openSaved(
  lab: NotebookPage,
  name: string,
  ...documents: Record<string, unknown>[]
): Promise<Locator[]> {
  writeSaved(
    name,
    documents.map(document => ({ [MIME]: document, 'text/plain': 'Gradients' }))
  );
  await lab.open(name, { kernel: false });
  await declineKernel(lab.page);
  return documents.map((_, index) =>
    lab.cell(index).locator('.jp-ModulescopeGradients')
  );
}

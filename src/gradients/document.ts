const STATES = [
  'value',
  'frozen',
  'unused',
  'unreached',
  'unreadable',
  'absent'
] as const;

/** A row at the last recorded step. */
export interface ILast {
  readonly state: (typeof STATES)[number];
  /** The least and the greatest of the row's parameters with a finite value. */
  readonly rms: readonly [number, number] | null;
  /** The same when the optimizer stepped; null where it does not differ. */
  readonly at_step: readonly [number, number] | null;
  /** The same of |Δw|/|w|. */
  readonly ratio: readonly [number, number] | null;
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly zero: number | null;
  readonly nan: number;
  readonly inf: number;
  readonly num_bad: number;
  readonly num_zero: number;
  readonly num_none: number;
  readonly num_low: number;
}

/** One parameter, or several that differ in an index only. */
export interface IRow {
  readonly name: string;
  readonly count: number;
  readonly shape: readonly number[];
  /** The elements of one parameter before each rebuild, if they differ. */
  readonly sizes?: readonly number[] | null;
  /** One character per column: `.` a value, `N`, `I`, `0`, `-`, `?` or a space. */
  readonly flags: string;
  readonly rms: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  /** The least and the greatest RMS of a column; null if `rms` is both. */
  readonly low: readonly (number | null)[] | null;
  readonly high: readonly (number | null)[] | null;
  readonly at_step: readonly (number | null)[] | null;
  /** |Δw|/|w|; null if it was not recorded. */
  readonly ratio: readonly (number | null)[] | null;
  /** Column, NaN count and Inf count where a run of `N` or `I` starts. */
  readonly bad: readonly (readonly [number, number, number])[];
  /** The least eps of the optimizers that hold these parameters. */
  readonly eps: number | null;
  /** The last recorded step in which one of them had a gradient. */
  readonly last_step: number | null;
  readonly last: ILast;
  readonly members: readonly IRow[];
}

/** Where a value that is not finite was seen first. */
export interface IOnset {
  readonly kind: 'NaN' | 'Inf';
  readonly step: number;
  readonly fqn: string;
  readonly finite_step: number | null;
}

/** Another model took the name of the recorded one. */
export interface IRebuild {
  /** The first recorded step of the new model; null before there is one. */
  readonly step: number | null;
  /** The execution count of the cell that rebuilt it, where that is known. */
  readonly cell: number | null;
}

/** The recorded gradients of one model. */
export interface IModelGradients {
  readonly name: string;
  readonly class_name: string;
  readonly recorded: number;
  /** The last scale of a GradScaler; all values are divided by it. */
  readonly scale: number | null;
  readonly first_steps: readonly number[];
  readonly last_steps: readonly number[];
  readonly optimizer: { readonly name: string; readonly eps: number } | null;
  /** The norm of all gradients together at the last step, and when it was taken. */
  readonly total: {
    readonly norm: number | null;
    readonly at_step: number | null;
  };
  /** Not in older documents. */
  readonly rebuilds?: readonly IRebuild[];
  readonly onset: IOnset | null;
  readonly rows: readonly IRow[];
  readonly left_out: number;
}

/** All that a watch recorded. */
export interface IGradients {
  readonly version: 1;
  /** What the kernel calls the watch while it can be paused; else empty. */
  readonly watch: string;
  readonly state: 'waiting' | 'recording' | 'paused' | 'done' | 'stopped';
  readonly message: string;
  readonly steps: number;
  readonly recorded: number;
  readonly every: number | null;
  /** Backward passes from one recorded step to the next, lately. */
  readonly stride: number | null;
  readonly budget: number;
  readonly overhead: number;
  /** Seconds that recording took of the loop; not in older documents. */
  readonly spent_s?: number;
  /** Whether |Δw|/|w| is recorded too. */
  readonly ratio: boolean;
  /** `light`: only norms, counts of what is not finite, and why there is none. */
  readonly stats: 'full' | 'light';
  readonly point: 'backward' | 'step';
  readonly models: readonly IModelGradients[];
}

/**
 * Reads the data of an output; null if it has not the shape of the schema.
 *
 * A saved notebook may come from anybody, so nothing of it is taken on trust.
 */
export function readGradients(data: unknown): IGradients | null {
  const valid =
    isObject(data) &&
    data.version === 1 &&
    isText(data.watch, 64) &&
    isOneOf(data.state, [
      'waiting',
      'recording',
      'paused',
      'done',
      'stopped'
    ]) &&
    isText(data.message, 5000) &&
    isCount(data.steps) &&
    isCount(data.recorded) &&
    (data.every === null || isCount(data.every)) &&
    isOptional(data.stride) &&
    isNumber(data.budget) &&
    isNumber(data.overhead) &&
    (data.spent_s === undefined || isNumber(data.spent_s)) &&
    typeof data.ratio === 'boolean' &&
    isOneOf(data.stats, ['full', 'light']) &&
    isOneOf(data.point, ['backward', 'step']) &&
    isList(data.models, 20, isModel);
  return valid ? (data as unknown as IGradients) : null;
}

type Data = Record<string, unknown>;

const MAX_COLUMNS = 512;

function isModel(data: unknown): boolean {
  if (!isObject(data) || !isList(data.last_steps, MAX_COLUMNS, isCount)) {
    return false;
  }
  const columns = data.last_steps.length;
  return (
    columns > 0 &&
    isText(data.name) &&
    isText(data.class_name) &&
    isCount(data.recorded) &&
    (data.scale === null || isNumber(data.scale)) &&
    isList(data.first_steps, columns, isCount) &&
    data.first_steps.length === columns &&
    (data.optimizer === null || isEps(data.optimizer)) &&
    isObject(data.total) &&
    isOptional(data.total.norm) &&
    isOptional(data.total.at_step) &&
    (data.rebuilds === undefined ||
      isList(data.rebuilds, MAX_COLUMNS + 1, isRebuild)) &&
    (data.onset === null || isOnset(data.onset)) &&
    isList(data.rows, 400, row => isRow(row, columns, 1)) &&
    data.rows.length > 0 &&
    isCount(data.left_out)
  );
}

function isRow(data: unknown, columns: number, depth: number): boolean {
  return (
    isObject(data) &&
    isText(data.name) &&
    isCount(data.count) &&
    data.count > 0 &&
    isList(data.shape, 64, isCount) &&
    (data.sizes === undefined ||
      data.sizes === null ||
      isList(data.sizes, columns, isCount)) &&
    isText(data.flags, columns) &&
    data.flags.length === columns &&
    /^[.NI0\-? ]*$/.test(data.flags) &&
    isNumbers(data.rms, columns) &&
    isNumbers(data.max, columns) &&
    [data.low, data.high, data.at_step, data.ratio].every(
      values => values === null || isNumbers(values, columns)
    ) &&
    isOptional(data.eps) &&
    (data.last_step === null || isCount(data.last_step)) &&
    isList(data.bad, columns, isBad) &&
    isLast(data.last) &&
    // Only a fold has members, and they are no folds.
    isList(
      data.members,
      10000,
      row => depth > 0 && isRow(row, columns, depth - 1)
    )
  );
}

function isLast(data: unknown): boolean {
  return (
    isObject(data) &&
    isOneOf(data.state, STATES) &&
    [data.rms, data.at_step, data.ratio].every(
      pair => pair === null || (isList(pair, 2, isNumber) && pair.length === 2)
    ) &&
    [data.mean, data.std, data.min, data.max, data.zero].every(isOptional) &&
    [data.nan, data.inf].every(isCount) &&
    [data.num_bad, data.num_zero, data.num_none, data.num_low].every(isCount)
  );
}

function isEps(data: unknown): boolean {
  return isObject(data) && isText(data.name) && isNumber(data.eps);
}

function isRebuild(data: unknown): boolean {
  return (
    isObject(data) &&
    [data.step, data.cell].every(number => number === null || isCount(number))
  );
}

function isOnset(data: unknown): boolean {
  return (
    isObject(data) &&
    isOneOf(data.kind, ['NaN', 'Inf']) &&
    isCount(data.step) &&
    isText(data.fqn) &&
    (data.finite_step === null || isCount(data.finite_step))
  );
}

function isBad(data: unknown): boolean {
  return isList(data, 3, isCount) && data.length === 3;
}

function isNumbers(data: unknown, columns: number): boolean {
  return isList(data, columns, isOptional) && data.length === columns;
}

function isObject(data: unknown): data is Data {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function isText(data: unknown, limit = 1000): data is string {
  return typeof data === 'string' && data.length <= limit;
}

function isNumber(data: unknown): data is number {
  return typeof data === 'number' && Number.isFinite(data);
}

function isOptional(data: unknown): boolean {
  return data === null || isNumber(data);
}

function isCount(data: unknown): data is number {
  return Number.isSafeInteger(data) && (data as number) >= 0;
}

function isOneOf(data: unknown, values: readonly string[]): boolean {
  return values.includes(data as string);
}

function isList(
  data: unknown,
  limit: number,
  check: (item: unknown) => boolean
): data is unknown[] {
  return Array.isArray(data) && data.length <= limit && data.every(check);
}

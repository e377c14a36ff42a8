import type { IOutgoing } from '../protocol/call';
import type {
  Checked,
  Hello,
  ModelsListed,
  ModuleDetails,
  Row,
  Totals,
  TreeRows
} from '../protocol/messages';
import type { RowReading } from '../inspector/tree/rowreading';
import { FakeCompanion } from './fakecompanion';

/**
 * A companion that answers with the models and rows it was given.
 *
 * `hold()` keeps the next answers back until `release()`, to test what happens in
 * between.
 */
export class AnsweringCompanion extends FakeCompanion {
  constructor() {
    super();
    this.state = 'ready';
    this.hello = hello();
  }

  /** Rows below each module, by `model fqn member`; the top by `model`. */
  readonly rows = new Map<string, readonly Row[]>();
  readonly leftOut = new Map<string, number>();
  models: ModelsListed['models'] = [];
  selected: string | null = null;
  details: Partial<ModuleDetails> = {};
  failure: Error | null = null;
  /** Whether `open` is understood; the companion may leave rows closed. */
  knowsOpen = true;

  /** What was asked, in order. */
  readonly asked: string[] = [];

  /** Adds a model of the given rows, as the newest and selected one. */
  addModel(name: string, rows: readonly Row[]): void {
    this.models = [
      {
        name,
        path: name,
        key: `#${this.models.length + 1}`,
        class_name: 'Net',
        numel: 387,
        cell: null,
        kept: null
      },
      ...this.models
    ];
    this.selected = name;
    this.rows.set(name, rows);
  }

  finishRun(): void {
    this.push('c');
  }

  restart(): void {
    this.models = [];
    this.selected = null;
    this.rows.clear();
    super.restart();
  }

  hold(): void {
    this._gate = new Promise(resolve => (this._open = resolve));
  }

  release(): void {
    this._open();
    this._gate = Promise.resolve();
  }

  async listModels(): Promise<ModelsListed> {
    const { models, selected } = this;
    await this._answer('models.list');
    return { kind: 'models.listed', id: '', models, selected };
  }

  async getTree(
    request: { model: string } & RowReading.IRequest
  ): Promise<TreeRows> {
    const { model, fqn, member, query, open } = request;
    const key =
      fqn === '' && query === '' ? model : `${model} ${fqn || query} ${member}`;
    const own = this.rows.get(key);
    const rows = own && this._withOpen(model, own, open ?? []);
    await this._answer(`tree.get ${key}`);
    return {
      kind: 'tree.rows',
      id: '',
      model,
      fqn,
      found: rows !== undefined,
      rows: [...(rows ?? [])],
      left_out: this.leftOut.get(key) ?? 0,
      matches: query === '' ? null : (rows ?? []).length,
      problem: '',
      bad_terms: [],
      totals: totals({ modules: 423 }),
      checked: checked()
    };
  }

  async getModule(model: string, fqn: string): Promise<ModuleDetails> {
    await this._answer(`module.get ${model} ${fqn}`);
    return {
      kind: 'module.details',
      id: '',
      model,
      fqn,
      overview: {
        class_name: 'Linear',
        class_module: 'torch.nn.modules.linear',
        shape: '2→64',
        settings: 'in_features=2, out_features=64',
        class_cell: null,
        built_cell: null,
        totals: totals({}),
        placements: [],
        training: true,
        num_children: 0
      },
      tensors: [],
      tensors_left_out: 0,
      hooks: [],
      hooks_left_out: 0,
      checked: checked(),
      ...this.details
    };
  }

  /** The answers to what has no method of its own, or who makes them, by the kind. */
  readonly answers = new Map<string, Answer>();

  async ask<T>(request: IOutgoing): Promise<T> {
    const { kind, ...rest } = request;
    await this._answer(`${kind} ${Object.values(rest).join(' ')}`.trim());
    const answer = this.answers.get(kind);
    if (!answer) {
      throw new Error(`unsupported: ${kind}`);
    }
    const own = typeof answer === 'function' ? answer(rest) : answer;
    return { ...rest, checked: checked(), ...own } as T;
  }

  async connect(): Promise<void> {
    this.setState('ready');
  }

  /** Puts the children of open rows below them. */
  private _withOpen(
    model: string,
    rows: readonly Row[],
    open: NonNullable<RowReading.IRequest['open']>
  ): Row[] {
    return rows.flatMap(row => {
      const wanted = open.find(({ fqn }) => fqn === row.fqn);
      const below =
        this.knowsOpen && wanted && !row.expanded
          ? this.rows.get(`${model} ${row.fqn} ${wanted.member}`)
          : undefined;
      return below
        ? [{ ...row, expanded: true }, ...this._withOpen(model, below, open)]
        : [row];
    });
  }

  private async _answer(asked: string): Promise<void> {
    this.asked.push(asked);
    await this._gate;
    if (this.failure) {
      throw this.failure;
    }
  }

  private _gate: Promise<void> = Promise.resolve();
  private _open: () => void = () => undefined;
}

type Answer = object | ((request: Readonly<Record<string, unknown>>) => object);

/** A registered module; its name is the end of its fqn. */
export function row(fqn: string, changes: Partial<Row> = {}): Row {
  const names = fqn.split('.');
  return {
    fqn,
    name: fqn === '' ? 'model' : names[names.length - 1],
    depth: fqn === '' ? 0 : names.length,
    kind: 'module',
    class_name: 'Linear',
    shape: '',
    count: 1,
    note: '',
    numel: 10,
    bytes: 40,
    chips: [],
    num_children: 0,
    expanded: false,
    matched: true,
    findings: [],
    health: 'unknown',
    health_text: '',
    health_count: 0,
    ...changes
  };
}

/** The root row of a model, open. */
export function root(numChildren: number): Row {
  return row('', {
    class_name: 'Net',
    num_children: numChildren,
    expanded: true
  });
}

function hello(): Hello {
  return {
    version: '0.1.0',
    protocol: 1,
    python: '3.11.7',
    executable: 'python',
    torch: '2.13.0',
    capabilities: []
  };
}

function checked(): Checked {
  return {
    execution_count: 8,
    time: new Date(2026, 0, 1, 12, 4, 31).getTime()
  };
}

function totals(changes: Partial<Totals>): Totals {
  return {
    modules: 1,
    parameters: 2,
    buffers: 0,
    numel: 195,
    trainable: 2,
    trainable_numel: 195,
    bytes: 780,
    storage_bytes: 780,
    uninitialized: 0,
    hooks: {},
    devices: ['cpu'],
    dtypes: ['float32'],
    partial: false,
    ...changes
  };
}

import type { Finding, Range } from '../protocol/messages';
import type { IShownFinding } from '../tokens';

/** A range on one line. */
export function range(line: number, from: number, to: number): Range {
  return {
    start: { line, character: from },
    end: { line, character: to }
  };
}

/** A finding about `self.blocks` in cell `a`. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    id: 'NN102:a:blocks',
    code: 'NN102',
    name: 'modules-in-plain-container',
    severity: 'error',
    status: 'live',
    wasted: false,
    message:
      '`model.blocks` is a Python list, so its 8 modules are not registered',
    evidence: ['`model.blocks` holds 8 modules with 33,280 parameters'],
    silence: null,
    why: '`parameters()` skips modules kept in a plain list.',
    advice: 'Wrap the list in `nn.ModuleList`.',
    fixes: [],
    cell: { cell_id: 'a', execution_count: 2 },
    range: range(0, 0, 11),
    object: 'model.blocks',
    affects: [],
    related: [],
    checked: { execution_count: 3, time: 0 },
    ...changes
  };
}

/** The same as the model holds it. */
export function shown(changes: Partial<IShownFinding> = {}): IShownFinding {
  return {
    ...finding(changes),
    fixed: changes.fixed ?? false,
    muted: changes.muted ?? null
  };
}

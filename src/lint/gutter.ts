import { markIcon } from '../findings/look';
import type { LabIcon } from '@jupyterlab/ui-components';
import { affectedIcon, relatedIcon } from '../icons';
import type { IMark } from './marks';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { GutterMarker, gutter } from '@codemirror/view';

import { marksBetween, marksField } from './marks';
import { addPlaceTip, removePlaceTips } from './placetip';

/** The icon of a mark; null if it has no place in the gutter. */
export type MarkIcon = (mark: IMark) => LabIcon | null;

/** A column with the worst mark of each line. */
export function marksGutter(options: marksGutter.IOptions): Extension {
  return gutter({
    class: 'jp-Modulescope-gutter',
    lineMarker: (view, { from, to }) => {
      const mark = worstBetween(view, from, to);
      const icon = mark && options.icon(mark);
      return mark && icon ? new Sign(mark, icon) : null;
    },
    lineMarkerChange: update =>
      update.docChanged ||
      update.startState.field(marksField) !== update.state.field(marksField),
    domEventHandlers: {
      click: (view, { from, to }) => {
        const mark = worstBetween(view, from, to);
        return mark !== null && options.onClick(view, mark);
      }
    }
  });
}

export namespace marksGutter {
  export interface IOptions {
    icon: MarkIcon;
    /** Returns whether it did something. */
    onClick(view: EditorView, mark: IMark): boolean;
  }
}

/** The marks whose place comes first in a gutter line. */
const ORDER = ['error', 'warning', 'related', 'affected', 'info', 'hint'];

function rank({ kind, severity }: IMark): number {
  return ORDER.indexOf(kind === 'finding' ? severity : kind);
}

function worstBetween(
  view: EditorView,
  from: number,
  to: number
): IMark | null {
  const marks = marksBetween(view.state.field(marksField), from, to)
    .filter(range => range.from >= from)
    .map(range => range.value.mark)
    .sort((a, b) => rank(a) - rank(b));
  return marks[0] ?? null;
}

/** One mark in the gutter. */
class Sign extends GutterMarker {
  constructor(
    private readonly _mark: IMark,
    private readonly _icon: LabIcon
  ) {
    super();
  }

  eq(other: Sign): boolean {
    return other._mark === this._mark && other._icon === this._icon;
  }

  toDOM(): Node {
    const { kind, severity, note } = this._mark;
    const node = document.createElement('div');
    node.className = `jp-Modulescope-sign jp-mod-${severity}`;
    node.dataset.kind = kind;
    if (note && kind !== 'finding') {
      addPlaceTip(node, this._icon, note);
    }
    this._icon.element({ container: node });
    return node;
  }

  destroy(): void {
    removePlaceTips();
  }
}

/** The icon of a mark in the gutter; advice has none. */
export function gutterIcon(mark: IMark): LabIcon | null {
  switch (mark.kind) {
    case 'related':
      return relatedIcon;
    case 'affected':
      return affectedIcon;
    default:
      return mark.severity === 'error' || mark.severity === 'warning'
        ? markIcon({
            severity: mark.severity,
            status: mark.isStale ? 'stale' : 'live'
          })
        : null;
  }
}

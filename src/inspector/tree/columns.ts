/** A column that comes and goes; the name and the health of a row are always there. */
export type Column = 'class' | 'differs' | 'params' | 'bytes' | 'gradient';

/** What the user chose to see or not, whatever the width. */
export type ColumnChoice = Readonly<Partial<Record<Column, boolean>>>;

/** The columns of a tree of a certain width. */
export interface IColumns {
  readonly shown: ReadonlySet<Column>;
  /** Whether the class is shown with its sizes: `Linear 2→64`. */
  readonly hasShapes: boolean;
  /** Whether chips with an icon are that icon only. */
  readonly isTight: boolean;
  /** The tracks of the grid. */
  readonly template: string;
}

/** All columns, in their order. */
export const COLUMNS: readonly Column[] = [
  'class',
  'differs',
  'params',
  'bytes',
  'gradient'
];

/** The columns that fit into a width in pixels, and those that the user asked for. */
export function columnsFor(
  pixels: number,
  choice: ColumnChoice = {}
): IColumns {
  const shown = COLUMNS.filter(
    column => choice[column] ?? pixels >= FROM_PX[column]
  );
  const isWide = pixels >= WIDE_PX;
  const isTight = pixels < TIGHT_PX;
  const tracks = shown.map(column =>
    column === 'class' && isTight ? TIGHT_CLASS : TRACKS[column][isWide ? 1 : 0]
  );
  const name = isTight ? TIGHT_NAME : NAME;
  return {
    shown: new Set(shown),
    hasShapes: pixels >= SHAPES_PX,
    isTight,
    template: [isWide ? WIDE_NAME : name, ...tracks, HEALTH].join(' ')
  };
}

/** From which width a column is there unasked. */
const FROM_PX: Readonly<Record<Column, number>> = {
  class: 0,
  differs: 480,
  params: 0,
  bytes: 640,
  gradient: 640
};

const TRACKS: Readonly<Record<Column, readonly [string, string]>> = {
  class: ['minmax(0, 1fr)', 'minmax(120px, 1fr)'],
  differs: ['minmax(0, 1fr)', 'minmax(0, 1.2fr)'],
  params: ['48px', '48px'],
  bytes: ['58px', '58px'],
  gradient: ['64px', '64px']
};
const NAME = 'minmax(96px, 124px)';
/** Where room is short, names and classes share it; names say more. */
const TIGHT_NAME = 'minmax(48px, 1.4fr)';
const TIGHT_CLASS = 'minmax(0, 1fr)';
const WIDE_NAME = 'minmax(122px, 1fr)';
const HEALTH = '16px';
const TIGHT_PX = 360;
const SHAPES_PX = 400;
const WIDE_PX = 480;

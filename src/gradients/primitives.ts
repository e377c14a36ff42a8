/** Colours and fonts of the theme. */
export interface ITheme {
  readonly ink: string;
  readonly dim: string;
  readonly neutral: string;
  readonly rule: string;
  /** Of lines that only guide the eye. */
  readonly grid: string;
  readonly ground: string;
  readonly brand: string;
  readonly added: string;
  readonly warning: string;
  readonly uiFont: string;
  readonly codeFont: string;
}

/** One thing to draw, in the words of a custom series of ECharts. */
export interface IShape {
  readonly type: 'rect' | 'text' | 'polygon' | 'polyline' | 'circle' | 'cells';
  readonly shape?: Record<string, unknown>;
  readonly style: Record<string, unknown>;
  readonly z2?: number;
  readonly silent: true;
}

/** A filled rectangle. */
export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  z2 = 0
): IShape {
  return {
    type: 'rect',
    shape: { x, y, width, height },
    style: { fill },
    z2,
    silent: true
  };
}

/** Rectangles of one colour: x, y, width and height of each. */
export function cells(
  rects: readonly (readonly [number, number, number, number])[],
  fill: string
): IShape {
  return { type: 'cells', shape: { rects }, style: { fill }, silent: true };
}

/** A line of text, centred on `y`. */
export function text(
  content: string,
  x: number,
  y: number,
  fill: string,
  font: string,
  align: 'left' | 'center' | 'right' = 'left'
): IShape {
  return {
    type: 'text',
    style: { text: content, x, y, fill, font, align, verticalAlign: 'middle' },
    z2: 2,
    silent: true
  };
}

/** An outline of one pixel. */
export function outline(
  x: number,
  y: number,
  width: number,
  height: number,
  stroke: string
): IShape {
  return {
    type: 'rect',
    shape: {
      x: x + 0.5,
      y: y + 0.5,
      width: Math.max(width - 1, 1),
      height: height - 1
    },
    style: { fill: 'none', stroke, lineWidth: 1 },
    z2: 4,
    silent: true
  };
}

/** Lines through points, dashed if asked for. */
export function polyline(
  points: readonly (readonly [number, number])[],
  stroke: string,
  lineWidth: number,
  lineDash: readonly number[] = [],
  z2 = 1
): IShape {
  return {
    type: 'polyline',
    shape: { points },
    style: { fill: 'none', stroke, lineWidth, lineDash, lineJoin: 'round' },
    z2,
    silent: true
  };
}

/** The sign for a warning. */
export function triangle(x: number, y: number, theme: ITheme): IShape[] {
  const points = [
    [x + 7, y],
    [x + 14, y + 13],
    [x, y + 13]
  ];
  const style = { fill: theme.warning };
  return [
    { type: 'polygon', shape: { points }, style, silent: true },
    rect(x + 6.3, y + 4.4, 1.4, 4.4, theme.ground, 1),
    rect(x + 6.3, y + 10, 1.4, 1.4, theme.ground, 1)
  ];
}

const MARKERS: readonly (readonly (readonly [number, number])[] | null)[] = [
  null,
  [
    [-3.5, -3.5],
    [3.5, -3.5],
    [3.5, 3.5],
    [-3.5, 3.5]
  ],
  [
    [0, -4.5],
    [4.5, 3.5],
    [-4.5, 3.5]
  ],
  [
    [0, -5],
    [5, 0],
    [0, 5],
    [-5, 0]
  ]
];

/** Circle, square, triangle, diamond; filled, then the same four hollow. */
export function marker(
  kind: number,
  x: number,
  y: number,
  color: string,
  ground: string
): IShape {
  const points = MARKERS[kind % MARKERS.length];
  const hollow = kind % (2 * MARKERS.length) >= MARKERS.length;
  const style = {
    fill: hollow ? ground : color,
    stroke: color,
    lineWidth: hollow ? 1.5 : 0
  };
  return points
    ? {
        type: 'polygon',
        shape: { points: points.map(([dx, dy]) => [x + dx, y + dy]) },
        style,
        z2: 3,
        silent: true
      }
    : {
        type: 'circle',
        shape: { cx: x, cy: y, r: 4 },
        style,
        z2: 3,
        silent: true
      };
}

/** The middle of a long name tells least: both ends stay. */
export function shorten(name: string, room: number): string {
  if (name.length <= room) {
    return name;
  }
  const tail = Math.ceil((room - 1) * 0.6);
  return `${name.slice(0, Math.max(room - 1 - tail, 0))}…${name.slice(-tail)}`;
}

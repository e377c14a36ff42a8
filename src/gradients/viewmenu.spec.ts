import { DrawnGradients } from '../testing/drawing';
import { gradients, recorded, row } from '../testing/gradients';

describe('Send to Panel', () => {
  let drawn: DrawnGradients;
  let opened: [string, string][];

  beforeEach(async () => {
    opened = [];
    drawn = new DrawnGradients({
      open: (model, fqn) => opened.push([model, fqn])
    });
    const fold = row('blocks.1–6.fc.weight', [1], { count: 6 });
    const rows = [row('stem.weight', [1]), fold, row('scale', [1])];
    await drawn.show(gradients([recorded(rows)]));
  });

  afterEach(() => drawn.close());

  it('opens the module of the crosshair', async () => {
    await drawn.press('ArrowDown');
    await drawn.choose('Send to Panel');
    expect(opened).toEqual([['model', 'stem']]);
  });

  it('opens the first module of a fold', async () => {
    await drawn.press('ArrowDown');
    await drawn.press('ArrowDown');
    await drawn.choose('Send to Panel');
    expect(opened).toEqual([['model', 'blocks.1.fc']]);
  });

  it('opens the module of the latest pin without a crosshair', async () => {
    await drawn.press('ArrowDown');
    await drawn.press(' ');
    await drawn.press('Escape');
    await drawn.choose('Send to Panel');
    expect(opened).toEqual([['model', 'stem']]);
  });

  it('opens the model for its own parameters, and without a choice', async () => {
    await drawn.choose('Send to Panel');
    await drawn.press('ArrowDown');
    await drawn.press('ArrowDown');
    await drawn.press('ArrowDown');
    await drawn.choose('Send to Panel');
    expect(opened).toEqual([
      ['model', ''],
      ['model', '']
    ]);
  });
});

import { DrawnGradients } from '../testing/drawing';
import { light } from '../testing/gradients';

describe('the notes of a drawing', () => {
  it('say what was not recorded, and offers no view of it', async () => {
    const drawn = new DrawnGradients();
    await drawn.show(light);
    expect(drawn.node.textContent).toContain(
      'Mean, std, least, greatest and zeros were not recorded.'
    );
    expect(drawn.button('Norm')).not.toBeNull();
    expect(drawn.button('Max')).toBeNull();
    await drawn.close();
  });
});

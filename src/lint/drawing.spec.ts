import { shown } from '../testing/findings';
import { inlineMessage } from './drawing';

describe('inlineMessage', () => {
  it('is the first evidence without the name that is underlined', () => {
    const finding = shown({
      object: 'optimizer',
      evidence: [
        '`optimizer` holds 4 tensors, 0 of which belong to `model`',
        '`model` was rebuilt in [7]'
      ]
    });
    expect(inlineMessage(finding)).toBe(
      'holds 4 tensors, 0 of which belong to `model`'
    );
  });

  it('is the title where the evidence begins otherwise', () => {
    const finding = shown({ evidence: ['counted in a part'] });
    expect(inlineMessage(finding)).toBe(
      'is a Python list, so its 8 modules are not registered'
    );
  });

  it.each([
    { severity: 'warning' as const },
    { status: 'static' as const },
    { status: 'stale' as const }
  ])('is not there for %j', changes => {
    expect(inlineMessage(shown(changes))).toBe('');
  });
});

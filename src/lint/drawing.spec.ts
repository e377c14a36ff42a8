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

  it('is the title where there is no evidence', () => {
    const finding = shown({ evidence: [], object: null });
    expect(inlineMessage(finding)).toBe(finding.message);
  });

  it.each([
    { severity: 'warning' as const },
    { status: 'static' as const },
    { status: 'stale' as const }
  ])('is not there for %j', changes => {
    expect(inlineMessage(shown(changes))).toBe('');
  });
});

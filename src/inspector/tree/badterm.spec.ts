import { repaired } from './badterm';

const problem = 'Unknown filter "grd:". Did you mean "grad:"?';

describe('a filter with a term that is not understood', () => {
  it('is repaired as the kernel suggests', () => {
    const query = 'attn -grd:none x';
    const bad = [{ start: 5, end: 14 }];
    expect(repaired(query, bad, problem)).toBe('attn -grad:none x');
  });

  it('is repaired in a value, too', () => {
    const text = 'Unknown filter "is:frozn". Did you mean "is:frozen"?';
    expect(repaired('is:frozn', [{ start: 0, end: 8 }], text)).toBe(
      'is:frozen'
    );
  });

  it('is left alone where nothing is close', () => {
    const bad = [{ start: 0, end: 5 }];
    expect(repaired('zzz:1', bad, 'Unknown filter "zzz:".')).toBeNull();
  });

  it('is left alone once it was changed', () => {
    expect(repaired('grad:none', [], problem)).toBeNull();
  });

  it('is repaired where the wrong word is, to the letter', () => {
    const text = 'Unknown filter "grd:". Did you mean "$&:"?';
    const bad = [
      { start: 0, end: 3 },
      { start: 4, end: 9 }
    ];
    expect(repaired('x:1 grd:2', bad, text)).toBe('x:1 $&:2');
  });
});

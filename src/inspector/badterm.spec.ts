import { findBadTerms, withSuggestion } from './badterm';

const problem = 'Unknown filter "grd:". Did you mean "grad:"?';

describe('a term that is not understood', () => {
  it('is found in the filter', () => {
    expect(findBadTerms('attn grd:none', problem)).toEqual([
      { start: 5, end: 13, suggestion: 'grad:none' }
    ]);
  });

  it('is replaced by what was meant', () => {
    const query = 'attn -grd:none x';
    const [bad] = findBadTerms(query, problem);
    expect(withSuggestion(query, bad)).toBe('attn -grad:none x');
  });

  it('may be wrong in its value', () => {
    const query = 'is:frozn params:many';
    const found = findBadTerms(
      query,
      'Unknown filter "is:frozn". Did you mean "is:frozen"? "many" is no size; write for example ">1M".'
    );
    expect(found.map(({ start, end }) => query.slice(start, end))).toEqual([
      'is:frozn',
      'params:many'
    ]);
    expect(found.map(({ suggestion }) => suggestion)).toEqual([
      'is:frozen',
      null
    ]);
  });

  it('is not found within another word', () => {
    expect(findBadTerms('mygrd:none', problem)).toEqual([]);
  });

  it('is no longer there once the filter was changed', () => {
    expect(findBadTerms('grad:none', problem)).toEqual([]);
  });
});

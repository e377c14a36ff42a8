import { clientId } from './client';

describe('clientId', () => {
  beforeEach(() => sessionStorage.clear());

  it('stays the same over a reload', () => {
    expect(clientId('a.ipynb')).toBe(clientId('a.ipynb'));
  });

  it('differs between notebooks', () => {
    expect(clientId('a.ipynb')).not.toBe(clientId('b.ipynb'));
  });

  it('does without a storage', () => {
    const forbidden = {
      getItem: () => {
        throw new Error('SecurityError');
      }
    } as unknown as Storage;
    expect(clientId('a.ipynb', forbidden)).toMatch(/-/);
  });
});

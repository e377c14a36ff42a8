import type { ModelEntry } from '../../protocol/messages';
import { ModelChoice } from './choice';

/** A model of a variable; one that lost its name has only a key. */
function entry(name: string, changes: Partial<ModelEntry> = {}): ModelEntry {
  return {
    name,
    path: name,
    key: `#${name}`,
    class_name: 'Net',
    numel: 1,
    cell: null,
    kept: null,
    ...changes
  };
}

const nameless = entry('old', { kept: { bytes: 4, since_cell: null } });

describe('ModelChoice', () => {
  let choice: ModelChoice;

  beforeEach(() => {
    choice = new ModelChoice();
  });

  const list = (selected: string | null, ...models: ModelEntry[]): void =>
    choice.update({ models, selected });

  it('shows the model in use, else the newest that has a name', () => {
    list('b', entry('a'), entry('b'));
    expect(choice.shown).toBe('b');
    const other = new ModelChoice();
    other.update({
      models: [nameless, entry('a'), entry('b')],
      selected: null
    });
    expect(other.shown).toBe('a');
  });

  it('stays with what was shown when no model is left', () => {
    list('a', entry('a'));
    list(null);
    expect([choice.shown, choice.isGone, choice.entry]).toEqual([
      'a',
      true,
      null
    ]);
  });

  it('calls a model without a name by its key', () => {
    list('a', entry('a'), nameless);
    choice.choose('#old');
    list('a', entry('a'), nameless);
    expect([choice.shown, choice.isGone]).toEqual(['#old', false]);
    expect(choice.entry).toBe(nameless);
  });

  it('keeps to a picked model while it exists and the same one is in use', () => {
    const [a, b, c] = ['a', 'b', 'c'].map(name => entry(name));
    list('a', a, b, c);
    expect(choice.pickedOver).toBeUndefined();
    choice.choose('b');
    expect(choice.pickedOver).toBe('a');
    list('a', a, b, c);
    expect(choice.shown).toBe('b');
    list('a', a, c);
    expect(choice.shown).toBe('a');
    list('a', a, b, c);
    expect(choice.shown).toBe('b');
    list('c', a, b, c);
    expect([choice.shown, choice.pickedOver]).toEqual(['c', undefined]);
  });

  it('picks as on an earlier page, if the same model is in use', () => {
    choice.pickAgain('b', 'a');
    list('a', entry('a'), entry('b'));
    expect(choice.shown).toBe('b');
    list('c', entry('a'), entry('b'), entry('c'));
    expect(choice.shown).toBe('c');
  });

  it('shows a pinned model once there is one, and after it is gone', () => {
    choice.pinned = 'b';
    list('a', entry('a'));
    expect(choice.shown).toBe('a');
    choice.pinned = 'b';
    list('a', entry('a'), entry('b'));
    expect(choice.shown).toBe('b');
    list('a', entry('a'));
    expect([choice.shown, choice.isGone]).toEqual(['b', true]);
  });

  it('finds the model that a name leads into, and what is left of the way', () => {
    list('a', entry('a'), entry('trainer.net'), nameless);
    expect(choice.resolve('a', 'stem')).toEqual({ model: 'a', fqn: 'stem' });
    expect(choice.resolve('trainer.net.head', 'fc')).toEqual({
      model: 'trainer.net',
      fqn: 'head.fc'
    });
    expect(choice.resolve('#old', '')).toEqual({ model: '#old', fqn: '' });
    expect(choice.resolve('ab', '')).toBeNull();
    expect(choice.resolve('trainer', '')).toBeNull();
  });

  it('forgets all but the pin', () => {
    list('a', entry('a'), entry('b'));
    choice.pinned = 'a';
    choice.choose('b');
    choice.clear();
    expect([choice.shown, choice.models, choice.pinned]).toEqual([
      null,
      [],
      'b'
    ]);
    expect(choice.isGone).toBe(false);
    choice.pinned = null;
    list(null, entry('a'), entry('b'));
    expect(choice.shown).toBe('a');
  });
});

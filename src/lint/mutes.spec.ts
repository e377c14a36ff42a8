import { FakeCompanion } from '../testing/fakecompanion';
import { FakeNotebook } from '../testing/fakenotebook';
import { finding } from '../testing/findings';
import type { MuteScope } from '../tokens';
import { KernelChoices } from './choices';
import { Mutes } from './mutes';

describe('Mutes', () => {
  let notebook: FakeNotebook;
  let companion: FakeCompanion;
  let everywhere: string[];
  let written: [string, boolean][];
  let mutes: Mutes;

  const x = finding({ id: 'x', code: 'NN102' });
  const y = finding({ id: 'y', code: 'NN102' });

  beforeEach(() => {
    notebook = new FakeNotebook({ a: '' });
    companion = new FakeCompanion();
    everywhere = [];
    written = [];
    mutes = new Mutes({
      notebook,
      choices: new KernelChoices(companion),
      settings: () => ({ muted: everywhere }),
      muteRule: async (code, isMuted) => {
        written.push([code, isMuted]);
        everywhere = isMuted ? [code] : [];
      }
    });
  });

  async function mute(...scopes: MuteScope[]): Promise<void> {
    for (const scope of scopes) {
      await mutes.mute(x, scope);
    }
  }

  it('say the widest that hides a finding', async () => {
    const seen: (MuteScope | null)[] = [mutes.scopeOf(x)];
    for (const scope of [
      'finding',
      'kernel',
      'notebook',
      'everywhere'
    ] as const) {
      await mute(scope);
      seen.push(mutes.scopeOf(x));
    }
    expect(seen).toEqual([null, 'finding', 'kernel', 'notebook', 'everywhere']);
  });

  it('hide one finding, or all of its rule', async () => {
    await mute('finding');
    expect(mutes.scopeOf(y)).toBeNull();
    await mute('notebook');
    expect(mutes.scopeOf(y)).toBe('notebook');
    expect(mutes.scopeOf(finding({ id: 'z', code: 'NN501' }))).toBeNull();
  });

  it('are kept beside the others of the notebook, each once', async () => {
    notebook.muted = ['NN501'];
    await mute('finding', 'notebook', 'finding');
    expect(notebook.muted).toEqual(['NN501', 'x', 'NN102']);
  });

  it('are all taken back at once, and no others', async () => {
    notebook.muted = ['NN501', 'y'];
    await mute('finding', 'kernel', 'notebook', 'everywhere');
    await mutes.unmute(x);
    expect(mutes.scopeOf(x)).toBeNull();
    expect(notebook.muted).toEqual(['NN501', 'y']);
    expect(companion.session.muted).toEqual([]);
    expect(written).toEqual([
      ['NN102', true],
      ['NN102', false]
    ]);
  });

  it('are taken back only where they are', async () => {
    const before = notebook.muted;
    await mutes.unmute(x);
    expect(notebook.muted).toBe(before);
    expect([companion.choices, written]).toEqual([[], []]);
  });
});

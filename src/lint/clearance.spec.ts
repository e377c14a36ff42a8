import { FakeNotebook } from '../testing/fakenotebook';
import { Clearance } from './clearance';

describe('Clearance', () => {
  let code: FakeNotebook;
  let clearance: Clearance;
  let told: unknown[];

  function open(source: string, isTrusted: boolean): void {
    code = new FakeNotebook({ a: source, b: 'x = 1' });
    code.isTrusted = isTrusted;
    clearance = new Clearance(code);
    told = [];
    clearance.changed.connect(() => told.push(clearance.hindrance));
  }

  afterEach(() => clearance.dispose());

  it('lets the code of a trusted notebook pass that names torch', () => {
    open('import torch', true);
    expect(clearance.hindrance).toBeNull();
  });

  it('goes with trust, and returns without it', () => {
    open('import torch', false);
    expect(clearance.hindrance).toBe('untrusted');
    code.trust();
    code.isTrusted = false;
    code.trustChanged.emit();
    expect(told).toEqual([null, 'untrusted']);
  });

  it('goes with the first edit', () => {
    open('import torch', false);
    code.type('b', 'x = 2');
    expect(told).toEqual([null]);
  });

  it('goes when the user runs or checks', () => {
    open('import torch', false);
    clearance.agree();
    expect(told).toEqual([null]);
  });

  it('needs torch in a cell or in the kernel, trusted or not', () => {
    open('import numpy', false);
    expect(clearance.hindrance).toBe('no-torch');
    code.trust();
    clearance.agree();
    expect(told).toEqual([]);
    clearance.hasTorch = true;
    clearance.hasTorch = false;
    code.type('a', 'import torch');
    expect(told).toEqual([null, 'no-torch', null]);
  });

  it('takes notice of cells that come and go', () => {
    open('import torch', true);
    code.remove('a');
    expect(told).toEqual(['no-torch']);
  });
});

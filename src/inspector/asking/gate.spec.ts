import { IdleGate } from './gate';

describe('the gate before requests that read data', () => {
  it('is open while the kernel is idle', async () => {
    const gate = new IdleGate(() => true);
    expect(await gate.pass()).toBe(true);
    expect(gate.isWaiting).toBe(false);
  });

  it('opens when the kernel becomes idle', async () => {
    let idle = false;
    const gate = new IdleGate(() => idle);
    const passed = gate.pass();
    gate.update();
    expect(gate.isWaiting).toBe(true);
    idle = true;
    gate.update();
    expect(await passed).toBe(true);
    expect(gate.isWaiting).toBe(false);
  });

  it('lets nothing through that the user has cancelled', async () => {
    const gate = new IdleGate(() => false);
    const passed = gate.pass();
    gate.cancel();
    expect(await passed).toBe(false);
  });
});

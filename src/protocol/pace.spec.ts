import { Pace } from './pace';

describe('Pace', () => {
  let pace: Pace;

  beforeEach(() => {
    pace = new Pace();
  });

  it('expects at least what it is told, before it knows anything', () => {
    expect(pace.deadlineMs('tree.get', 2000)).toBe(2000);
    expect(pace.usualMs('tree.get')).toBeNull();
  });

  it('waits twice as long as the slowest of the last three answers took', () => {
    [10_000, 100, 100].forEach(ms => pace.note('tree.get', ms));
    expect(pace.deadlineMs('tree.get', 2000)).toBe(20_000);
    pace.note('tree.get', 100);
    expect(pace.deadlineMs('tree.get', 2000)).toBe(2000);
  });

  it('does not take one slow answer among quick ones for the usual', () => {
    [200, 9000].forEach(ms => pace.note('tree.get', ms));
    expect(pace.usualMs('tree.get')).toBe(200);
    pace.note('tree.get', 8000);
    expect(pace.usualMs('tree.get')).toBe(8000);
    // 10,000 is no less than 9000, though it begins with a 1.
    pace.note('tree.get', 10_000);
    expect(pace.usualMs('tree.get')).toBe(9000);
  });

  it('expects of a new kind what the quickest kind takes', () => {
    pace.note('notebook.check', 30_000);
    pace.note('tree.get', 5000);
    expect(pace.deadlineMs('module.get', 2000)).toBe(10_000);
  });

  it('never waits longer than two minutes before it calls an answer late', () => {
    pace.note('tree.get', 3_600_000);
    expect(pace.deadlineMs('tree.get', 2000)).toBe(120_000);
  });
});

import { EXPRESSION } from './expression';
import { readGreeting } from './hello';

const hello = {
  version: '0.1.0',
  protocol: 1,
  python: '3.11.7',
  executable: '/usr/bin/python3',
  torch: null,
  capabilities: ['notebook.check']
};

const reply = (result: unknown) =>
  readGreeting({
    status: 'ok',
    execution_count: 1,
    user_expressions: { hello: result }
  } as never);

describe('EXPRESSION', () => {
  it('leaves it to no search path to find the companion', () => {
    expect(EXPRESSION).toContain(".load('modulescope').install()");
    expect(EXPRESSION).not.toMatch(/import\W+modulescope/);
  });
});

describe('readGreeting', () => {
  it('reads what the companion says of itself', () => {
    const data = { 'text/plain': 'Hello', 'application/json': hello };
    expect(reply({ status: 'ok', data, metadata: {} })).toEqual({
      state: 'ready',
      hello
    });
  });

  it.each(["No module named 'modulescope'", 'No module named modulescope'])(
    'tells that the package is absent from %j',
    evalue => {
      const error = { status: 'error', ename: 'ModuleNotFoundError', evalue };
      expect(reply(error)).toEqual({ state: 'not-installed' });
    }
  );

  it.each([
    ['ModuleNotFoundError', "No module named 'modulescope.protocol'"],
    ['ImportError', 'cannot import name'],
    ['AttributeError', 'install']
  ])('calls it broken after %s: %s', (ename, evalue) => {
    expect(reply({ status: 'error', ename, evalue })).toEqual({
      state: 'broken',
      error: `${ename}: ${evalue}`
    });
  });

  it.each([
    ['no value', undefined],
    ['no JSON', { status: 'ok', data: { 'text/plain': 'x' } }],
    [
      'something else',
      { status: 'ok', data: { 'application/json': { version: 1 } } }
    ]
  ])('calls it broken when there is %s', (_, result) => {
    expect(reply(result).state).toBe('broken');
  });
});

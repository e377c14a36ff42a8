import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { signs } from '../helpers/marks';
import { buildNet, hiddenLayers } from '../helpers/snippets';

/** The comms of the companion's clients, and the threads that answer on them. */
const held = `
  (lambda comms, threads: (
    sum("modulescope" in comm.target_name for comm in comms),
    sum("subshell" in thread.name for thread in threads)
  ))(
    __import__("comm").get_comm_manager().comms.values(),
    __import__("threading").enumerate()
  )
`;
const heldNow = held.trim().replace(/\n\s*/g, ' ');

test('a notebook that is closed gives its kernel all threads back', async ({
  lab
}) => {
  writeNotebook('reopen.ipynb', [hiddenLayers, buildNet]);
  await lab.open('reopen.ipynb');
  await lab.runAll();
  await expect(signs(lab, 0)).toHaveClass(/jp-mod-error/);
  const before = await lab.evaluate(heldNow);
  for (let i = 0; i < 2; i += 1) {
    await lab.command('docmanager:save');
    await lab.command('application:close');
    await expect(lab.cells).toHaveCount(0);
    await lab.command('docmanager:open', { path: 'reopen.ipynb' });
    await expect(signs(lab, 0)).toHaveClass(/jp-mod-error/);
  }
  expect(await lab.evaluate(heldNow)).toBe(before);
});

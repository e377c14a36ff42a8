import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { savedSettings } from '../helpers/userfolder';

test('a cell runs and its value can be read', async ({ lab }) => {
  writeNotebook('plain.ipynb', ['x = 41', 'x + 1']);
  await lab.open('plain.ipynb');
  await lab.runAll();
  await expect(lab.outputs(1)).toHaveText('42');
  expect(await lab.evaluate('x')).toBe('41');
});

test.describe.serial('settings', () => {
  const ours = '/lab/api/settings/modulescope:inspector';
  const workspace = '/lab/api/workspaces/default';

  test('are saved where the tests find them', async ({ request }) => {
    const { length: before } = Object.keys(savedSettings());
    await request.put(ours, { data: { raw: '{"follow": false}' } });
    await request.put(workspace, {
      data: { data: { left: true }, metadata: { id: 'default' } }
    });
    expect(Object.keys(savedSettings())).toHaveLength(before + 1);
  });

  test('of one test are gone in the next', async ({ request }) => {
    const answer = await request.get(ours);
    const { settings } = (await answer.json()) as { settings: object };
    expect(settings).toEqual({});
    const left = await (await request.get(workspace)).json();
    expect(left).not.toMatchObject({ data: { left: true } });
    expect(Object.values(savedSettings())).toEqual([
      JSON.stringify({ fetchNews: 'false' })
    ]);
  });
});

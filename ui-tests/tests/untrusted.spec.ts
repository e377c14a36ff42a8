import { expect, test } from '../helpers/fixtures';
import { MIME, recording, row, writeSaved } from '../helpers/gradients';
import { MessageLog } from '../helpers/messages';
import type { NotebookPage } from '../helpers/notebook';

/** One output for each state that a document can name, and for some that none can. */
const hostile = [
  'waiting',
  'recording',
  'paused',
  'stopped',
  'done',
  'constructor'
].map((state, index) => ({
  [MIME]: recording([row('stem.weight', [1e-3, 1e-2])], [10, 20], {
    state,
    watch: `${index}`.repeat(64)
  }),
  'text/plain': 'Gradients'
}));

for (const app of ['lab', 'notebook'] as const) {
  test(`outputs of an untrusted notebook send nothing to a kernel, in ${app}`, async ({
    lab,
    notebook,
    page
  }) => {
    const place: NotebookPage = app === 'lab' ? lab : notebook;
    const log = new MessageLog(page);
    const name = `hostile-${app}.ipynb`;
    writeSaved(name, hostile, 'threads-2');
    await place.open(name);
    await expect(place.cell(1)).toContainText('stem.weight');
    await expect.poll(() => log.kinds).toContain('received client.opened');
    // Nothing may come: a question is sent as soon as the comm is open.
    await page.waitForTimeout(1500);
    expect(log.kinds.filter(kind => kind.startsWith('sent'))).toEqual([
      'sent execute_request',
      'sent client.open',
      'sent comm_open'
    ]);
  });
}

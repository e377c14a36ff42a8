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

/** What is sent to the kernel of a saved notebook until nothing more may come. */
async function sentOnOpen(
  place: NotebookPage,
  log: MessageLog,
  name: string,
  outputs: Record<string, unknown>[]
): Promise<string[]> {
  writeSaved(name, outputs, 'threads-2');
  log.clear();
  await place.open(name);
  await expect.poll(() => log.kinds).toContain('received client.opened');
  // Nothing more may come: a question is sent as soon as the comm is open.
  await place.page.waitForTimeout(1500);
  return log.kinds.filter(kind => kind.startsWith('sent')).sort();
}

for (const app of ['lab', 'notebook'] as const) {
  test(`outputs of an untrusted notebook send nothing to a kernel, in ${app}`, async ({
    lab,
    notebook,
    page
  }) => {
    const place: NotebookPage = app === 'lab' ? lab : notebook;
    const log = new MessageLog(page);
    const plain = hostile.map(() => ({ 'text/plain': 'Gradients' }));
    // What the application and the hello send, whatever a notebook holds.
    const usual = await sentOnOpen(place, log, `plain-${app}.ipynb`, plain);
    const sent = await sentOnOpen(place, log, `hostile-${app}.ipynb`, hostile);
    await expect(place.cell(1)).toContainText('stem.weight');
    expect(sent).toEqual(usual);
    expect(sent).not.toContain('sent watch.set');
  });
}

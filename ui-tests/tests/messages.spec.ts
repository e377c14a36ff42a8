import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { MessageLog } from '../helpers/messages';
import { buildNet, registeredLayers, trainFor } from '../helpers/snippets';

test('a notebook that never names torch costs no message after the hello', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  writeNotebook('plain.ipynb', ['x = 1', 'y = x + 1', 'sum(range(1000))']);
  await lab.open('plain.ipynb');
  await expect.poll(() => log.kinds).toContain('received client.opened');
  log.clear();
  await lab.runAll();
  await lab.setSource(1, 'y = x + 2');
  await lab.run(1, 2);
  // Nothing may come: the check after a run is due 150 ms after it, the one while
  // typing 400 ms after the last key.
  await page.waitForTimeout(1500);
  expect(log.kinds).toEqual([]);
});

test('a run costs one push and one request, and adds no hook', async ({
  lab,
  page
}) => {
  const log = new MessageLog(page);
  writeNotebook('torch.ipynb', [registeredLayers, buildNet, trainFor(0.3)]);
  await lab.open('torch.ipynb');
  await lab.run(0, 1);
  const ofRun = [
    'received run.done',
    'sent notebook.check',
    'received notebook.findings'
  ];
  // The first cell made no model, so only the second one is told.
  await expect.poll(() => log.kinds.slice(-3)).toEqual(ofRun);
  log.clear();
  await lab.run(2);
  await expect.poll(() => log.kinds).toEqual(ofRun);
  // Nothing more may come: a check is due 150 ms after a run.
  await page.waitForTimeout(1500);
  expect(log.kinds).toEqual(ofRun);
  const hooks =
    'sum(len(m._forward_hooks) + len(m._backward_hooks) for m in model.modules())';
  expect(await lab.evaluate(hooks)).toBe('0');
});

test('training is the same to the last bit with the companion and without', async ({
  lab
}) => {
  const train = `
    import hashlib

    torch.manual_seed(7)
    model = Net()
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(100):
        optimizer.zero_grad()
        model(torch.randn(16, 4)).square().mean().backward()
        optimizer.step()
  `;
  const digest =
    'hashlib.sha256(b"".join(p.detach().numpy().tobytes() for p in model.parameters())).hexdigest()';
  const digests: string[] = [];
  for (const kernel of ['threads-2', 'without-companion']) {
    writeNotebook(
      `${kernel}.ipynb`,
      [registeredLayers, buildNet, train],
      kernel
    );
    await lab.open(`${kernel}.ipynb`);
    await lab.run(0, 1, 2);
    digests.push(await lab.evaluate(digest));
  }
  expect(digests[0]).toBe(digests[1]);
});

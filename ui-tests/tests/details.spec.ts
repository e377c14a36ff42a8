import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { openTab } from '../helpers/inspector';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

const build = `
  import torch
  from torch import nn

  class Scale(nn.Module):
      def __init__(self):
          super().__init__()
          self.gain = nn.Parameter(torch.ones(4))
          self.register_buffer("mask", torch.ones(2), persistent=False)

  torch.manual_seed(0)
  model = nn.Sequential()
  model.wide = nn.Linear(1500, 1500)
  model.scale = Scale()
  model.last = nn.Linear(4, 2, device="meta")
`;
const train = `
  optimizer = torch.optim.SGD(model.wide.parameters(), lr=0.1, momentum=0.9)
  model.wide(torch.ones(2, 1500)).sum().backward()
  optimizer.step()
`;

test('each tab of the details tells what it knows, and what it does not', async ({
  lab
}) => {
  writeNotebook('details.ipynb', [build, train]);
  await lab.open('details.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0);
  await panel.treeRow(/^wide/).waitFor();
  const details = await openTab(panel, /^wide/, 'Overview');
  await expect(details).toContainText(
    'Linear(in_features=1500, out_features=1500)'
  );

  // A sample of a large tensor, and all of it on request.
  await openTab(panel, /^wide/, 'Init');
  await expect(details).toContainText(
    /of 2,250,000 values sampled · std within/
  );
  await details.getByRole('button', { name: 'Read All Values' }).click();
  await expect(details).toContainText('all 2,250,000 values read');
  await openTab(panel, /^scale/, 'Init');
  await expect(details).toContainText('No expectation for this layer type.');
  await openTab(panel, /^last/, 'Init');
  await expect(details).toContainText('No figures');
  await expect(details).toContainText('meta');
  await expect(
    details.getByRole('button', { name: 'Read All Values' })
  ).toHaveCount(0);
  await openTab(panel, /^wide/, 'Grads');
  await expect(details).toContainText(
    'No gradients recorded. Put %%nn watch on the training cell, or run backward().'
  );

  await lab.run(1);
  await expect(details).not.toContainText('No gradients recorded.');
  await openTab(panel, /^wide/, 'Params');
  await expect(details.getByRole('row', { name: /wide.bias/ })).toContainText(
    'optimizer, group 0'
  );
  await openTab(panel, /^scale/, 'Params');
  await expect(details.getByRole('row', { name: /scale.gain/ })).toContainText(
    'in no optimizer'
  );
  await expect(details.getByRole('row', { name: /scale.mask/ })).toContainText(
    'not persistent'
  );
  await openTab(panel, /^wide/, 'Init');
  await expect(details).toContainText(
    'Weights have been written once since they were first seen; this is no ' +
      'longer their initial state.'
  );

  // The allocator has figures of CUDA devices only.
  await openTab(panel, /^wide/, 'Overview');
  await details.getByText('Memory by device').click();
  const state = details.getByRole('row', { name: /^Optimizer state/ });
  await expect(state).toContainText('9.0 MB');
  await expect(details.getByText('allocator')).toHaveCount(0);
});

test('the initial values of a layer are told against the expected ones', async ({
  lab
}) => {
  writeNotebook('init.ipynb', [
    registeredLayers,
    buildNet,
    'with torch.no_grad():\n    model.head.weight.mul_(1e-3)'
  ]);
  await lab.open('init.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1, 2);
  await panel.treeRow(/^head/).waitFor();
  const details = await openTab(panel, /^head/, 'Init');
  await expect(details).toContainText('expected');
  await expect(details.getByRole('img', { name: /Histogram/ })).toBeVisible();
  await details.getByText('Show as table').click();
  await expect(details.getByRole('row')).not.toHaveCount(0);
});

test('the source of a class is shown, and that it was edited', async ({
  lab
}) => {
  writeNotebook('source.ipynb', [registeredLayers, buildNet]);
  await lab.open('source.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^model/).waitFor();
  const details = await openTab(panel, /^model/, 'Source');
  await expect(details).toContainText('class Net(nn.Module):');
  await expect(
    details.getByRole('button', { name: 'Go to cell [1]' })
  ).toBeVisible();
  const text = await lab.source(0);
  await lab.setSource(0, `${text}\n\n    extra = 1`);
  await lab.run(0);
  await expect(details).toContainText(
    'The class was edited after this object was built.'
  );
});

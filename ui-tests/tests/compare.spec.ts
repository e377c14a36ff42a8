import { dedent, writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ComparePage } from '../helpers/inspector';
import { ModulesPanel } from '../helpers/panel';
import { buildNet, registeredLayers } from '../helpers/snippets';

const change = `
  with torch.no_grad():
      model.head.weight.mul_(1.5)
  model.drop = nn.Dropout(0.1)
  model.head.bias.requires_grad_(False)
`;
const load = `
  state = {k: v + 1 for k, v in model.state_dict().items() if "head" not in k}
  model.load_state_dict(state, strict=False)
`;

test('two states of a model are compared', async ({ lab }) => {
  writeNotebook('compare.ipynb', [registeredLayers, buildNet, change]);
  await lab.open('compare.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^head/).waitFor();
  const compare = new ComparePage(lab);
  await compare.open();
  await expect(compare.region).toContainText('never the weights');
  await compare.snapshot();
  await compare.leave();
  await lab.run(2);
  await compare.open();
  const { region } = compare;
  await region.getByRole('button', { name: 'Compare', exact: true }).click();
  const structure = region.getByRole('region', { name: 'Structure' });
  await expect(structure).toContainText('drop');
  await expect(structure).toContainText('head.bias');
  const tensors = region.getByRole('region', { name: 'Tensors' });
  await expect(tensors).toContainText('head.weight');
  await expect(tensors).toContainText('5.0e-1');
  await tensors.getByRole('button', { name: /^Unchanged/ }).click();
  await expect(tensors).not.toContainText('head.weight');

  // A snapshot is renamed, pinned and dropped.
  await region.getByText('1 of 10 snapshots').click();
  await region.getByRole('button', { name: /^Rename/ }).click();
  await lab.page.keyboard.type('start');
  await lab.page.keyboard.press('Enter');
  await region.getByRole('button', { name: 'Keep start' }).click();
  await expect(
    region.getByRole('button', { name: 'Keep start' })
  ).toHaveAttribute('aria-pressed', 'true');
  await region.getByRole('button', { name: 'Drop start' }).click();
  await expect(region).toContainText('No snapshots yet.');
});

test('a preset compares what a load has changed', async ({ lab }) => {
  writeNotebook('load.ipynb', [registeredLayers, buildNet, load]);
  await lab.open('load.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^head/).waitFor();
  const compare = new ComparePage(lab);
  await compare.open();
  const { region } = compare;
  await region
    .getByRole('combobox', { name: 'Presets' })
    .selectOption({ label: 'Before and after loading' });
  await expect(region).toContainText('The next run takes a snapshot');
  await compare.leave();
  await lab.run(2);
  await compare.open();
  await expect(region).toContainText('load_state_dict changed 4 of 6 tensors.');
  await expect(region).toContainText('head');
});

test('the initial state is compared without a snapshot, where it is known', async ({
  lab
}) => {
  const train = (name: string): string => `
  optimizer = torch.optim.SGD([${name}.head.bias], lr=0.1)
  ${name}(torch.ones(2, 4)).sum().backward()
  optimizer.step()
`;
  writeNotebook('initial.ipynb', [
    registeredLayers,
    buildNet,
    train('model'),
    `made = Net()\n${dedent(train('made'))}`
  ]);
  await lab.open('initial.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1);
  await panel.treeRow(/^head/).waitFor();
  await lab.run(2);
  const compare = new ComparePage(lab);
  await compare.open();
  const { region } = compare;
  const presets = region.getByRole('combobox', { name: 'Presets' });
  await presets.selectOption({ label: 'Initial and now' });
  await expect(region).toContainText('1 of 6 tensors changed.');
  await expect(region.getByRole('table')).toContainText('head.bias');
  await expect(region).toContainText(
    'The initial state is known by version counters and sampled statistics'
  );
  await expect(region).not.toContainText('of 10 snapshots');

  // Made and trained in one run: nobody saw it before.
  await compare.leave();
  await lab.run(3);
  await expect(
    panel.section('Modules').getByRole('combobox', { name: 'Model' })
  ).toHaveValue('made');
  await compare.open();
  await presets.selectOption({ label: 'Initial and now' });
  await expect(region).toContainText(
    'made was not seen before its training, so its initial state is not known.'
  );
});

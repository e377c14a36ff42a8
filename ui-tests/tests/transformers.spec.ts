import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { acceptEdit } from '../helpers/marks';
import { ModulesPanel } from '../helpers/panel';

const build = `
  import torch
  from torch import nn
  from transformers import BertConfig, BertForSequenceClassification

  torch.manual_seed(0)
  config = BertConfig(
      vocab_size=100, hidden_size=32, num_hidden_layers=6, num_attention_heads=2,
      intermediate_size=64, max_position_embeddings=32, num_labels=2,
  )
  model = BertForSequenceClassification(config)
  tokens = torch.randint(0, 100, (8, 16))
`;
const optimizer = 'optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)';
const head = 'model.classifier = nn.Linear(32, 5)\nmodel.num_labels = 5';
const hook = `
  shapes = []

  def keep_shape(module, inputs, output):
      shapes.append(output.shape)

  handle = model.classifier.register_forward_hook(keep_shape)
`;
const train = `
  model.train()
  for _ in range(3):
      optimizer.zero_grad()
      loss = model(tokens, labels=torch.randint(0, 5, (8,))).loss
      loss.backward()
      optimizer.step()
`;
const evaluate = `
  with torch.no_grad():
      predicted = model(tokens).logits.argmax(dim=-1)
`;

test('a model from transformers is checked, fixed and shown', async ({
  lab,
  page
}) => {
  writeNotebook('bert.ipynb', [build, optimizer, head, hook, train, evaluate]);
  await lab.open('bert.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.run(0, 1, 2, 3, 3, 4, 5);
  await panel.expectLive('NN203', 'NN502', 'NN505');

  const modules = panel.section('Modules');
  const numel = await lab.evaluate(
    'sum(p.numel() for p in model.parameters())'
  );
  const total = new Intl.NumberFormat('en').format(Number(numel));
  await panel.treeRow(/^model/).click();
  await expect(panel.section('Details')).toContainText(total);
  await panel.treeRow(/^bert/).dblclick();
  await panel.treeRow(/^encoder/).dblclick();
  await panel
    .treeRow(/^layer/)
    .first()
    .dblclick();
  await expect(modules).toContainText('×6');
  await page.screenshot({ path: 'test-results/shots/transformers.png' });

  await panel.act('NN203', /Remove/);
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
  await expect(panel.problem('NN203')).toHaveCount(0);
  expect(await lab.evaluate('len(model.classifier._forward_hooks)')).toBe('1');

  await panel.act('NN502', /Re-run cell|Add/);
  await lab.run(4);
  await expect(panel.problem('NN502')).toHaveCount(0);

  await panel.act('NN505', 'Preview Edit');
  await acceptEdit(lab, 'Apply and run');
  await panel.expectLive();
  await page.screenshot({ path: 'test-results/shots/transformers-fixed.png' });
});

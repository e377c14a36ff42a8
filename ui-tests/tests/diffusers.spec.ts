import { writeNotebook } from '../helpers/files';
import { expect, test } from '../helpers/fixtures';
import { ModulesPanel } from '../helpers/panel';

const build = `
  import torch
  from diffusers import UNet2DModel

  torch.manual_seed(0)
  unet = UNet2DModel(
      sample_size=16, in_channels=3, out_channels=3, layers_per_block=1,
      block_out_channels=(32, 32), norm_num_groups=8,
      down_block_types=("DownBlock2D", "AttnDownBlock2D"),
      up_block_types=("AttnUpBlock2D", "UpBlock2D"),
  )
  unet.mid_block.half()
  unet.up_blocks[1].to("meta")
`;

test('a model from diffusers shows its half block and its meta block', async ({
  lab,
  page
}) => {
  writeNotebook('unet.ipynb', [build]);
  await lab.open('unet.ipynb');
  const panel = new ModulesPanel(lab);
  await panel.open();
  await lab.runAll();
  // Mixed types are a finding, and so is one block on meta: a chip too, but no NN402.
  await panel.expectLive('NN304', 'NN403');

  const numel = await lab.evaluate('sum(p.numel() for p in unet.parameters())');
  const total = new Intl.NumberFormat('en').format(Number(numel));
  await panel.treeRow(/^unet/).click();
  await expect(panel.section('Details')).toContainText(total);
  await expect(panel.treeRow(/^mid_block/)).toHaveAttribute(
    'aria-label',
    /float16/
  );
  await panel.treeRow(/^up_blocks/).dblclick();
  await expect(panel.treeRow(/^1|^up_blocks\.1/).first()).toHaveAttribute(
    'aria-label',
    /meta/
  );
  await page.screenshot({ path: 'test-results/shots/diffusers.png' });
});

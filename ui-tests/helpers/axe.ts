import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What is wrong within an element, as far as it keeps people out. */
export async function violations(
  page: Page,
  within: string
): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .include(within)
    .analyze();
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

import { gradsTab } from './grads';
import { hooksTab } from './hooks';
import { initTab } from './init';
import { overviewTab } from './overview';
import { paramsTab } from './params';
import { sourceTab } from './source';
import type { ITab } from './tab';

/** All tabs of the section, in their order. */
export const TABS: readonly ITab[] = [
  overviewTab,
  paramsTab,
  hooksTab,
  initTab,
  gradsTab,
  sourceTab
];

import '../../style/base.css';
import '../../style/gradients/tools.css';
import '../../style/gradients/plot.css';

import { dress } from './dress';
import { english } from './english';
import { createWidgets } from './widgetview';

// The widget for pages without JupyterLab: exported notebooks and other front ends.
// webpack makes one file of it, which a page loads by the name of the package.
export const { GradientsModel, GradientsView } = createWidgets({
  trans: english,
  prepare: dress
});

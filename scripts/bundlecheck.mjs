// The bundle that is shipped: the entry chunk stays small, heavy parts stay lazy.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { root } from './paths.mjs';
import { report } from './report.mjs';

const limit = 80 * 1024;
const bundle = join(root, 'python_companion/modulescope/labextension');
const files = readdirSync(join(bundle, 'static')).filter(name =>
  name.endsWith('.js')
);
const sizeOf = name => statSync(join(bundle, 'static', name)).size;
const textOf = name => readFileSync(join(bundle, 'static', name), 'utf8');

/** The chunks that the page loads at start: the remote entry and what it names eagerly. */
function entryChunks() {
  const { jupyterlab } = JSON.parse(
    readFileSync(join(bundle, 'package.json'), 'utf8')
  );
  const remote = jupyterlab._build.load.replace('static/', '');
  const text = textOf(remote);
  // `"./extension":()=>Promise.all([n.e("769"),…]).then(…),"./style":…`
  const [, exposed] = text.split(/["']?\.\/extension["']?\s*:/);
  const loads = exposed.slice(0, exposed.indexOf('.then'));
  const ids = [...loads.matchAll(/\.e\(["']?(\w+)["']?\)/g)].map(
    ([, id]) => id
  );
  const chunks = ids.map(id => files.find(name => name.startsWith(`${id}.`)));
  return { remote, chunks: chunks.filter(Boolean) };
}

const { remote, chunks } = entryChunks();
const entry = chunks.reduce((sum, name) => sum + sizeOf(name), 0);
process.stdout.write(
  `remote entry ${remote} ${sizeOf(remote)} B, entry chunks ${chunks.join(', ')} ${entry} B\n`
);
const widget = readFileSync(join(root, 'dist/index.js'), 'utf8');
report({
  'the entry chunk is found': chunks.length > 0,
  'the entry chunk holds at most 80 KB': entry <= limit,
  'no chart library is in the entry chunk': !chunks.some(name =>
    /echarts|zrender/.test(textOf(name))
  ),
  'the bundle holds no source map': !readdirSync(join(bundle, 'static')).some(
    name => name.endsWith('.map')
  ),
  'the stand-alone widget leaves its base to the page': widget.includes(
    'define(["@jupyter-widgets/base"]'
  ),
  'the stand-alone widget holds nothing of JupyterLab': !/@jupyterlab\//.test(
    widget
  )
});

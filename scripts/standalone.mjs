// One file with the gradient widget for pages without JupyterLab: exported notebooks and
// other front ends load it by the name of the package (`modulescope@…/dist/index.js`).
import { join } from 'node:path';
import process from 'node:process';

import webpack from 'webpack';

import { root } from './paths.mjs';

const config = {
  mode: 'production',
  entry: join(root, 'lib/gradients/standalone.js'),
  output: {
    path: join(root, 'dist'),
    filename: 'index.js',
    library: { type: 'amd' }
  },
  // The page's manager of widgets brings it.
  externals: ['@jupyter-widgets/base'],
  module: { rules: [{ test: /\.css$/, use: ['style-loader', 'css-loader'] }] },
  optimization: { splitChunks: false },
  plugins: [new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 })],
  performance: { hints: false }
};

webpack(config, (error, stats) => {
  const failed = Boolean(error) || stats.hasErrors();
  const text = error
    ? error.stack
    : stats.toString({ all: false, assets: true, errors: true });
  process.stdout.write(`${text}\n`);
  process.exitCode = failed ? 1 : 0;
});

const jestJupyterLab = require('@jupyterlab/testutils/lib/jest-config');

const esModules = [
  '@codemirror',
  '@jupyter/',
  '@jupyter-widgets',
  '@jupyterlab/',
  '@lezer',
  '@lumino/',
  '@marijn',
  '@microsoft',
  '@rjsf',
  '@tanstack',
  'diff',
  'echarts',
  'exenv-es6',
  'lib0',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs',
  'zrender'
].join('|');

module.exports = {
  ...jestJupyterLab(__dirname),
  automock: false,
  collectCoverage: false,
  modulePathIgnorePatterns: [
    '<rootDir>/python_companion',
    '<rootDir>/lib',
    '<rootDir>/.venv',
    '<rootDir>/ui-tests'
  ],
  // The first test that draws also transforms ECharts, which takes long on a cold cache.
  testTimeout: 60000,
  testRegex: 'src/.*\\.spec\\.tsx?$',
  transformIgnorePatterns: [`/node_modules/(?!${esModules}).+`]
};

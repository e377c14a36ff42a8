// Imports in `src/` point one way; each rule below is one sentence of ARCHITECTURE.md.

const features = ['lint', 'inspector', 'gradients'];
const shared = '^src/(tokens|commands|icons|version)\\.ts$';

/** A layer, and the only places in `src/` that it may import from. */
function layer(name, ...below) {
  const allowed = [
    `^src/${name}/`,
    '^src/protocol/',
    '^src/findings/',
    shared,
    ...below
  ];
  return {
    name: `${name}-imports-downwards`,
    comment: `src/${name} may import itself, the protocol, the tokens${below.map(path => `, ${path}`).join('')}`,
    severity: 'error',
    from: { path: `^src/${name}/`, pathNot: '\\.spec\\.tsx?$' },
    to: { path: '^src/', pathNot: allowed }
  };
}

const parts = ['tree', 'details', 'problems', 'compare'];

/** Parts of the panel do not know each other: what they share is in `parts` or `asking`. */
function part(name) {
  const others = parts.filter(other => other !== name).join('|');
  return {
    name: `inspector-${name}-stands-alone`,
    comment: `src/inspector/${name} may not import the other parts of the panel, nor the frame around them`,
    severity: 'error',
    from: { path: `^src/inspector/${name}/`, pathNot: '\\.spec\\.tsx?$' },
    to: { path: `^src/inspector/(${others}|frame)/` }
  };
}

/** What is below the parts of the panel knows none of them. */
const belowParts = {
  name: 'inspector-ground-imports-downwards',
  comment:
    'src/inspector/asking and src/inspector/parts may not import a part of the panel, nor the frame',
  severity: 'error',
  from: {
    path: '^src/inspector/(asking|parts)/',
    pathNot: '\\.spec\\.tsx?$'
  },
  to: { path: `^src/inspector/(${parts.join('|')}|frame)/` }
};

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Modules that import each other at run time cannot be understood alone.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
    },
    {
      name: 'protocol-imports-nothing',
      comment: 'src/protocol is the ground: it knows messages and comms only.',
      severity: 'error',
      from: { path: '^src/protocol/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/', pathNot: '^src/protocol/' }
    },
    layer('findings'),
    layer('companion'),
    ...features.map(name => layer(name)),
    ...parts.map(part),
    belowParts,
    layer('status', '^src/companion/'),
    {
      name: 'only-plugins-know-the-application',
      comment:
        'Everything but plugin.ts is built and tested without an application.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '(/plugin\\.tsx?$|^src/index\\.ts$|\\.spec\\.tsx?$)'
      },
      to: { path: '@jupyterlab/application' }
    },
    {
      name: 'only-the-channel-knows-comms',
      comment:
        'Views and models talk to ICompanion; kernels belong to src/companion.',
      severity: 'error',
      from: {
        path: `^src/(${features.join('|')}|status)/`,
        pathNot: '\\.spec\\.tsx?$'
      },
      to: { path: '@jupyterlab/services', dependencyTypesNot: ['type-only'] }
    },
    {
      name: 'tests-stay-out',
      comment: 'What specs share is never shipped.',
      severity: 'error',
      from: { path: '^src/', pathNot: '(^src/testing/|\\.spec\\.tsx?$)' },
      to: { path: '(^src/testing/|\\.spec\\.tsx?$)' }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true
  }
};

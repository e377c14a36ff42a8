import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const source = ['src/**/*.ts', 'src/**/*.tsx'];

/** The recommended set of JupyterLab; `--max-warnings=0` makes its warnings errors. */
const jupyterlab = jupyter.configs.recommended
  .filter(({ files }) => !files.some(pattern => pattern.includes('schema')))
  .map(config => ({ ...config, files: source, plugins: { jupyter } }));

/** A class may have this many lines, as `max-lines-per-function` says of functions. */
const maxLinesPerClass = {
  meta: {
    schema: [
      {
        type: 'object',
        properties: { max: { type: 'integer' } }
      }
    ]
  },
  create(context) {
    const [{ max }] = context.options;
    return {
      ClassDeclaration(node) {
        const lines = node.loc.end.line - node.loc.start.line + 1;
        const name = node.id?.name ?? '';
        if (lines > max) {
          context.report({
            node,
            message: `${name} has ${lines} lines: cut it by subject, below ${max}.`
          });
        }
      }
    };
  }
};

/** A noun after a number: `'%1 modules'`; units and verbs are none. */
const COUNTED =
  /%\d(?: of %\d)? (?!again\b)(?:[a-z]+ )?(?!ms\b|eps\b|is\b|was\b|has\b)[a-z]{2,}s\b/;

/** What is counted is said with `trans._n`, in both of its forms. */
const countedNouns = {
  meta: {},
  create(context) {
    const message = 'Say both forms with `trans._n`: there may be one.';
    return {
      'CallExpression[callee.property.name=/^(__|gettext)$/]'(node) {
        if (COUNTED.test(String(node.arguments[0]?.value))) {
          context.report({ node, message });
        }
      },
      'ConditionalExpression[test.right.value=1]'(node) {
        const ends = [node.consequent, node.alternate];
        if (ends.some(({ value }) => /^(e?s|ies)$/.test(String(value)))) {
          context.report({ node, message });
        }
      }
    };
  }
};

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      '**/lib',
      'dist',
      '.venv',
      '.cache',
      '.yarn',
      '.jupyter',
      'python_companion',
      'src/protocol/messages.ts',
      'src/protocol/*validators.*',
      'ui-tests/playwright-report',
      'ui-tests/test-results'
    ]
  },
  ...tseslint.configs.strict,
  ...jupyterlab,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true }
      ]
    }
  },
  {
    files: source,
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      // Our own small modules belong to the entry chunk, whose size a check holds; what
      // is heavy comes by `await import()`.
      'jupyter/prefer-lazy-imports': [
        'warn',
        { ignoreImports: ['./*', '../*'] }
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: false }
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        },
        {
          selector: 'memberLike',
          modifiers: ['private'],
          format: ['camelCase'],
          leadingUnderscore: 'require'
        }
      ],
      // JupyterLab's own pattern: a class and the namespace of its options.
      '@typescript-eslint/no-namespace': 'off',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-restricted-properties': [
        'error',
        {
          property: 'innerHTML',
          message: 'Names from the kernel are data: use text nodes.'
        },
        {
          property: 'outerHTML',
          message: 'Names from the kernel are data: use text nodes.'
        },
        {
          property: 'insertAdjacentHTML',
          message: 'Names from the kernel are data: use text nodes.'
        }
      ],
      eqeqeq: ['error', 'always'],
      curly: 'error'
    }
  },
  {
    // Tests write titles of findings, and read what was drawn.
    files: ['src/**/*.spec.ts', 'src/**/*.spec.tsx', 'src/testing/**'],
    rules: {
      '@typescript-eslint/no-dynamic-delete': 'off',
      'jupyter/no-untranslated-string': 'off',
      'no-restricted-properties': 'off'
    }
  },
  {
    files: source,
    ignores: ['**/*.spec.ts', '**/*.spec.tsx', 'src/testing/**'],
    plugins: {
      house: {
        rules: {
          'max-lines-per-class': maxLinesPerClass,
          'counted-nouns': countedNouns
        }
      }
    },
    rules: {
      'house/counted-nouns': 'error',
      'max-lines-per-function': ['error', 60],
      'house/max-lines-per-class': ['error', { max: 200 }]
    }
  },
  {
    files: ['scripts/**'],
    rules: { '@typescript-eslint/no-dynamic-delete': 'off' }
  },
  {
    // Configuration files of tools that read CommonJS.
    files: ['*.js', '*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' }
  },
  prettier
);

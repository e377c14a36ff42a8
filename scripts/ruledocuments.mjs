// What rules say of themselves, for readers: a page of each and a table of all in
// python_companion/docs/rules; in README.md how many a group has, and the rows it quotes.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { environment, python, root } from './paths.mjs';

const folder = 'python_companion/docs/rules';

/** The documents by their path; `null` is a page whose rule is gone. */
export function ruleDocuments() {
  const pages = written();
  const gone = readdirSync(join(root, folder)).filter(
    name => name.endsWith('.md') && !(name in pages)
  );
  const documents = [
    ...gone.map(name => [name, null]),
    ...Object.entries(pages)
  ].map(([name, text]) => [`${folder}/${name}`, text]);
  return {
    ...Object.fromEntries(documents),
    'README.md': withRules(
      readFileSync(join(root, 'README.md'), 'utf8'),
      rows(pages['README.md'])
    )
  };
}

/** The pages and their table, as the rules of this clone write them. */
function written() {
  const output = mkdtempSync(join(tmpdir(), 'modulescope-'));
  try {
    execFileSync(python, ['-m', 'modulescope.explain.page', output], {
      // A module of this folder comes before an installed one.
      cwd: join(root, 'python_companion'),
      env: environment(),
      stdio: ['ignore', 'ignore', 'inherit']
    });
    return Object.fromEntries(
      readdirSync(output).map(name => [
        name,
        readFileSync(join(output, name), 'utf8')
      ])
    );
  } finally {
    rmSync(output, { recursive: true });
  }
}

/** The rows of all rules, as README.md quotes them, by code; notices are none. */
function rows(table) {
  const [rules] = table.split('\n## Notices');
  const row =
    /^\| \[(?<code>NN\d{3})\]\S+ \| (?<name>\S+) \| (?<severity>\w+)[^|]* \| [^|]+ \| (?<title>.*) \|$/gm;
  return new Map(
    [...rules.matchAll(row)].map(({ groups }) => {
      const { code, name, severity, title } = groups;
      return [code, `| ${code} | ${name} | ${severity} | ${title} |`];
    })
  );
}

/** README.md with the numbers and the rows that are true of these rules. */
function withRules(text, rules) {
  const groups = [...new Set([...rules.keys()].map(code => code.slice(0, 3)))];
  const missing = groups.find(group => !text.includes(`| ${group}xx |`));
  if (missing) {
    throw new Error(`README.md says nothing about ${missing}xx: add its row`);
  }
  return text
    .replace(/^\| (NN\d)xx \| \d+ \|/gm, (_, group) => {
      const own = [...rules.keys()].filter(code => code.startsWith(group));
      return `| ${group}xx | ${own.length} |`;
    })
    .replace(
      /^\| (NN\d{3}) \|.*$/gm,
      (row, code) => rules.get(code) ?? quotesNothing(code)
    );
}

function quotesNothing(code) {
  throw new Error(`README.md quotes ${code}, which is no rule`);
}

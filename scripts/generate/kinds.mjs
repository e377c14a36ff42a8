// What the schema says of each kind of message: who sends it (`x-from`), what answers it
// (`x-reply`), and with which part of the front end its validator is loaded (`x-bundle`):
// with the `entry` chunk, or with the `panel`.
import { banner, format, schema } from './sources.mjs';

const FROM = ['page', 'kernel'];
const BUNDLES = ['entry', 'panel'];

/** All messages, in the order of the schema. */
const messages = Object.values(schema.definitions)
  .filter(({ properties }) => properties?.kind?.const)
  .map(({ title, properties, ...definition }) => ({
    name: title,
    kind: properties.kind.const,
    from: definition['x-from'],
    reply: definition['x-reply'],
    bundle: definition['x-bundle']
  }));
const byKind = new Map(messages.map(message => [message.kind, message]));
const requests = messages.filter(({ from }) => from === 'page');
const received = messages.filter(({ from }) => from === 'kernel');

function demand(isTrue, { name }, sentence) {
  if (!isTrue) {
    throw new Error(`messages.schema.json, ${name}: ${sentence}`);
  }
}

for (const message of messages) {
  const { from, reply, bundle } = message;
  demand(FROM.includes(from), message, `x-from must be one of ${FROM}`);
  if (from === 'page') {
    const answers = byKind.get(reply)?.from === 'kernel';
    demand(answers, message, 'x-reply must be a kind that the kernel sends');
    demand(!bundle, message, 'x-bundle is for what the kernel sends');
  } else {
    const isKnown = BUNDLES.includes(bundle);
    demand(isKnown, message, `x-bundle must be one of ${BUNDLES}`);
    demand(!reply, message, 'x-reply is for what the page sends');
  }
}

/** The definitions of what the kernel sends and one bundle reads. */
export function inBundle(name) {
  return received
    .filter(({ bundle }) => bundle === name)
    .map(message => message.name);
}

function members(entries) {
  return entries.map(([kind, value]) => `'${kind}': ${value};`).join('\n');
}

/** src/protocol/kinds.ts. */
export async function kinds() {
  const names = messages.map(({ name }) => name);
  const asked = requests.map(({ kind, name }) => [kind, name]);
  const answered = requests.map(({ kind, reply }) => [
    kind,
    byKind.get(reply).name
  ]);
  const replies = requests.map(({ kind, reply }) => `'${kind}': '${reply}'`);
  return format(
    `// ${banner}
import type { ${names.join(', ')} } from './messages';

/** What the kernel sends. */
export type Incoming = ${received.map(({ name }) => name).join(' | ')};

/** What the page asks, by its kind. */
export interface IRequests {
${members(asked)}
}

/** What the kernel answers, by the kind of the request. */
export interface IReplies {
${members(answered)}
}

/** The kind of the reply to each kind of request. */
export const replies: {
  readonly [K in keyof IReplies]: IReplies[K]['kind'];
} = {${replies.join(', ')}};
`,
    'typescript'
  );
}

/** python_companion/modulescope/protocol/kinds.py: light, for the hello needs it. */
export function capabilities() {
  const lines = requests.map(({ kind }) => `    "${kind}",\n`);
  return `# ${banner}
"""The kinds of requests that this companion answers."""

CAPABILITIES = (
${lines.join('')})
`;
}

/** python_companion/modulescope/protocol/answers.py. */
export function answers() {
  const lines = requests.map(
    ({ kind, name, reply }) =>
      `        "${kind}": Answer[messages.${name}, messages.${byKind.get(reply).name}],\n`
  );
  return `# ${banner}
"""What answers each kind of request, for type checkers."""

from collections.abc import Callable
from typing import TypedDict, TypeVar

from . import messages
from .client import Client

Request = TypeVar("Request")
Reply = TypeVar("Reply")
Answer = Callable[[Request, Client], Reply | messages.ErrorReply]
"""Gets a request and the page that asks; gives the reply."""

Answers = TypedDict(
    "Answers",
    {
${lines.join('')}    },
    total=False,
)
"""By the kind of the request; those of one feature, or of all."""
`;
}

import companion from './companion/plugin';
import gradients from './gradients/plugin';
import inspector from './inspector/plugin';
import lint from './lint/plugin';
import status from './status/plugin';

export * from './tokens';

export default [companion, lint, inspector, gradients, status];

import companion from './companion/plugin';
import lint from './lint/plugin';
import status from './status/plugin';

export * from './tokens';

export default [companion, lint, status];

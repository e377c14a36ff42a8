import companion from './companion/plugin';

export * from './tokens';

export default [companion];

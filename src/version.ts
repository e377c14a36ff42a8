// Generated from package.json by scripts/generate.mjs.

/** The version of this extension. */
export const version = '0.1.0';

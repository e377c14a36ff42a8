/* eslint-disable */
// Generated from schema/protocol/messages.schema.json by scripts/generate.mjs.
/** Says whether a value has the shape of its kind. */
export declare const validators: Readonly<
  Record<string, (value: unknown) => boolean>
>;

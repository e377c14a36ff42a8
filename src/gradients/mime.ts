/** The MIME type of what `%%nn watch` shows; see schema/protocol/gradients.schema.json. */
export const GRADIENTS_MIME = 'application/vnd.modulescope.gradients.v1+json';

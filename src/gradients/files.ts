/** Hands a file to the user, as a download. */
export function save(name: string, href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/** The same for a text, which is a URL only until it was taken. */
export function saveText(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  save(name, url);
  // The download reads the URL after this task.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A name of a model as the name of a file. */
export function fileName(name: string, extension: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 80);
  return `gradients-${safe || 'model'}.${extension}`;
}

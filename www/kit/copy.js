// Text into the clipboard.

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is in the clipboard: a browser, or the page around a frame, may not allow it
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Copies a field's text. Without leave to use the clipboard the visitor's own hand does it: the text is marked.
 * @param {HTMLInputElement|HTMLTextAreaElement} field
 * @returns {Promise<boolean>} whether it is in the clipboard
 */
export async function copyFrom(field) {
  const copied = await copyText(field.value);
  if (!copied) {
    field.focus();
    field.select();
  }
  return copied;
}

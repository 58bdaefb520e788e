// Text into the clipboard.

/**
 * Copies a field's text. Without leave to use the clipboard the visitor's own hand does it: the text is marked.
 * @param {HTMLInputElement|HTMLTextAreaElement} field
 * @returns {Promise<boolean>} whether it is in the clipboard
 */
export async function copyFrom(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return false;
  }
}

// Which elements take text, so that keys and the clipboard are theirs.

/** Kinds of `input` in which nothing is written: buttons, boxes, sliders, colours, files. */
const NO_TEXT = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/** Whether someone who pastes there wants text. @param {EventTarget|null} target */
export function takesText(target) {
  if (!(target instanceof Element)) return false;
  const field = target.closest('input, textarea, [contenteditable]');
  if (field instanceof HTMLInputElement) return !NO_TEXT.includes(field.type) && !field.readOnly && !field.disabled;
  if (field instanceof HTMLTextAreaElement) return !field.readOnly && !field.disabled;
  return field instanceof HTMLElement && field.isContentEditable;
}

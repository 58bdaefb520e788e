// Who takes what is typed or pasted: the element with the focus, or the page.

/** Kinds of `<input>` in which nobody writes. */
const WITHOUT_TEXT = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/** The innermost element of an event, also within a component. @param {Event} event @returns {Element|null} */
const innermost = (event) => {
  const [target] = event.composedPath();
  return target instanceof Element ? target : null;
};

/** Whether somebody writes there: a pasted text or picture is meant for it. @param {Event} event */
export function intoText(event) {
  const element = innermost(event);
  if (element instanceof HTMLInputElement) return !WITHOUT_TEXT.includes(element.type);
  return element?.closest('textarea, [contenteditable]:not([contenteditable="false"]), [role="textbox"]') != null;
}

/** Whether single keys mean something there, as letters do in a list, or in the drawing pad. @param {Event} event */
export const intoKeys = (event) => intoText(event) || innermost(event)?.closest('select, [role="application"]') != null;

/** Whether the space bar presses something there. @param {Event} event */
export const ontoButton = (event) => innermost(event)?.closest('button, summary, a, label, input, [role="radio"], [role="button"]') != null;

// Links to places of the page itself: an address that can be copied and opened elsewhere, and a way there without a reload.

/**
 * A plain click goes there by `go`; one that asks for another tab or a download stays the browser's.
 * @template {HTMLElement} T
 * @param {T} link
 * @param {() => void} go
 * @returns {T} the same link
 */
export function leadsTo(link, go) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go();
  });
  return link;
}

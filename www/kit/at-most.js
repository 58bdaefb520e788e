// Drawing that follows something faster than anybody can read.

/**
 * Calls at once, and then once more in each span of that many milliseconds in which it was wanted: what came last is always drawn.
 * @param {number} ms
 * @param {() => void} draw
 * @param {() => number} [now]
 */
export function atMost(ms, draw, now = () => performance.now()) {
  let last = -Infinity;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const begin = () => {
    clearTimeout(timer);
    timer = undefined;
    last = now();
    draw();
  };
  return {
    soon() {
      if (now() - last >= ms) begin();
      else timer ??= setTimeout(begin, ms - (now() - last));
    },
    /** What was put off is drawn now. */
    flush() {
      if (timer !== undefined) begin();
    },
  };
}

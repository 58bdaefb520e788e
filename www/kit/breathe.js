// Lets the page do what waits before long work goes on. A message, since timers are slowed down in hidden tabs.

const { port1, port2 } = new MessageChannel();
/** @type {(() => void)[]} */
const waiting = [];
port1.onmessage = () => waiting.shift()?.();

/** @returns {Promise<void>} */
export const breathe = () => new Promise((resolve) => {
  waiting.push(resolve);
  port2.postMessage(null);
});

// Only under `trunk serve` (see finish.mjs): reload the page when Trunk has rebuilt it, and say when a build failed.
const address = new URL('/.well-known/trunk/ws', location.href);
address.protocol = address.protocol.replace('http', 'ws');

function connect(isAgain) {
  const socket = new WebSocket(address);
  // Trunk was stopped and started again: what it serves now may be newer than this page.
  socket.onopen = () => isAgain && location.reload();
  socket.onclose = () => setTimeout(connect, 3000, true);
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'reload') location.reload();
    if (message.type === 'buildFailure') console.error(`The build failed: ${message.data.reason}`);
  };
}

connect(false);

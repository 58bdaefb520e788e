// Uses the playground's module in a page that has nothing else of it.

import { createPlayground } from '../playground.js';

/** @param {string} id of an element of example.html */
const find = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const [button] = document.getElementsByTagName('button');
const [progress] = document.getElementsByTagName('progress');
const [canvas] = document.getElementsByTagName('canvas');
/** @param {string} text */
const say = (text) => { find('said').textContent = text; };

/** Opened once, however often the button is pressed. @type {ReturnType<typeof createPlayground>|null} */
let opening = null;

async function train() {
  button.disabled = true;
  try {
    opening ??= createPlayground({ on: { status: ({ phase }) => say(`Opening: ${phase}`), failed: ({ message }) => say(message) } });
    const pg = await opening;
    await pg.load('vae', { seed: 0, batch_size: 64 });
    const { losses } = await pg.train(100, {
      onProgress({ step, imagesPerSecond }) {
        progress.value = step;
        say(`Step ${step} of 100, ${Math.round(imagesPerSecond)} images a second`);
      },
    });
    draw(await pg.sample(16, { seed: 1 }));
    say(`Trained on the ${pg.device.kind}. The loss of the last step is ${losses.loss.toFixed(1)} nats an image.`);
  } catch (error) {
    // Every error has a code, and a sentence for people.
    const { code, message } = /** @type {Error & {code: string}} */ (error);
    if (code === 'engine-failed') opening = null;
    say(`${message} (${code})`);
  } finally {
    button.disabled = false;
  }
}

/** 16 images of 28 by 28 values in 0..1, four in a row. @param {Float32Array} images */
function draw(images) {
  const context = canvas.getContext('2d');
  if (!context) return;
  const [red, green, blue] = (getComputedStyle(canvas).color.match(/\d+/g) ?? []).map(Number);
  const tile = context.createImageData(28, 28);
  for (let digit = 0; digit < 16; digit++) {
    for (let i = 0; i < 784; i++) tile.data.set([red, green, blue, 255 * images[784 * digit + i]], 4 * i);
    context.putImageData(tile, 28 * (digit % 4), 28 * Math.floor(digit / 4));
  }
  canvas.setAttribute('aria-label', '16 digits made by the model');
}

button.addEventListener('click', train);

// What is shown as the code is the code.
find('code').textContent = await (await fetch(import.meta.url)).text();
find('frame-code').textContent = find('frame').outerHTML.replaceAll('&amp;', '&');

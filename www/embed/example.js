// Uses the playground's module in a page that has nothing else of it.

import { createPlayground } from '../playground.js';

const find = (id) => document.getElementById(id);
const say = (text) => { find('said').textContent = text; };

/** The playground; opened once, however often the button is pressed. */
let opening = null;

async function train() {
  find('train').disabled = true;
  try {
    opening ??= createPlayground({ on: { status: ({ phase }) => say(`Opening: ${phase}`), failed: ({ message }) => say(message) } });
    const pg = await opening;
    await pg.load('vae', { seed: 0, batch_size: 64 });
    const { losses } = await pg.train(100, {
      onProgress({ step, imagesPerSecond }) {
        find('progress').value = step;
        say(`Step ${step} of 100, ${Math.round(imagesPerSecond)} images a second`);
      },
    });
    draw(await pg.sample(16, { seed: 1 }));
    say(`Trained on the ${pg.device.kind}. The loss of the last step is ${losses.loss.toFixed(1)} nats an image.`);
  } catch (error) {
    // Every error has a code, and a sentence for people.
    if (error.code === 'engine-failed') opening = null;
    say(`${error.message} (${error.code})`);
  } finally {
    find('train').disabled = false;
  }
}

/** 16 images of 28 by 28 values in 0..1, four in a row. */
function draw(images) {
  const canvas = find('digits');
  const context = canvas.getContext('2d');
  const [red, green, blue] = getComputedStyle(canvas).color.match(/\d+/g).map(Number);
  const tile = context.createImageData(28, 28);
  for (let digit = 0; digit < 16; digit++) {
    for (let i = 0; i < 784; i++) tile.data.set([red, green, blue, 255 * images[784 * digit + i]], 4 * i);
    context.putImageData(tile, 28 * (digit % 4), 28 * Math.floor(digit / 4));
  }
  canvas.setAttribute('aria-label', '16 digits made by the model');
}

find('train').addEventListener('click', train);

// What is shown as the code is the code.
find('code').textContent = await (await fetch(import.meta.url)).text();
find('frame-code').textContent = find('frame').outerHTML.replaceAll('&amp;', '&');

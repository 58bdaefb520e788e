// Draws the scene by WebGL 2: all images as points while they are small, and those in sight as textured squares once they can be told
// apart. One draw call for each.

import { isSoftware } from '../../../../kit/software.js';
import { SIDE } from '../../../../maths/digit.js';
import { A_PAGE, ALONG, LEVELS, pageSide, rowsOfPage } from './atlas.js';
import { DOTS, TILES } from './shaders.js';

/** Tiles at once: a canvas has no room for more that could be told apart. */
export const MOST_TILES = 24_000;
/** What every WebGL 2 has. */
const MOST_PAGES = 256;
/** Floats of one: place, image, colour as four bytes. */
const FIELDS = 4;

/**
 * @typedef {object} Frame
 * @property {import('./scene.js').Scene} scene
 * @property {import('../stage/camera.js').View} view
 * @property {import('../stage/camera.js').Size} size
 * @property {number} ratio    pixels of the canvas to one of the page
 * @property {number} tile     side of a tile, in pixels of the page
 * @property {number} tiles    how strongly tiles are drawn, 0 to 1
 * @property {number} dots     and dots
 * @property {Uint32Array} inSight images to draw as tiles
 *
 * @typedef {object} Painter
 * @property {string} kind
 * @property {number} most    pixels of the canvas to one of the page, at most
 * @property {(images: Uint8Array, from: number, to: number, pause: () => Promise<void>) => Promise<void>} upload images that have arrived
 * @property {() => void} changed places or colours have changed
 * @property {(frame: Frame) => void} draw
 */

/**
 * @param {OffscreenCanvas} canvas
 * @param {number} count of images
 * @param {{software?: boolean}} [options] software: also where no graphics processor computes it
 * @returns {Painter|null} null where there is no WebGL 2, and the canvas can be used otherwise
 */
export function createWebGl(canvas, count, { software = false } = {}) {
  if (Math.ceil(count / A_PAGE) > MOST_PAGES) return null;
  if (!software && !hasProcessor()) return null;
  const gl = canvas.getContext('webgl2', { antialias: false, depth: false, powerPreference: 'low-power' });
  if (!gl) return null;
  const pages = Math.ceil(count / A_PAGE);

  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, LEVELS, gl.R8, pageSide(0), pageSide(0), pages);
  // Enlarged they are pixels, as everywhere on the page.
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_NEAREST);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);

  const dots = program(gl, DOTS);
  const tiles = program(gl, TILES);
  const places = gl.createBuffer();
  const colours = gl.createBuffer();
  const dotArray = gl.createVertexArray();
  gl.bindVertexArray(dotArray);
  attribute(gl, places, 8 * count, 0, { numbers: 2 });
  attribute(gl, colours, 4 * count, 1, { numbers: 4, bytes: true });

  const instances = new Float32Array(FIELDS * MOST_TILES);
  const instanceColours = new Uint32Array(instances.buffer);
  const tileBuffer = gl.createBuffer();
  const tileArray = gl.createVertexArray();
  gl.bindVertexArray(tileArray);
  const stride = 4 * FIELDS;
  attribute(gl, tileBuffer, instances.byteLength, 0, { numbers: 2, stride, each: true });
  attribute(gl, tileBuffer, 0, 2, { numbers: 1, stride, offset: 8, each: true });
  attribute(gl, tileBuffer, 0, 1, { numbers: 4, bytes: true, stride, offset: 12, each: true });

  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  let stale = true;

  return {
    kind: 'webgl2',
    most: 2,
    async upload(images, from, to, pause) {
      for (let page = Math.floor(from / A_PAGE); page * A_PAGE < to; page++) {
        const first = Math.floor(Math.max(0, from - page * A_PAGE) / ALONG);
        const end = Math.ceil(Math.min(A_PAGE, to - page * A_PAGE) / ALONG);
        rowsOfPage(images, page, first, end).forEach((pixels, level) => {
          const side = SIDE >> level;
          gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, level, 0, first * side, page, pageSide(level), (end - first) * side, 1, gl.RED, gl.UNSIGNED_BYTE, pixels);
        });
        await pause();
      }
    },
    changed() { stale = true; },
    draw({ scene, view, size, ratio, tile, tiles: tileStrength, dots: dotStrength, inSight }) {
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      const zoom = [(2 * view.scale) / size.width, (-2 * view.scale) / size.height];
      /** @param {ReturnType<typeof program>} which @param {number} side @param {number} strength */
      function use(which, side, strength) {
        gl?.useProgram(which.program);
        gl?.uniform2f(which.at('middle'), view.x, view.y);
        gl?.uniform2f(which.at('zoom'), zoom[0], zoom[1]);
        gl?.uniform1f(which.at('size'), side);
        gl?.uniform1f(which.at('strength'), strength);
        gl?.uniform1f(which.at('along'), ALONG);
      }
      if (dotStrength > 0) {
        if (stale) {
          gl.bindBuffer(gl.ARRAY_BUFFER, places);
          gl.bufferSubData(gl.ARRAY_BUFFER, 0, scene.places);
          gl.bindBuffer(gl.ARRAY_BUFFER, colours);
          gl.bufferSubData(gl.ARRAY_BUFFER, 0, scene.colours);
          stale = false;
        }
        // Those that touch share no pixel and leave none between: where a row overlaps, or has a gap, blocks have lines that no image has
        // made. Others are of whole pixels.
        const cells = scene.isGrid && dotSize(tile) >= tile;
        use(dots, cells ? Math.ceil(tile * ratio) + 1 : Math.round(dotSize(tile) * ratio), dotStrength);
        gl.uniform1f(dots.at('pitch'), cells ? tile * ratio : 0);
        gl.uniform2f(dots.at('canvas'), canvas.width, canvas.height);
        gl.bindVertexArray(dotArray);
        gl.drawArrays(gl.POINTS, 0, count);
      }
      if (tileStrength > 0 && inSight.length > 0) {
        const inks = new Uint32Array(scene.colours.buffer);
        for (let at = 0; at < inSight.length; at++) {
          const image = inSight[at];
          instances[FIELDS * at] = scene.places[2 * image];
          instances[FIELDS * at + 1] = scene.places[2 * image + 1];
          instances[FIELDS * at + 2] = image;
          instanceColours[FIELDS * at + 3] = inks[image];
        }
        gl.bindBuffer(gl.ARRAY_BUFFER, tileBuffer);
        gl.bufferSubData(gl.ARRAY_BUFFER, 0, instances, 0, FIELDS * inSight.length);
        // On the plane, so that a tile which grows no more leaves a gap.
        use(tiles, (0.96 * tile) / view.scale, tileStrength);
        gl.uniform1f(tiles.at('level'), Math.max(0, Math.min(LEVELS - 1, Math.log2(SIDE / (tile * ratio)))));
        gl.bindVertexArray(tileArray);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, inSight.length);
      }
    },
  };
}

/**
 * Whether a graphics processor draws. Asked of another canvas, since one that has had a context of this kind takes no other; and by its
 * name too, since browsers that reach their software by another driver do not call it slow.
 */
function hasProcessor() {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2', { powerPreference: 'low-power', failIfMajorPerformanceCaveat: true });
  if (!gl) return false;
  const named = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !isSoftware(name);
}

/** Small ones fill their place, so that rows of them make no pattern with the pixels; larger ones leave a gap. @param {number} tile */
export const dotSize = (tile) => Math.max(1.5, tile * Math.max(0.75, Math.min(1, 1.3 - 0.1 * tile)));

/** @param {WebGL2RenderingContext} gl @param {{vertex: string, fragment: string}} sources */
function program(gl, { vertex, fragment }) {
  const made = gl.createProgram();
  for (const [kind, source] of /** @type {const} */ ([[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]])) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('The graphics processor was taken away.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(made, shader);
  }
  gl.linkProgram(made);
  if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`A shader was refused: ${gl.getProgramInfoLog(made)} ${(gl.getAttachedShaders(made) ?? []).map((one) => gl.getShaderInfoLog(one)).join(' ')}`);
  }
  /** @type {Map<string, WebGLUniformLocation|null>} */
  const known = new Map();
  return {
    program: made,
    /** @param {string} name of a uniform */
    at(name) {
      if (!known.has(name)) known.set(name, gl.getUniformLocation(made, name));
      return known.get(name) ?? null;
    },
  };
}

/**
 * An attribute of the vertex array that is bound.
 * @param {WebGL2RenderingContext} gl
 * @param {WebGLBuffer} buffer
 * @param {number} bytes to make room for; 0: there is room
 * @param {number} at its location
 * @param {{numbers: number, bytes?: boolean, stride?: number, offset?: number, each?: boolean}} layout each: one an instance
 */
function attribute(gl, buffer, bytes, at, { numbers, bytes: isBytes = false, stride = 0, offset = 0, each = false }) {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  if (bytes > 0) gl.bufferData(gl.ARRAY_BUFFER, bytes, gl.DYNAMIC_DRAW);
  gl.enableVertexAttribArray(at);
  gl.vertexAttribPointer(at, numbers, isBytes ? gl.UNSIGNED_BYTE : gl.FLOAT, isBytes, stride, offset);
  if (each) gl.vertexAttribDivisor(at, 1);
}

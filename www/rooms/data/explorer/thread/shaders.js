// What the graphics processor computes for the explorer: a dot for each image, and a textured square for each tile.

/** Both: where a place of the plane is on the canvas. */
const PLANE = `#version 300 es
  precision highp float;
  precision highp sampler2DArray;
  uniform vec2 middle;
  uniform vec2 zoom;
  uniform float size;
  uniform float strength;`;

/** Where an image is in the texture: column, row and page. */
const TILE = `
  uniform float along;
  vec3 tile_of(float image) {
    float page = floor(image / (along * along));
    float at = image - page * along * along;
    float row = floor(at / along);
    return vec3(at - row * along, row, page);
  }`;

/** A dot is its smallest copy on a ground of its colour, so that dots are as different as images are. */
export const DOTS = {
  vertex: `${PLANE}${TILE}
  layout(location = 0) in vec2 place;
  layout(location = 1) in vec4 colour;
  out vec4 ink;
  flat out vec3 tile;
  flat out vec2 centre;
  void main() {
    centre = place;
    gl_Position = colour.a > 0.0 ? vec4((place - middle) * zoom, 0, 1) : vec4(2, 2, 2, 1);
    gl_PointSize = size;
    ink = vec4(colour.rgb, colour.a * strength);
    tile = tile_of(float(gl_VertexID));
  }`,
  fragment: `${PLANE}
  uniform sampler2DArray atlas;
  uniform float along;
  uniform vec2 canvas;
  // Pixels from one place of a grid to the next; 0 where places are anywhere.
  uniform float pitch;
  in vec4 ink;
  flat in vec3 tile;
  flat in vec2 centre;
  out vec4 result;
  float light(vec2 at) {
    return textureLod(atlas, vec3((tile.xy + at) / along, tile.z), 2.0).r;
  }
  void main() {
    vec2 at = gl_PointCoord;
    if (pitch > 0.0) {
      // Where this pixel lies on the plane, which is the same for both neighbours: it belongs to one of them.
      vec2 away = middle + (2.0 * gl_FragCoord.xy / canvas - 1.0) / zoom - centre;
      if (any(lessThan(away, vec2(-0.5))) || any(greaterThanEqual(away, vec2(0.5)))) discard;
      at = away + 0.5;
    }
    // Small ones are squares: nobody sees the corners.
    float edge = size > 3.0 && pitch == 0.0 ? clamp((0.5 - distance(gl_PointCoord, vec2(0.5))) * size + 0.5, 0.0, 1.0) : 1.0;
    // In one or two pixels, whose place within the image differs along a row, all of it is shown as one.
    float value = pitch > 0.0 && pitch < 4.0
      ? 0.25 * (light(vec2(0.35)) + light(vec2(0.65)) + light(vec2(0.35, 0.65)) + light(vec2(0.65, 0.35)))
      : light(clamp(at, 0.2, 0.8));
    result = vec4(ink.rgb, 1) * ink.a * edge * (0.45 + 0.55 * value);
  }`,
};

/** uniforms: along, tiles along a page's side; level, which of the copies is the right one for this size. */
export const TILES = {
  vertex: `${PLANE}${TILE}
  layout(location = 0) in vec2 place;
  layout(location = 1) in vec4 colour;
  layout(location = 2) in float image;
  out vec4 ink;
  out vec2 corner;
  flat out vec3 tile;
  void main() {
    corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4((place + (corner - 0.5) * size - middle) * zoom, 0, 1);
    ink = vec4(colour.rgb, colour.a * strength);
    tile = tile_of(image);
  }`,
  fragment: `${PLANE}
  uniform sampler2DArray atlas;
  uniform float along;
  uniform float level;
  in vec4 ink;
  in vec2 corner;
  flat in vec3 tile;
  out vec4 result;
  void main() {
    // Half a pixel of its copy within the tile, so that nothing of its neighbours comes in.
    float half_pixel = 0.5 * exp2(floor(level + 0.5)) / 28.0;
    vec2 within = clamp(corner, half_pixel, 1.0 - half_pixel);
    float value = textureLod(atlas, vec3((tile.xy + within) / along, tile.z), level).r;
    // A faint ground says how far the tile goes.
    result = vec4(ink.rgb, 1) * ink.a * (0.05 + 0.95 * value);
  }`,
};

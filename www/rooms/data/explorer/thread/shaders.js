// What the graphics processor computes for the explorer: a dot for each image, and a textured square for each tile.

/** Both: where a place of the plane is on the canvas. */
const PLANE = `#version 300 es
  precision highp float;
  precision highp sampler2DArray;
  uniform vec2 middle;
  uniform vec2 zoom;
  uniform float size;
  uniform float strength;`;

export const DOTS = {
  vertex: `${PLANE}
  layout(location = 0) in vec2 place;
  layout(location = 1) in vec4 colour;
  out vec4 ink;
  void main() {
    gl_Position = colour.a > 0.0 ? vec4((place - middle) * zoom, 0, 1) : vec4(2, 2, 2, 1);
    gl_PointSize = size;
    ink = vec4(colour.rgb, colour.a * strength);
  }`,
  fragment: `${PLANE}
  in vec4 ink;
  out vec4 result;
  void main() {
    // Small ones are squares: nobody sees the corners.
    float edge = size > 3.0 ? clamp((0.5 - distance(gl_PointCoord, vec2(0.5))) * size + 0.5, 0.0, 1.0) : 1.0;
    result = vec4(ink.rgb, 1) * ink.a * edge;
  }`,
};

/** uniforms: along, tiles along a page's side; level, which of the copies is the right one for this size. */
export const TILES = {
  vertex: `${PLANE}
  uniform float along;
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
    float page = floor(image / (along * along));
    float at = image - page * along * along;
    float row = floor(at / along);
    tile = vec3(at - row * along, row, page);
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

// A frame on a picture: moved, resized and turned with it, always within it. In pixels of the picture as it is turned.

/** @typedef {{left: number, top: number, width: number, height: number}} Frame */
/** @typedef {{width: number, height: number}} Size */

/** No side of a frame is shorter than this, nor than this share of the picture's shorter side. */
const LEAST = 4;
const LEAST_SHARE = 0.05;
/** Around a digit, as a share of its longer side: its paper is to be seen. */
const MARGIN = 0.3;

/** All of the picture. @param {Size} size @returns {Frame} */
export const whole = ({ width, height }) => ({ left: 0, top: 0, width, height });

/** The shortest side that a frame may have. @param {Size} size */
const least = ({ width, height }) => Math.min(width, height, Math.max(LEAST, LEAST_SHARE * Math.min(width, height)));

/** The frame, as large, moved back into the picture. @param {Frame} frame @param {Size} size @returns {Frame} */
function within({ left, top, width, height }, size) {
  const [wide, high] = [Math.min(width, size.width), Math.min(height, size.height)];
  return { left: clamp(left, 0, size.width - wide), top: clamp(top, 0, size.height - high), width: wide, height: high };
}

/** @param {Frame} frame @param {number} right @param {number} down @param {Size} size */
export const moved = (frame, right, down, size) => within({ ...frame, left: frame.left + right, top: frame.top + down }, size);

/** Larger on all sides by so many pixels, or smaller. @param {Frame} frame @param {number} by @param {Size} size @returns {Frame} */
export function resized(frame, by, size) {
  const [width, height] = [clamp(frame.width + 2 * by, least(size), size.width), clamp(frame.height + 2 * by, least(size), size.height)];
  return within({ left: frame.left + (frame.width - width) / 2, top: frame.top + (frame.height - height) / 2, width, height }, size);
}

/**
 * One corner moved, the opposite one kept.
 * @param {Frame} frame
 * @param {{right: boolean, bottom: boolean}} corner which one
 * @param {number} x
 * @param {number} y
 * @param {Size} size
 * @returns {Frame}
 */
export function dragged(frame, { right, bottom }, x, y, size) {
  const [fromLeft, fromRight] = [frame.left, frame.left + frame.width];
  const [fromTop, fromBottom] = [frame.top, frame.top + frame.height];
  const short = least(size);
  const left = right ? fromLeft : clamp(x, 0, Math.max(0, fromRight - short));
  const top = bottom ? fromTop : clamp(y, 0, Math.max(0, fromBottom - short));
  const end = right ? clamp(x, Math.min(size.width, fromLeft + short), size.width) : fromRight;
  const floor = bottom ? clamp(y, Math.min(size.height, fromTop + short), size.height) : fromBottom;
  return { left, top, width: end - left, height: floor - top };
}

/** The same part of the picture after a quarter turn to the right. @param {Frame} frame @param {Size} size before the turn @returns {Frame} */
export const turnedRight = ({ left, top, width, height }, size) => ({ left: size.height - top - height, top: left, width: height, height: width });

/** The same part of the picture after a quarter turn to the left. @param {Frame} frame @param {Size} size before the turn @returns {Frame} */
export const turnedLeft = ({ left, top, width, height }, size) => ({ left: top, top: size.width - left - width, width: height, height: width });

/** A frame around a digit with paper on all sides. @param {Frame} box @param {Size} size @returns {Frame} */
export function around(box, size) {
  const room = MARGIN * Math.max(box.width, box.height);
  const [left, top] = [Math.max(0, box.left - room), Math.max(0, box.top - room)];
  return { left, top, width: Math.min(size.width, box.left + box.width + room) - left, height: Math.min(size.height, box.top + box.height + room) - top };
}

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

import { expect, test } from '@playwright/test';
import { Film } from '../../www/showcase/film.js';
import { Walk, clarity, codeAt, codesAt, tiles } from '../../www/showcase/walk.js';

/** The same numbers every time. */
const steady = () => { let at = 0; return () => { at = (at + 0.37) % 1; return at; }; };

test('a walk begins at the first stop, rests at stops, moves in between in small steps, and visits many', () => {
  const stops = tiles(10, 5);
  const walk = new Walk(steady());
  walk.visit(stops);
  expect(walk.place).toEqual(stops[0]);
  const visited = new Set();
  let before = walk.place;
  let resting = 0;
  let furthest = 0;
  for (let frame = 0; frame < 1200; frame++) {
    const { x, y } = walk.next(0.05);
    const moved = Math.hypot(x - before.x, y - before.y);
    furthest = Math.max(furthest, moved);
    if (moved === 0) { resting += 1; visited.add(`${x} ${y}`); }
    before = { x, y };
  }
  expect(furthest).toBeLessThan(0.06);
  expect(visited.size).toBeGreaterThan(12);
  expect(resting / 1200).toBeGreaterThan(0.25);
});

test('one that was led away goes on from there', () => {
  const walk = new Walk(steady());
  walk.visit(tiles(10, 5));
  walk.jump({ x: 0.99, y: 0.01 });
  const { x, y } = walk.next(0.05);
  expect(Math.hypot(x - 0.99, y - 0.01)).toBeLessThan(0.02);
});

test('a walk with a single stop stays there, and one without any where it is', () => {
  for (const stops of [[{ x: 0.3, y: 0.4 }], []]) {
    const walk = new Walk(steady());
    if (stops.length > 0) walk.visit(stops);
    for (let frame = 0; frame < 100; frame++) walk.next(0.05);
    expect(walk.place).toEqual(stops[0] ?? { x: 0.5, y: 0.5 });
  }
});

test('codes are normal quantiles: the middle is zero, up is positive, edges are finite', () => {
  expect(codeAt({ x: 0.5, y: 0.5 })).toEqual([0, 0]);
  const [right, up] = codeAt({ x: 0.8413, y: 0.0228 });
  expect(right).toBeCloseTo(1, 1);
  expect(Math.abs(up - 2)).toBeLessThan(0.25);
  expect([...codesAt([{ x: 0, y: 1 }, { x: 1, y: 0 }])].every(Number.isFinite)).toBe(true);
});

test('strokes are clear, grey is not, and nothing is nothing', () => {
  expect(clarity(Float32Array.of(0, 1, 1, 0.95))).toBeGreaterThan(0.9);
  expect(clarity(Float32Array.of(0.5, 0.4, 0.6, 0))).toBeLessThan(0.3);
  expect(clarity(new Float32Array(4))).toBe(0);
});

test('a film asks for many pictures at once, ahead of time, and drops those of before a cut', async () => {
  const asked = [];
  const decode = async (codes) => { asked.push(codes); return new Float32Array((codes.length / 2) * 784); };
  const film = new Film(new Walk(steady()), decode, (error) => { throw error; });
  film.begin(tiles(4, 2));
  expect(film.next()).toBeUndefined();
  await Promise.resolve();
  await Promise.resolve();
  const frame = film.next();
  expect(frame.image.length).toBe(784);
  for (let at = 0; at < 15; at++) film.next();
  expect(asked.length).toBe(1);
  for (let at = 0; at < 10; at++) film.next();
  expect(asked.length).toBe(2);
  film.cut({ x: 0.9, y: 0.9 });
  await Promise.resolve();
  await Promise.resolve();
  // What was under way belongs to the walk before.
  expect(film.next()).toBeUndefined();
  await Promise.resolve();
  await Promise.resolve();
  const { place } = film.next();
  expect(Math.hypot(place.x - 0.9, place.y - 0.9)).toBeLessThan(0.05);
});

test('an engine that fails is told to whoever shows the film', async () => {
  const errors = [];
  const film = new Film(new Walk(steady()), async () => { throw new Error('gone'); }, (error) => errors.push(error.message));
  film.next();
  await Promise.resolve();
  await Promise.resolve();
  expect(errors).toEqual(['gone']);
});

// What lives only as long as a card.

import { expect, test } from '@playwright/test';
import { Scope, effect, follow, innerScope, listen, pageStands, signal } from '../../www/kit/scope.js';

test('what a scope holds ends with it, the latest first, and it may be used again', () => {
  const scope = new Scope();
  const ends = [];
  for (const name of ['first', 'second']) scope.add(() => ends.push(name));
  scope.end();
  scope.end();
  expect(ends).toEqual(['second', 'first']);
  scope.add(() => ends.push('third'));
  expect(ends).toHaveLength(2);
});

test('what an answer makes after its card was taken down ends at once', () => {
  const card = new Scope();
  const inner = card.run(innerScope);
  const value = signal(0);
  const heard = [];
  const target = new EventTarget();
  card.close();
  inner.run(() => {
    follow(value, (now) => heard.push(now));
    effect(() => { heard.push(`seen ${value.value}`); });
    listen(target, 'change', () => heard.push('change'));
  });
  value.value = 1;
  target.dispatchEvent(new Event('change'));
  expect(heard).toEqual(['seen 0']);
});

test('what is made outside of any scope is told once the page stands', () => {
  const { error } = console;
  const told = [];
  console.error = (what) => told.push(String(what));
  try {
    follow(signal(0), () => {});
    expect(told).toEqual([]);
    pageStands();
    follow(signal(0), () => {});
    expect(told).toEqual([expect.stringContaining('outside')]);
    new Scope().run(() => follow(signal(0), () => {}));
    expect(told).toHaveLength(1);
  } finally {
    console.error = error;
  }
});

import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { keyOf } from '../../www/shell/shortcuts.js';

test('a key means the letter that it writes, and under a script without A to Z the one in its place', () => {
  const table = [
    [{ key: 's', code: 'KeyS' }, 's'], [{ key: 'S', code: 'KeyS' }, 's'],
    // Dvorak writes an s on another key; what it writes counts.
    [{ key: 's', code: 'Semicolon' }, 's'], [{ key: 'o', code: 'KeyS' }, 'o'],
    // Cyrillic, Greek, Hebrew, Arabic, Thai.
    [{ key: 'ы', code: 'KeyS' }, 's'], [{ key: 'Л', code: 'KeyK' }, 'k'], [{ key: 'σ', code: 'KeyS' }, 's'], [{ key: 'ד', code: 'KeyS' }, 's'], [{ key: 'س', code: 'KeyS' }, 's'], [{ key: 'ห', code: 'KeyS' }, 's'],
    [{ key: ' ', code: 'Space' }, ' '], [{ key: '\u00a0', code: 'Space' }, ' '],
    [{ key: 'Enter', code: 'Enter' }, 'Enter'], [{ key: 'Process', code: 'KeyS' }, 'Process'], [{ key: ';', code: 'KeyQ' }, ';'], [{ key: 'ö', code: 'Semicolon' }, 'ö'],
  ];
  for (const [event, key] of table) assert.equal(keyOf(event), key, JSON.stringify(event));
});

// A visitor's picture of a digit, on its way to the pad.

export default {
  'picture.use': 'Use a picture',
  'picture.use-hint': 'A photograph or drawing of one digit. It can also be dropped on the page, or pasted.',

  'picture.title': 'Is this your digit?',
  'picture.frame': 'Frame around the digit',
  'picture.frame-role': 'crop frame',
  'picture.keys': 'Drag the frame or its corners. By keyboard: arrow keys move it, with Shift they move its lower right corner; + and − make it larger and smaller.',
  'picture.turn-left': 'Turn left',
  'picture.turn-right': 'Turn right',
  'picture.whole': 'Whole picture',
  'picture.seen': 'What the model will see: 28 × 28, centred',
  'picture.seen-label': 'The digit as the model will see it',
  'picture.take': 'Take it',
  'picture.cancel': 'Cancel',
  'picture.moves': 'The file is an animation. Only its first picture is used.',

  'picture.remark-good': 'Take it, or draw the frame around something else.',
  'picture.remark-several': 'There is more than one digit here. The largest is taken; draw the frame around another one to take that.',
  'picture.remark-doubtful': 'This does not look like one digit. Draw the frame close around one, with a little paper on all sides.',
  'picture.remark-empty': 'Nothing but paper is to be seen here. Draw the frame around the digit.',

  'picture.no-kind': 'That is not a picture which this page can read. Please use a PNG, JPEG, WebP or GIF file.',
  'picture.no-vector': 'That is an SVG drawing, which this page cannot read. Please save it as PNG, or take a screenshot of it.',
  'picture.no-nothing': 'That file is empty: it has 0 bytes. Please choose another.',
  'picture.no-large': 'That picture is too large: {megabytes} MB and {megapixels} million pixels are the most. Please make it smaller or cut out the digit.',
  'picture.no-long': 'That picture is too long and thin for a digit. Please cut out the digit.',
  'picture.no-broken': 'That file looks like a picture but cannot be read; it may be damaged. Please try another.',
  'picture.no-reader': 'The picture could not be looked at: that part of the page did not arrive, or has stopped. Please try again, or reload the page.',
};

export default {
  'showcase.caption': 'Drawn by a network that has trained for two minutes on an ordinary processor. Yours starts here, from nothing.',
  'showcase.digit': 'A digit that morphs into others, drawn by a trained network',
  'showcase.plane': 'All that this network can draw, from a latent vector of two numbers. Arrow keys move the mark',
  'showcase.pause': 'Stop the moving digit',
  'showcase.move': 'Let the digit move',
  'showcase.failed': 'The example of a trained network could not be loaded. The playground does not need it.',
  'showcase.start': 'Start from trained weights',
  'showcase.start-title': 'Loads weights of ours, so that every room shows a trained model at once',
};

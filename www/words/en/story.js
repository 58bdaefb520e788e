// What is going on, in one sentence.

export default {
  'story.starting': 'Starting…',
  'story.engine': 'Downloading the engine…',
  'story.engine-amount': 'Downloading the engine: {amount}',
  'story.device': 'Preparing the device…',
  'story.model': 'Making the first weights…',
  'story.restarting': 'The engine stopped and is being restarted…',
  'story.failed': 'Stopped. The notice says what can be done.',
  'story.evaluating': 'Checking it on all of the test digits…',
  'story.cleaning': 'Asking a classifier which labels are wrong…',
  'story.waiting': 'Waiting for more digits to arrive…',
  'story.first-step': 'First step…',
  'story.first-step-gpu': 'First step: the GPU’s programs are being compiled, which can take a few seconds…',
  'story.scripted': 'A script is training. Step {step}.',
  'story.ready': 'Ready. Press Train and watch it learn.',
  'story.paused': 'Paused at step {step}. Nothing is lost; press Train to go on.',
  'story.one-left': 'Training: {steps} step to go.',
  'story.left': 'Training: {steps} steps to go.',
  'story.first-pass': 'Training: the first pass over all digits.',
  'story.pass': 'Training: pass {pass} over all digits.',
};

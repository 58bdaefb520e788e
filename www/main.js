// Wires the parts together; every part lives elsewhere.

import { createBench } from './bench.js';
import { applyLesson } from './embed/parts.js';
import { language, onLanguage, preferredLanguage, setLanguage, t } from './i18n.js';
import { createPlayground } from './playground.js';
import { Player } from './player.js';
import { forScripts } from './scripts.js';
import { createResume } from './resume/resume.js';
import { pretrainedBytes } from './showcase/engine.js';
import { formatHash, parseHash, sameRun, withPreset } from './state.js';
import { tell } from './story.js';
import { missingFeatures } from './support.js';
import { explain, explainEvent } from './troubles.js';
import { startTutorial } from './tutorial/start.js';
import { anyTestDigit, createViews, forModel } from './views.js';
import { createViewHost } from './views/host.js';
import { VIEWS } from './views/registry.js';
import { createWatch } from './watch.js';
import { createLanguageSwitch } from './ui/language-switch.js';
import { createEstimate } from './ui/estimate.js';
import { createPage } from './ui/page.js';
import { createTempo } from './ui/tempo.js';
import { count, epochStory, seconds } from './words.js';

/** Milliseconds a step from which on watching is no fun, and the width that helps. */
const SLOW_MS = 1500;
const NARROW = 0.25;

/** Scripts may wait for the playground before there are words for its page. */
let begin;
window.playgroundReady = new Promise((resolve) => { begin = resolve; });
window.playgroundReady.catch(() => {});
// Without the words of another language the page still works, in English.
await setLanguage(preferredLanguage()).catch(() => setLanguage('en'));

const opening = parseHash(location.hash);
/** What the address asks for and the settings show. */
let { state } = opening;
/** @type {import('./playground.js').Playground} */
let pg = null;
let status = { phase: 'starting' };
/** Whether the engine that is there now has done a step: only its first one compiles anything. */
let stepped = false;
/** The page's own run that something broke off; it goes on when that is mended. */
let interrupted = null;
/** Whether the visitor has been told that this model is slow here. */
let warned = false;
let testArrived = 0;
let wasPlaying = false;
let changes = Promise.resolve();
const cost = {};

const player = new Player({ onChange: showState, onError: breakOff, onEpoch: showEpoch });
const page = createPage({
  onToggle: () => { interrupted = null; player.toggle(); },
  onStep: (part) => { if (pg?.model) player.oneStep(part); },
  onRestart: () => { if (pg?.model) change(() => player.during(load)); },
  onApply: (wanted) => apply({ ...wanted, run: player.playing }),
  onChoose: choose,
  onSwitch: (device) => apply({ ...state, device, steps: null, run: player.playing }),
  onTrained: startTrained,
  onDrawing: () => { if (pg?.model) watch.refresh('drawing', 'latent-plane', 'interpolation'); },
  onWanted: () => { if (pg?.model) watch.refresh('samples'); },
  onTestDigit: (late = () => false) => { if (testArrived > 0) anyTestDigit(pg, testArrived).then((digit) => { if (!late()) placeDigit(digit); }, trouble); },
});
createTempo(document.getElementById('tempo'), { onTempo: (tempo) => { page.steps.follow(); player.setTempo(tempo); } });
const estimate = createEstimate(document.getElementById('settings'), { draft: page.settings.draft, describe: (...settings) => pg.describe(...settings), running: () => pg?.model });
let watch = createWatch([], { isHidden: () => true, onError: () => {} });
/** @type {ReturnType<typeof createViewHost>} */
let laboratory = null;

const events = {
  status: setStatus,
  data: showData,
  'data-failed': (error) => { page.status.dataFailed(); trouble(error); },
  device: (device) => { stepped = false; page.device.show(device); },
  loaded: showLoaded,
  training: (training) => { showState(); if (!training && !player.playing) watch.refresh(); },
  step: showStep,
  event: (event) => page.notices.show('event', ...eventNotice(event)),
  call: ({ action, ms }) => { cost[action] = ms; },
  crashed: showCrash,
  recovered: showRecovery,
  failed: (error) => { setStatus({ phase: 'failed' }); trouble(error, { final: true }); },
};

window.addEventListener('hashchange', () => {
  const { state: wanted, problems } = parseHash(location.hash);
  showProblems(problems);
  const sameWords = !wanted.lang || wanted.lang === language();
  if (!sameWords) setLanguage(wanted.lang).catch(noWords);
  if (!sameWords && formatHash({ ...wanted, lang: state.lang }) === formatHash(state)) {
    state = wanted;
    return;
  }
  showParts(wanted);
  changeTo(wanted, async () => {
    await player.pause();
    return () => { if (wanted.run) player.play(wanted.steps ?? Infinity); };
  });
});
document.addEventListener('visibilitychange', () => { if (!document.hidden && pg?.model) watch.refresh(); });
window.addEventListener('online', () => pg?.retryData());
onLanguage(() => { page.status.announcedPhase = ''; showState(); });
createLanguageSwitch(document.getElementById('languages'), chooseLanguage);

showWanted();
showParts(state, { early: true });
showProblems(opening.problems);
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches || navigator.connection?.saveData;
// A first visit begins to learn by itself, so that there is something alive to look at.
if (state.run || (opening.bare && !calm && !inLesson())) player.play(state.steps ?? Infinity);
startAgain();

function startAgain() {
  if (pg) {
    apply({ ...state, run: player.playing });
    return;
  }
  window.playgroundReady = start();
  window.playgroundReady.catch(() => {});
  begin(window.playgroundReady);
}

/** From nothing to a loaded model. */
async function start() {
  try {
    const missing = missingFeatures();
    if (missing.length > 0) throw page.refuse(missing);
    setStatus({ phase: 'starting' });
    pg = await onDevice((device) => createPlayground({ device, on: events }));
    const views = createViews({
      pg, cost, on: page.pictures, drawing: () => page.drawing, drawn: () => page.drawnDigit.digit, wanted: () => page.wantedDigit.digit,
      arrived: () => testArrived, onTestLoss: showTestLoss, onSamples: (frame) => { page.timeline.add(frame); laboratory.sampled(frame); },
    });
    const shared = bench();
    laboratory = createViewHost(document.getElementById('laboratory'), VIEWS, shared, (name) => watch.refresh(name));
    startTutorial({ bench: shared });
    watch = createWatch([...views, ...laboratory.watched.map((view) => forModel(pg, view))], { isHidden: () => document.hidden, onError: trouble });
    showParts(state);
    // What is embedded begins anew for every reader.
    const offer = inLesson() ? () => {} : createResume({ pg, state: () => state, bare: opening.bare, notices: page.notices, goOn: resume });
    await load();
    offer();
  } catch (error) {
    setStatus({ phase: 'failed' });
    trouble(error, { final: true });
    throw error;
  }
  window.playground = forScripts(pg, player);
  player.attach(pg);
  return window.playground;
}

/** What the laboratory's views get. */
function bench() {
  return createBench({
    pg, cost, arrived: () => testArrived, drawing: () => page.drawing, drawn: () => page.drawnDigit.digit, state: () => state,
    restartWith: (changes) => apply({ ...state, settings: { ...state.settings, ...changes }, steps: null, run: player.playing }),
    choose: putOnBench, step: (part) => player.oneStep(part), toggle: () => { interrupted = null; player.toggle(); },
    pauseRun, restore, timeline: page.timeline, notice: page.notices.show, announce: page.status.announce,
    refresh: (...names) => watch.refresh(...names),
  });
}

/** On with the run of the last visit. */
function resume(bytes) {
  change(async () => {
    await player.pause();
    await pg.restore(bytes);
    player.play();
  });
}

/** Something else wants the machine for a while. */
function pauseRun() {
  const { run } = player;
  player.pause();
  return () => { if (run) player.resume(run); };
}

/** Opens the device that the state asks for; where WebGPU was asked for and is not there, the CPU. */
async function onDevice(open) {
  try {
    return await open(state.device);
  } catch (error) {
    if (error.code !== 'no-webgpu') throw error;
    page.notices.show('device', t('troubles.no-webgpu-meanwhile', { message: error.message }));
    return open('cpu');
  }
}

function load() {
  setStatus({ phase: 'model' });
  return pg.load(state.preset, state.settings);
}

/**
 * A run from a file, paused; a file that cannot be used leaves the run that is there, and says so.
 * @param {Uint8Array} bytes
 * @returns {Promise<boolean>} whether it could be used
 */
async function restore(bytes) {
  let restored = false;
  await change(async () => {
    const { run } = player;
    await player.pause();
    try {
      await pg.restore(bytes);
      restored = true;
    } finally {
      if (run && !restored) player.resume(run);
    }
  });
  return restored;
}

/** Changes of the run happen one after the other, and not before there is one. */
function change(action) {
  changes = changes.then(() => window.playgroundReady.catch(() => {})).then(action).catch((error) => {
    if (pg?.model) setStatus({ phase: 'ready' });
    trouble(error);
  });
  return changes;
}

/** What the page asks for: the gallery and the settings say it before the model is there. */
function showWanted() {
  page.expect(state.preset);
  page.settings.setRunning(state);
}

/** Another preset, with its own settings. */
function choose(id) {
  apply({ ...withPreset(state, id), run: player.playing });
}

/** The same with some settings changed, as the tutorial's buttons ask for it, and trained for so many steps. */
function putOnBench(id, settings = {}, steps = 0) {
  const wanted = withPreset(state, id);
  wanted.settings = { ...wanted.settings, ...settings };
  history.replaceState(null, '', formatHash(wanted));
  changeTo(wanted, async () => {
    await player.pause();
    return () => { if (steps > 0) player.play(steps); };
  });
}

/** Trained weights of ours; they are for looking at first, so nothing plays. */
function startTrained(name) {
  change(async () => {
    const bytes = await pretrainedBytes(name);
    await player.pause();
    await pg.restore(bytes);
  });
}

/** A new run with other settings; it plays if the old one did. */
function apply(wanted) {
  history.replaceState(null, '', formatHash(wanted));
  changeTo(wanted, async () => {
    const run = player.run;
    await player.pause();
    return () => { if (run) player.play(); };
  });
}

function changeTo(wanted, prepare) {
  return change(async () => {
    const before = state;
    const { device } = before;
    const goOn = await prepare();
    state = wanted;
    showWanted();
    if (!pg) {
      startAgain();
      return;
    }
    if (state.device !== device || status.phase === 'failed') await onDevice((other) => pg.useDevice(other));
    try {
      await load();
    } catch (error) {
      // Settings that the engine refuses leave the model that was there.
      if (error.code === 'bad-setting' && pg.model) fallBack(before);
      throw error;
    }
    goOn();
  });
}

function fallBack(before) {
  state = { ...before, steps: null, run: false };
  history.replaceState(null, '', formatHash(state));
  showWanted();
}

/** The address that named a language names the chosen one from now on. */
async function chooseLanguage(code) {
  try {
    await setLanguage(code, { remember: true });
  } catch {
    noWords();
    return;
  }
  if (!state.lang) return;
  state = { ...state, lang: code };
  history.replaceState(null, '', formatHash(state));
}

function noWords() {
  page.notices.show('language', t('troubles.no-words'), { problem: true });
}

function setStatus(next) {
  status = next;
  showState();
}

function showState() {
  const story = tell({
    status, stepped, busy: player.busy, playing: player.playing, scripted: Boolean(pg?.training) && !player.playing,
    step: pg?.step ?? 0, stepsPerEpoch: pg?.model?.stepsPerEpoch ?? 0, target: player.run?.target ?? Infinity, device: pg?.device?.kind,
  });
  page.status.say(story.text, story.fraction);
  page.transport.setPlaying(player.playing);
  page.transport.setReady(Boolean(pg?.model));
  if (wasPlaying && !player.playing && pg?.model) watch.refresh();
  if (wasPlaying !== player.playing || status.phase !== page.status.announcedPhase) {
    wasPlaying = player.playing;
    page.status.announcedPhase = status.phase;
    page.status.announce(story.text);
  }
}

function showData(progress) {
  const first = testArrived === 0 && progress.test > 0;
  const more = progress.test > testArrived;
  testArrived = progress.test;
  page.status.data(progress);
  // A short run may have ended before there was anything to judge.
  if (more && pg?.model) watch.refresh('rebuilt', 'critic', 'test');
  if (first) page.offerDigit();
  if (interrupted?.code === 'data-failed') goOn();
}

function showLoaded(model) {
  const { preset, ...values } = model.settings;
  const loaded = { ...state, preset, settings: values };
  // A script may have loaded something else than the address says.
  if (!sameRun(loaded, state)) {
    state = { ...loaded, steps: null, run: false };
    history.replaceState(null, '', formatHash(state));
    showWanted();
  }
  interrupted = null;
  warned = false;
  page.notices.dismiss('event');
  page.notices.dismiss('slow');
  page.showModel(model);
  laboratory.loaded(model);
  estimate.refresh();
  setStatus({ phase: 'ready' });
  watch.restart();
  watch.refresh();
}

function showStep(report) {
  const { step, history, chunk, detail } = report;
  for (const point of history) page.losses.addTrain(point.step, point.losses);
  if (detail) page.steps.show(detail, { asked: !player.slow });
  page.transport.setStep(step, pg.model.stepsPerEpoch);
  // The first step compiles, and its time says nothing about the next.
  if (stepped) page.transport.setSpeed(chunk.ms / chunk.steps, pg.model.batchSize);
  stepped = true;
  warnIfSlow(chunk.ms / chunk.steps);
  laboratory.stepped(report);
  setStatus({ phase: 'ready' });
  watch.tick();
}

/** A large network on a small machine: there is a way to see it learn all the same. */
function warnIfSlow(ms) {
  const { width } = state.settings;
  if (warned || ms < SLOW_MS || pg.device.kind !== 'cpu' || !(width > NARROW)) return;
  warned = true;
  page.notices.show('slow', t('troubles.slow', { seconds: seconds(ms) }), {
    actions: [{ label: t('troubles.slow-width', { width: NARROW }), run: () => apply({ ...state, settings: { ...state.settings, width: NARROW }, steps: null, run: player.playing }) }],
  });
}

function showTestLoss(losses) {
  page.losses.addTest(pg.step, losses);
  laboratory.tested(pg.step, losses, false);
  if ('recon_loss' in losses) page.parts.show(losses);
}

function showEpoch({ step, limit, losses }) {
  const epoch = Math.round(step / pg.model.stepsPerEpoch);
  const story = () => epochStory(epoch, losses, limit);
  page.losses.addEpoch(step, losses);
  laboratory.tested(step, losses, limit === undefined);
  page.showEpoch(story, { game: !pg.model.hasEncoder });
  page.status.announce(story());
}

function placeDigit({ image, label }) {
  page.drawnDigit.set(label);
  page.pad.place(image);
}

/** The page's own run ended with an error. */
function breakOff(error, run) {
  interrupted = { code: error.code, run };
  trouble(error);
}

function goOn() {
  const { run } = interrupted;
  interrupted = null;
  player.resume(run);
}

function showCrash({ code, message, restarting }) {
  if (!restarting) return;
  if (player.run) interrupted = { code, run: player.run };
  setStatus({ phase: 'restarting' });
  page.notices.show('engine', t('troubles.restarting', { message }), { problem: true });
}

function showRecovery({ step, lost }) {
  page.losses.truncate(step);
  page.timeline.truncate(step);
  laboratory?.recovered(step);
  page.transport.setStep(step, pg.model?.stepsPerEpoch ?? 0);
  page.notices.show('engine', t('troubles.restarted', { step: count(step), lost: count(lost) }));
  setStatus({ phase: 'ready' });
  watch.refresh();
  if (interrupted) goOn();
}

function trouble(error, situation) {
  const notice = explain(error, {
    retryData: () => pg.retryData(),
    lowerRate,
    startAgain,
    useCpu: () => apply({ ...state, device: 'cpu' }),
  }, situation);
  if (notice) page.notices.show(notice.key, notice.text, { problem: true, actions: notice.actions });
}

/** A tenth of the rates, and none above what most models start from. */
function lowerRate() {
  const { lr, lr_d: critic } = state.settings;
  apply({ ...state, settings: { ...state.settings, lr: Math.min(0.001, lr / 10), ...(critic > 0 ? { lr_d: critic / 10 } : {}) } });
}

function eventNotice(event) {
  const { text, actions } = explainEvent(event, { lowerRate, choose: state.preset === 'wgan-gp' ? null : choose });
  return [text, { problem: true, actions }];
}

function inLesson() {
  return document.documentElement.hasAttribute('data-lesson');
}

/** The parts that the address asks for. Before the laboratory is there, not all of them have a name. */
function showParts({ lesson }, { early = false } = {}) {
  const problems = applyLesson(lesson);
  if (!early && problems.length > 0) page.notices.show('parts', problems.join(' '));
}

function showProblems(problems) {
  if (problems.length > 0) page.notices.show('address', t('troubles.address', { problems: problems.join(language() === 'zh' ? '' : ' ') }));
}

// Wires the parts together; every part lives elsewhere.

import { createApp } from './shell/app.js';
import { createChanges } from './shell/changes.js';
import { createShows } from './shell/shows.js';
import { createTroubles } from './shell/troubles.js';
import { breathe } from './kit/breathe.js';
import { language, onLanguage, preferredLanguage, setLanguage } from './words/i18n.js';
import { createPlayground } from './playground.js';
import { Player } from './run/player.js';
import { forScripts } from './engine/scripts.js';
import { createResume } from './shell/resume/resume.js';
import { formatHash, parseHash } from './run/address.js';
import { missingFeatures } from './engine/support.js';
import { anyTestDigit, createViews, forModel } from './rooms/train/views.js';
import { createWatch } from './run/watch.js';
import { createLanguageSwitch } from './shell/language-switch.js';
import { createEstimate } from './rooms/train/estimate.js';
import { createPage } from './shell/page.js';
import { createTempo } from './shell/tempo-select.js';

/** Scripts may wait for the playground before there are words for its page. */
let begin;
window.playgroundReady = new Promise((resolve) => { begin = resolve; });
window.playgroundReady.catch(() => {});
// To read all modules took a while.
await breathe();
// Without the words of another language the page still works, in English.
await setLanguage(preferredLanguage()).catch(() => setLanguage('en'));

const find = (id) => document.getElementById(id);
const address = location.hash;
const opening = parseHash(address);
const app = createApp({ state: opening.state, startAgain, watch: createWatch([], { isHidden: () => true, onError: () => {} }) });
const player = new Player({
  onChange: () => app.shows?.state(), onError: (...failure) => app.troubles.breakOff(...failure), onEpoch: (evaluation) => app.shows.epoch(evaluation),
});
app.player = player;
const toggle = () => { app.interrupted = null; player.toggle(); };
const page = await createPage({
  onToggle: toggle,
  onStep: (part) => { if (app.pg?.model) player.oneStep(part); },
  onRestart: () => app.changes.restart(),
  onApply: (wanted) => app.changes.apply({ ...wanted, run: player.playing }),
  onChoose: (id) => app.changes.choose(id),
  onSwitch: (device) => app.changes.apply({ ...app.state, device, steps: null, run: player.playing }),
  onTrained: (name) => app.changes.startTrained(name),
  onDrawing: () => refresh('drawing', 'latent-plane', 'interpolation'),
  onWanted: () => refresh('samples'),
  onTestDigit: placeTestDigit,
});
app.page = page;
await breathe();
app.changes = createChanges(app);
app.troubles = createTroubles(app);
app.shows = createShows(app);
const { changes, shows, troubles } = app;
createTempo(find('tempo'), { onTempo: (tempo) => { page.steps.follow(); player.setTempo(tempo); } });
app.estimate = createEstimate(find('settings'), {
  draft: page.settings.draft, describe: (...settings) => app.pg.describe(...settings), running: () => app.pg?.model,
});
createLanguageSwitch(find('languages'), chooseLanguage);

window.addEventListener('hashchange', () => {
  const { state: wanted, problems } = parseHash(location.hash);
  troubles.address(problems);
  const sameWords = !wanted.lang || wanted.lang === language();
  if (!sameWords) setLanguage(wanted.lang).catch(troubles.noWords);
  if (!sameWords && formatHash({ ...wanted, lang: app.state.lang }) === formatHash(app.state)) {
    app.state = wanted;
    return;
  }
  troubles.parts(wanted);
  changes.changeTo(wanted, () => { if (wanted.run) player.play(wanted.steps ?? Infinity); });
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
window.addEventListener('online', () => app.pg?.retryData());
onLanguage(() => { page.status.announcedPhase = ''; shows.state(); });

shows.wanted();
troubles.parts(app.state, { early: true });
troubles.address(opening.problems);
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches || navigator.connection?.saveData;
// A first visit begins to learn by itself, so that there is something alive to look at.
if (app.state.run || (opening.bare && !calm && !inLesson())) player.play(app.state.steps ?? Infinity);
startAgain();
// While the page was put together nobody listened.
if (location.hash !== address) window.dispatchEvent(new Event('hashchange'));

function startAgain() {
  if (app.pg) {
    changes.apply({ ...app.state, run: player.playing });
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
    shows.status({ phase: 'starting' });
    app.pg = await changes.onDevice((device) => createPlayground({ device, on: events() }));
    // Only now: until the first picture is drawn, the machine has enough to do. Then all of its modules at once.
    document.head.append(find('laboratory-modules').content);
    await page.losses.ready;
    await putTogether(await import('./shell/late.js'));
    // What is embedded begins anew for every reader.
    const offer = inLesson() ? () => {} : createResume({
      pg: app.pg, state: () => app.state, bare: opening.bare, notices: page.notices, goOn: changes.resume,
    });
    await changes.loadFirst();
    offer();
  } catch (error) {
    troubles.fail(error);
    throw error;
  }
  window.playground = forScripts(app.pg, player);
  player.attach(app.pg);
  return window.playground;
}

function events() {
  return {
    status: shows.status, data: shows.data, device: shows.device, loaded: shows.loaded, training: shows.training, step: shows.step,
    call: ({ action, ms }) => { app.cost[action] = ms; },
    'data-failed': troubles.dataFailed, event: troubles.event, crashed: troubles.crashed, recovered: troubles.recovered, failed: troubles.fail,
  };
}

/** The pictures, the laboratory and the tutorial, which all ask the engine. */
async function putTogether({ VIEWS, createBench, createViewHost, startTutorial }) {
  const { pg, cost } = app;
  const asked = { pg, cost, drawing: () => page.drawing, drawn: () => page.drawnDigit.digit, arrived: () => app.arrived };
  const views = createViews({
    ...asked, on: page.pictures, wanted: () => page.wantedDigit.digit, onTestLoss: shows.testLoss,
    onSamples: (frame) => { page.timeline.add(frame); app.laboratory.sampled(frame); },
  });
  const bench = createBench({
    ...asked, state: () => app.state, restartWith: changes.applySettings, choose: changes.putOnBench,
    step: (part) => player.oneStep(part), toggle, pauseRun, restore: changes.restore, timeline: page.timeline,
    notice: page.notices.show, announce: page.status.announce, refresh: (...names) => app.watch.refresh(...names),
  });
  app.laboratory = await createViewHost(find('laboratory'), VIEWS, bench, (name) => app.watch.refresh(name));
  startTutorial({ bench });
  app.watch = createWatch([...views, ...app.laboratory.watched.map((view) => forModel(pg, view))], { isHidden: () => document.hidden, onError: troubles.tell });
  troubles.parts(app.state);
}

function refresh(...names) {
  if (app.pg?.model) app.watch.refresh(...names);
}

/** Something else wants the machine for a while. */
function pauseRun() {
  const { run } = player;
  player.pause();
  return () => { if (run) player.resume(run); };
}

/** @param {() => boolean} [late] whether someone has begun to draw while the digit was on its way */
function placeTestDigit(late = () => false) {
  if (app.arrived === 0) return;
  anyTestDigit(app.pg, app.arrived).then(({ image, label }) => {
    if (late()) return;
    page.drawnDigit.set(label);
    page.pad.place(image);
  }, troubles.tell);
}

/** The address that named a language names the chosen one from now on. */
async function chooseLanguage(code) {
  try {
    await setLanguage(code, { remember: true });
  } catch {
    troubles.noWords();
    return;
  }
  if (!app.state.lang) return;
  app.state = { ...app.state, lang: code };
  history.replaceState(null, '', formatHash(app.state));
}

function inLesson() {
  return document.documentElement.hasAttribute('data-lesson');
}

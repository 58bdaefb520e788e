// Wires the parts together; every part lives elsewhere.

import { createApp, engineOf } from './shell/app.js';
import { createChanges } from './shell/changes.js';
import { createShows } from './shell/shows.js';
import { createTroubles } from './shell/troubles.js';
import { breathe } from './kit/breathe.js';
import { leadsTo } from './kit/link.js';
import { pageStands } from './kit/scope.js';
import { createBench } from './rooms/bench.js';
import { ROOM_NAMES } from './rooms/registry.js';
import { RunLog } from './run/run-log.js';
import { createAddressBar, readAddress } from './shell/address-bar.js';
import { createNavigation } from './shell/navigation.js';
import { allCards, createRooms } from './shell/rooms.js';
import { language, onLanguage, preferredLanguage, setLanguage, speakOfImages, t } from './words/i18n.js';
import { createPlayground } from './playground.js';
import { Player } from './run/player.js';
import { forScripts } from './engine/scripts.js';
import { createResume } from './shell/resume/resume.js';
import { formatHash } from './run/address.js';
import { missingFeatures } from './engine/support.js';
import { anyTestDigit, createViews, forModel } from './rooms/train/views.js';
import { createWatch } from './run/watch.js';
import { createLanguageSwitch } from './shell/language-switch.js';
import { createEstimate } from './rooms/train/estimate.js';
import { createPage, find } from './shell/page.js';
import { createTempo } from './shell/tempo-select.js';

/** @typedef {import('./playground.js').Playground} Playground */

/** Scripts may wait for the playground before there are words for its page. @type {(started: Promise<Playground>) => void} */
let begin = () => {};
window.playgroundReady = new Promise((resolve) => { begin = resolve; });
window.playgroundReady.catch(() => {});
// To read all modules took a while.
await breathe();
// Without the words of another language the page still works, in English.
let wordless = false;
await setLanguage(preferredLanguage()).catch(() => { wordless = true; return setLanguage('en'); });

const address = location.hash;
const opening = readAddress(address, { query: true });
const app = createApp({ state: opening.state, startAgain, log: new RunLog(), watch: createWatch([], { isHidden: () => true, onError: () => {} }) });
/** Of whoever fills cards before there is an engine. @type {(bench: import('./rooms/bench.js').Bench) => void} */
let haveBench = () => {};
app.bench = new Promise((resolve) => { haveBench = resolve; });
const bar = createAddressBar(app);
const player = new Player({
  onChange: () => app.shows?.state(), onError: (...failure) => app.troubles.breakOff(...failure), onEpoch: (evaluation) => app.shows.epoch(evaluation),
});
app.player = player;
const toggle = () => { app.interrupted = null; if (app.status.phase !== 'failed') player.toggle(); };
const page = await createPage({
  onToggle: toggle,
  onStep: (part) => { if (app.pg?.model) player.oneStep(part); },
  onRestart: () => app.changes.restart(),
  // The form knows the run; where the page is, and in which language, may have changed since it was filled.
  onApply: ({ preset, settings, data, device }) => app.changes.apply({ ...app.state, preset, settings, data, device, steps: null, run: player.playing }),
  onChoose: (id) => app.changes.choose(id),
  onSwitch: (device) => app.changes.apply({ ...app.state, device, steps: null, run: player.playing }),
  onTrained: (name) => app.changes.startTrained(name),
  onDrawing: () => refresh('drawing', 'latent-plane', 'interpolation'),
  onWanted: () => refresh('samples'),
  onTestDigit: placeTestDigit,
  onDescribe: async (preset) => { if (!app.pg?.model) throw new Error('There is no engine yet.'); return app.pg.describe(preset); },
  onCapabilities: (capabilities) => { app.capabilities = capabilities; },
});
app.page = page;
await breathe();
app.changes = createChanges(app);
app.troubles = createTroubles(app);
app.shows = createShows(app);
const navigation = createNavigation(find('rooms'), { hashOf: bar.hashOf, onGo: (room) => bar.goTo(room) });
app.rooms = createRooms(app, { onOpen: opened });
const { changes, shows, troubles } = app;
createTempo(find('tempo', HTMLSelectElement), { onTempo: (tempo) => { page.steps.follow(); player.setTempo(tempo); } });
app.estimate = createEstimate(find('settings', HTMLFormElement), {
  draft: page.settings.draft, describe: (...settings) => engineOf(app).describe(...settings), running: () => app.pg?.model,
});
createLanguageSwitch(find('languages'), chooseLanguage);
leadsTo(find('to-tutorial'), () => bar.goTo('learn'));

bar.follow();
document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
window.addEventListener('online', () => app.pg?.retryData().catch(() => {}));
onLanguage(() => { page.status.announcedPhase = ''; shows.state(); entitle(); });

shows.wanted();
troubles.parts(app.state);
app.rooms.open().catch(troubles.tell);
troubles.address(() => readAddress(address).problems);
if (wordless) troubles.noWords();
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches || navigator.connection?.saveData;
// A first visit begins to learn by itself, so that there is something alive to look at.
if (app.state.run || (opening.bare && !app.state.room && !calm && !inLesson())) player.play(app.state.steps ?? Infinity);
startAgain();
// While the page was put together nobody listened.
if (location.hash !== address) window.dispatchEvent(new Event('hashchange'));
pageStands();

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
    const pg = await changes.onDevice((device) => createPlayground({ device, on: events() }));
    app.pg = pg;
    putTogether(pg);
    // From here on both may ask: what comes before the model is there waits for it.
    window.playground = forScripts(pg, player);
    player.attach(pg);
    // What is embedded begins anew for every reader.
    const offer = inLesson() ? () => {} : createResume({
      pg, state: () => app.state, bare: opening.bare, notices: page.notices, goOn: changes.resume,
    });
    await changes.loadFirst();
    offer();
  } catch (error) {
    // Scripts that ask from now on get what comes of the next try, where there is an engine for one.
    app.pg?.on('loaded', () => { window.playgroundReady = Promise.resolve(window.playground); });
    troubles.fail(error);
    throw error;
  }
  return window.playground;
}

/** @returns {NonNullable<NonNullable<Parameters<typeof createPlayground>[0]>['on']>} */
function events() {
  return {
    dataset: (own) => speakOfImages(own !== null), status: shows.status, data: shows.data, device: shows.device, loaded: shows.loaded, training: shows.training, step: shows.step,
    call: ({ action, ms }) => { app.cost[action] = ms; },
    'data-failed': troubles.dataFailed, event: troubles.event, crashed: troubles.crashed, recovered: troubles.recovered, failed: troubles.fail,
  };
}

/** What follows the model: the pictures of the training room, and the cards of the others. @param {Playground} pg */
function putTogether(pg) {
  const { cost } = app;
  const asked = { pg, cost, drawing: () => page.drawing, drawn: () => page.drawnDigit.digit, arrived: () => (pg.data ? Infinity : app.arrived) };
  const views = createViews({
    ...asked, on: page.pictures, wanted: () => page.wantedDigit.digit, onTestLoss: shows.testLoss, scheduled: page.losses.scheduled,
    onSamples: (frame) => page.timeline.add(frame), inRoom: (...names) => names.some(app.rooms.shows),
  });
  app.watch = createWatch(views, { isHidden: () => document.hidden, onError: troubles.tell });
  haveBench(createBench({
    ...asked, log: app.log, state: () => app.state, restartWith: changes.applySettings, trainOn: changes.trainOn, learnFrom: changes.learnFrom, choose: changes.putOnBench,
    step: (part) => player.oneStep(part), toggle, pauseRun, restore: changes.restore, timeline: page.timeline,
    notice: page.notices.show, announce: page.status.announce, refresh: (...names) => app.watch.refresh(...names),
    goTo: bar.goTo, placeAt: bar.placeAt, cards: allCards, watch: (view) => app.watch.add(forModel(pg, view)),
  }));
}

/** These rooms are on screen now. @param {string[]} names */
function opened(names) {
  navigation.show(names);
  entitle();
  if (!names.includes(ROOM_NAMES[0])) return;
  page.losses.redraw();
  refresh();
}

function entitle() {
  const { shown } = app.rooms;
  document.title = shown === ROOM_NAMES[0] ? t('rooms.train.page') : t('rooms.page', { room: t(`rooms.${shown}.title`) });
}

/** @param {string[]} names of cards; none for all */
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
  const { pg } = app;
  if (!pg || (app.arrived === 0 && !pg.data)) return;
  anyTestDigit(pg, app.arrived).then(({ image, label }) => {
    if (late()) return;
    page.drawnDigit.set(label);
    page.pad.place(image);
  }, troubles.tell);
}

/** The address that named a language names the chosen one from now on. @param {import('./words/tags.js').Language} code */
async function chooseLanguage(code) {
  try {
    await setLanguage(code, { remember: true });
  } catch {
    troubles.noWords();
    return;
  }
  if (!app.state.lang) return;
  app.state = { ...app.state, lang: code };
  history.replaceState(history.state, '', formatHash(app.state));
}

function inLesson() {
  return document.documentElement.hasAttribute('data-lesson');
}

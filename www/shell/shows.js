// What the engine and the run report, on the page.

import { engineOf, modelOf } from './app.js';
import { recipeOf } from '../engine/recipe.js';
import { t } from '../words/i18n.js';
import { presetOf } from '../run/presets.js';
import { onBeat } from '../kit/on-beat.js';
import { offerLabels } from '../kit/digit-picker.js';
import { hasEffect, settingOf } from '../run/settings.js';
import { sameRun } from '../run/address.js';
import { tell } from '../words/story.js';
import { epochStory, seconds } from '../words/sentences.js';

/** Milliseconds a step from which on watching is no fun, and the width that helps. */
const SLOW_MS = 1500;
const NARROW = 0.25;

/** @typedef {import('../engine/types.d.ts').Events} Events */

/** @param {import('./app.js').App} app */
export function createShows(app) {
  const { page, player } = app;
  /** Whether the engine that is there now has done a step: only its first one compiles anything. */
  let stepped = false;
  /** Whether the visitor has been told that this model is slow here. */
  let warned = false;
  /** Digits that have arrived, of both kinds. */
  let digits = 0;
  let wasPlaying = false;

  /** What is going on, in the status line, the transport bar and for those who hear the page. */
  function state() {
    const { pg, status } = app;
    const story = tell({
      status, stepped, busy: player.busy, playing: player.playing, scripted: Boolean(pg?.training) && !player.playing,
      step: pg?.step ?? 0, stepsPerEpoch: pg?.model?.stepsPerEpoch ?? 0, target: player.run?.target ?? Infinity, device: pg?.device?.kind ?? 'cpu',
    });
    page.status.say(story.text, story.fraction);
    page.transport.setPlaying(player.playing);
    page.transport.setReady(Boolean(pg?.model));
    page.transport.setPlayable(status.phase !== 'failed');
    if (wasPlaying && !player.playing && pg?.model) app.watch.refresh();
    if (wasPlaying !== player.playing || status.phase !== page.status.announcedPhase) {
      wasPlaying = player.playing;
      page.status.announcedPhase = status.phase;
      page.status.announce(story.text);
    }
  }

  const figures = onBeat(() => {
    const { pg } = app;
    if (!pg?.model) return;
    page.transport.setStep(pg.step, pg.model.stepsPerEpoch);
    page.transport.showSpeed();
    if (page.transport.msPerStep > 0) page.facts.timed(pg.model, page.transport.msPerStep);
    state();
  });

  /** @param {import('./app.js').App['status']} next */
  function status(next) {
    app.status = next;
    state();
  }

  /** What the page asks for: the gallery and the settings say it before the model is there. */
  function wanted() {
    page.expect(app.state.preset);
    page.settings.setRunning(app.state);
  }

  /** A large network on a small machine: there is a way to see it learn all the same. @param {number} ms of a step */
  function warnIfSlow(ms) {
    const { preset, settings } = app.state;
    const canNarrow = Number(settings.width) > NARROW && hasEffect(settingOf('width'), presetOf(preset), settings);
    if (warned || ms < SLOW_MS || engineOf(app).device.kind !== 'cpu' || !canNarrow) return;
    warned = true;
    page.notices.show('slow', () => t('troubles.slow', { seconds: seconds(ms) }), {
      actions: [{ get label() { return t('troubles.slow-width', { width: NARROW }); }, run: () => app.changes.applySettings({ width: NARROW }) }],
    });
  }

  return {
    state, status, wanted,
    /** @param {Events['device']} device */
    device(device) {
      stepped = false;
      page.device.show(device);
    },
    /** How many digits are there. @param {Events['data']} progress */
    data(progress) {
      const first = app.arrived === 0 && progress.test > 0;
      const more = progress.test > app.arrived;
      app.arrived = progress.test;
      page.status.data(progress);
      // A short run may have ended before there was anything to judge; one that goes on is looked at as it goes.
      if (more && app.pg?.model && (first || !player.playing)) app.watch.refresh('rebuilt', 'critic', 'test');
      if (first) page.offerDigit();
      // Bytes of a part that never comes whole are no digits.
      const grown = progress.train + progress.test > digits;
      digits = progress.train + progress.test;
      if (grown) app.troubles.dataCame();
    },
    /** @param {Events['loaded']} model */
    loaded(model) {
      const { preset, ...values } = model.settings;
      const data = recipeOf(model);
      const loaded = { ...app.state, preset, settings: values, data };
      // A script may have loaded something else than the address says.
      if (!sameRun(loaded, { ...app.state, data })) app.changes.adopt({ ...loaded, steps: null, run: false });
      // What does nothing to the data, the engine leaves out.
      else if (!sameRun(loaded, app.state)) app.changes.adopt({ ...app.state, data });
      app.interrupted = null;
      warned = false;
      page.notices.dismiss('event');
      // What was refused before; what is refused for this one is told after it.
      page.notices.dismiss('bad-setting');
      page.notices.dismiss('slow');
      offerLabels(model.data.classes);
      page.showModel(model);
      app.log.start(model);
      app.rooms.loaded(model);
      app.estimate.refresh();
      status({ phase: 'ready' });
      app.watch.restart();
      app.watch.refresh();
    },
    /** @param {Events['training']} training */
    training(training) {
      figures.flush();
      state();
      if (!training) page.facts.rest(app.state.preset);
      if (!training && !player.playing) app.watch.refresh();
    },
    /** @param {Events['step']} report */
    step(report) {
      const { history, chunk, detail, heldUp } = report;
      const isFirst = !stepped;
      stepped = true;
      for (const point of history) page.losses.addTrain(point.step, point.losses);
      if (detail) page.steps.show(detail, { asked: !player.slow });
      // The first step compiles, and its time says nothing about the next.
      if (!isFirst) page.transport.timed(chunk.ms / chunk.steps, modelOf(app).batchSize);
      else performance.mark('first-step');
      warnIfSlow(chunk.ms / chunk.steps);
      page.device.trainsAlone(heldUp === true);
      app.log.stepped(report);
      app.rooms.stepped(report);
      app.status = { phase: 'ready' };
      figures.soon();
      // The first one is what everybody waits for.
      if (isFirst) figures.flush();
      app.watch.tick();
    },
    /** On the few test digits that are looked at all the time. @param {import('../engine/types.d.ts').Losses} losses */
    testLoss(losses) {
      page.losses.addTest(engineOf(app).step, losses);
      if ('kl_loss' in losses) page.parts.show(losses);
    },
    /** The check after an epoch. @param {import('../run/player.js').Evaluation} evaluation */
    epoch({ step, limit, losses }) {
      const { stepsPerEpoch, hasEncoder } = modelOf(app);
      const epoch = Math.round(step / stepsPerEpoch);
      const story = () => epochStory(epoch, losses, limit);
      page.losses.addEpoch(step, losses);
      page.showEpoch(story, { game: !hasEncoder });
      page.status.announce(story());
    },
  };
}

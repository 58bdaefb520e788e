// What goes wrong, on the page: as notices with a next step, and how the run goes on.

import { engineOf } from './app.js';
import { applyLesson, lessonOf, unknownParts } from './parts.js';
import { cardsNamed } from './rooms.js';
import { coded } from '../engine/worker/failure.js';
import { t } from '../words/i18n.js';
import { explain, explainEvent } from '../words/explain.js';
import { count, oneAfterAnother } from '../words/sentences.js';

/**
 * @typedef {import('../engine/types.d.ts').Events} Events
 * @typedef {import('../engine/types.d.ts').PlaygroundError} PlaygroundError
 */

/** @param {import('./app.js').App} app */
export function createTroubles(app) {
  const { page, player } = app;

  /** @param {unknown} thrown @param {{final?: boolean}} [situation] final: it will not recover by itself */
  function tell(thrown, situation) {
    const notice = explain(coded(thrown), {
      retryData: () => engineOf(app).retryData().catch(tell),
      lowerRate: app.changes.lowerRate,
      startAgain: app.startAgain,
      useCpu: () => app.changes.apply({ ...app.state, device: 'cpu' }),
    }, situation);
    if (notice) page.notices.show(notice.key, () => notice.text, { problem: true, actions: notice.actions });
  }

  /** The page's own run that something broke off goes on. */
  function goOn() {
    if (!app.interrupted) return;
    const { run } = app.interrupted;
    app.interrupted = null;
    player.resume(run);
  }

  return {
    tell,
    /** It will not recover by itself. @param {unknown} error */
    fail(error) {
      app.shows.status({ phase: 'failed' });
      tell(error, { final: true });
    },
    /** The page's own run ended with an error. @param {PlaygroundError} error @param {import('../run/player.js').Run} run */
    breakOff(error, run) {
      app.interrupted = { code: error.code, run };
      tell(error);
    },
    /** @param {PlaygroundError} error */
    dataFailed(error) {
      page.status.dataFailed();
      tell(error);
    },
    dataCame() {
      if (app.interrupted?.code === 'data-failed') goOn();
    },
    /** @param {Events['crashed']} crash */
    crashed({ code, message, restarting }) {
      if (!restarting) return;
      if (player.run) app.interrupted = { code, run: player.run };
      app.shows.status({ phase: 'restarting' });
      page.notices.show('engine', () => t('troubles.restarting', { message }), { problem: true });
    },
    /** @param {Events['recovered']} recovery */
    recovered({ step, lost }) {
      // Where there was no model, whoever wanted one is told so.
      if (!app.pg?.model) return;
      page.losses.truncate(step);
      page.timeline.truncate(step);
      app.log.truncate(step);
      app.rooms.recovered(step);
      page.transport.setStep(step, app.pg?.model?.stepsPerEpoch ?? 0);
      page.notices.show('engine', () => t('troubles.restarted', { step: count(step), lost: count(lost) }));
      app.shows.status({ phase: 'ready' });
      app.watch.refresh();
      if (app.interrupted) goOn();
    },
    /** What the engine noticed while training. @param {Events['event']} event */
    event(event) {
      const choose = app.state.preset === 'wgan-gp' ? null : app.changes.choose;
      const told = explainEvent(event, { lowerRate: app.changes.lowerRate, choose });
      page.notices.show('event', () => told.text, { problem: true, actions: told.actions });
    },
    /** The parts that the address asks for. Whether all of them are there is known when all rooms have come. @param {import('../run/address.js').State} state */
    async parts({ lesson }) {
      const { lesson: wanted } = lessonOf(lesson);
      app.lesson = wanted;
      applyLesson(wanted);
      const names = (await cardsNamed([...(wanted.view ?? []), ...wanted.hide])).map(({ name }) => name);
      const problems = () => [...lessonOf(lesson).problems, ...unknownParts(wanted, names)];
      if (problems().length > 0) page.notices.show('parts', () => oneAfterAnother(problems()));
      else page.notices.dismiss('parts');
    },
    /** What the address holds and the page cannot use. @param {() => string[]} problems in the language of the page */
    address(problems) {
      if (problems().length > 0) page.notices.show('address', () => t('troubles.address', { problems: oneAfterAnother(problems()) }));
      // What an address before this one had.
      else page.notices.dismiss('address');
    },
    noWords() {
      page.notices.show('language', () => t('troubles.no-words'), { problem: true });
    },
  };
}

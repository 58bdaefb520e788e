// What goes wrong, on the page: as notices with a next step, and how the run goes on.

import { applyLesson, lessonOf, unknownParts } from './parts.js';
import { allCards } from './rooms.js';
import { t } from '../words/i18n.js';
import { explain, explainEvent } from '../words/explain.js';
import { count, oneAfterAnother } from '../words/sentences.js';

/** @param {import('./app.js').App} app */
export function createTroubles(app) {
  const { page, player } = app;

  function tell(error, situation) {
    const notice = explain(error, {
      retryData: () => app.pg.retryData().catch(tell),
      lowerRate: app.changes.lowerRate,
      startAgain: app.startAgain,
      useCpu: () => app.changes.apply({ ...app.state, device: 'cpu' }),
    }, situation);
    if (notice) page.notices.show(notice.key, () => notice.text, { problem: true, actions: notice.actions });
  }

  /** The page's own run that something broke off goes on. */
  function goOn() {
    const { run } = app.interrupted;
    app.interrupted = null;
    player.resume(run);
  }

  return {
    tell,
    /** It will not recover by itself. */
    fail(error) {
      app.shows.status({ phase: 'failed' });
      tell(error, { final: true });
    },
    /** The page's own run ended with an error. */
    breakOff(error, run) {
      app.interrupted = { code: error.code, run };
      tell(error);
    },
    dataFailed(error) {
      page.status.dataFailed();
      tell(error);
    },
    dataCame() {
      if (app.interrupted?.code === 'data-failed') goOn();
    },
    crashed({ code, message, restarting }) {
      if (!restarting) return;
      if (player.run) app.interrupted = { code, run: player.run };
      app.shows.status({ phase: 'restarting' });
      page.notices.show('engine', () => t('troubles.restarting', { message }), { problem: true });
    },
    recovered({ step, lost }) {
      // Where there was no model, whoever wanted one is told so.
      if (!app.pg?.model) return;
      page.losses.truncate(step);
      page.timeline.truncate(step);
      app.log.truncate(step);
      app.rooms.recovered(step);
      page.transport.setStep(step, app.pg.model?.stepsPerEpoch ?? 0);
      page.notices.show('engine', () => t('troubles.restarted', { step: count(step), lost: count(lost) }));
      app.shows.status({ phase: 'ready' });
      app.watch.refresh();
      if (app.interrupted) goOn();
    },
    /** What the engine noticed while training. */
    event(event) {
      const choose = app.state.preset === 'wgan-gp' ? null : app.changes.choose;
      const told = explainEvent(event, { lowerRate: app.changes.lowerRate, choose });
      page.notices.show('event', () => told.text, { problem: true, actions: told.actions });
    },
    /** The parts that the address asks for. Whether all of them are there is known when all rooms have come. */
    async parts({ lesson }) {
      const { lesson: wanted } = lessonOf(lesson);
      app.lesson = wanted;
      applyLesson(wanted);
      const named = wanted.view !== null || wanted.hide.length > 0;
      const names = named ? (await allCards()).map(({ name }) => name) : null;
      const problems = () => [...lessonOf(lesson).problems, ...(names ? unknownParts(wanted, names) : [])];
      if (problems().length > 0) page.notices.show('parts', () => oneAfterAnother(problems()));
    },
    /** What the address holds and the page cannot use. @param {() => string[]} problems in the language of the page */
    address(problems) {
      if (problems().length > 0) page.notices.show('address', () => t('troubles.address', { problems: oneAfterAnother(problems()) }));
    },
    noWords() {
      page.notices.show('language', () => t('troubles.no-words'), { problem: true });
    },
  };
}

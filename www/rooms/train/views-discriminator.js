// What the critic says of real test digits and of forged ones, again and again.

/** Digits of each kind: enough for a distribution, few enough for a CPU. */
const JUDGED = 128;
/** Another seed than the samples card's: the critic's favourites need not be found there. */
const SEED = 1;

/**
 * @param {Pick<Parameters<typeof import('./views.js').createViews>[0], 'pg'|'cost'|'on'|'arrived'> & {testImages: ReturnType<typeof import('../../run/test-images.js').createTestImages>}} parts
 * @returns {import('./views.js').ModelView}
 */
export function criticView({ pg, cost, on, arrived, testImages }) {
  /** Without a label a conditional model draws all labels in turn. @param {import('../../engine/types.d.ts').Model} model */
  const inTurn = ({ data }) => Uint8Array.from({ length: JUDGED }, (_, at) => at % data.classes);

  return {
    rooms: ['train'],
    name: 'critic', share: 0.02, leastMs: 1000,
    async refresh(model) {
      if (!model.hasCritic || arrived() < JUDGED) return 0;
      const test = await testImages(JUDGED);
      /** @param {Uint8Array} label */
      const told = (label) => (model.conditional ? { label } : {});
      const fakes = await pg.sample(JUDGED, { seed: SEED });
      const realScores = await pg.judge(test.images, told(test.labels));
      const fakeScores = await pg.judge(fakes, told(inTurn(model)));
      on.critic.show({
        real: { images: test.images, scores: realScores }, fake: { images: fakes, scores: fakeScores }, objective: String(model.settings.objective),
      });
      return cost.sample + 2 * cost.judge;
    },
  };
}

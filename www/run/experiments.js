// Recipes worth trying: each changes one thing that the articles say of data. No DOM.

/** Words are `data.try.ID`. @type {{id: string, recipe: import('../engine/recipe.js').Recipe}[]} */
export const EXPERIMENTS = [
  { id: 'missing', recipe: { 'data.digits': '0,1,2,3,4,5,6,7,9' } },
  { id: 'rare', recipe: { 'data.rare': '8:0.05' } },
  { id: 'wrong', recipe: { 'data.mislabel': 0.3 } },
  { id: 'few', recipe: { 'data.limit': 500 } },
  { id: 'augmented', recipe: { 'data.limit': 500, 'data.augment': 'shift:2,rotate:10,scale:0.1' } },
  { id: 'noisy', recipe: { 'data.noise': 0.4 } },
  { id: 'covered', recipe: { 'data.occlude': 12 } },
];

/**
 * Those that say something of images with so many labels: who has no 8 cannot leave it out.
 * @param {number} classes
 */
export const worthTrying = (classes) => EXPERIMENTS.filter(({ recipe }) => {
  const ofDigits = 'data.digits' in recipe || 'data.rare' in recipe;
  return classes === 10 || (!ofDigits && (classes > 1 || !('data.mislabel' in recipe)));
});

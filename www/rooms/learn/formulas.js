// Every formula of the tutorial, once for all languages.

import { display, element, frac, over, role, row, sqrt, sub, subsup, sup, under, underover } from './mathml.js';

/** Between a formula and what is said beside it. */
const gap = () => element('mspace', [], { width: '1em' });
/** @typedef {import('./mathml.js').Part} Part */
/** @param {Part} below */
const expect = (below) => sub('𝔼', below);
/** @param {Part} below @param {Part} [above] */
const sum = (below, above) => (above ? underover('∑', below, above) : under('∑', below));
/** @param {Part} p @param {Part} q */
const kl = (p, q) => row('KL (', p, '∥', q, ')');
/** @param {string} name @param {Part} a @param {Part} b */
const given = (name, a, b) => row(name, '(', a, '|', b, ')');
const G = () => role('model', 'G ( z )');
/** @param {Part} what */
const D = (what) => row(role('critic', 'D'), '(', what, ')');
/** @param {string} name */
const hat = (name) => over(name, '^');
/** @param {string} name */
const bar = (name) => over(name, '¯');
/** @param {string} x @param {() => Part} m @param {string} [j] */
const logistic = (x, m, j = 'j') => row('[', sub(x, j), 'log', m(), '+ ( 1 −', sub(x, j), ') log ( 1 −', m(), ') ]');

/** @type {Record<string, () => Node>} */
const FORMULAS = {
  mean: () => row(sub('m', 'c'), '=', frac('1', sub('N', 'c')), sum(row(sub('y', 'i'), '=', 'c')), sub('x', 'i')),
  surprise: () => row('−', sum('j', '784'), logistic('x', () => sub('m', 'j'))),
  reparameterisation: () => row(role('code', 'z'), '=', 'μ + σ · ε ,', gap(), 'ε ∼ 𝒩 ( 0 , 1 )'),
  elbo: () => row('log p ( x ) ≥', role('model', expect('z ∼ q'), '[ log', given('p', 'x', 'z'), ']'), '−', role('code', kl(given('q', 'z', 'x'), 'p ( z )'))),
  reconstruction: () => role('model', '− log', given('p', 'x', 'z'), '= −', sum('j', '784'), logistic('x', () => sub(hat('x'), 'j'))),
  divergence: () => role('code', 'KL =', frac('1', '2'), sum('i'), '(', subsup('μ', 'i', '2'), '+', subsup('σ', 'i', '2'), '− 1 − log', subsup('σ', 'i', '2'), ')'),
  critic: () => row(sub('L', role('critic', 'D')), '= −', expect('x'), '[ log', D('x'), '] −', expect('z'), '[ log ( 1 −', D(G()), ') ]'),
  minimax: () => row(sub('L', role('model', 'G')), '=', expect('z'), '[ log ( 1 −', D(G()), ') ]'),
  nonsaturating: () => row(sub('L', role('model', 'G')), '= −', expect('z'), '[ log', D(G()), ']'),
  smoothing: () => row('− ( 1 − s ) log', D('x'), '− s log ( 1 −', D('x'), ') ,', gap(), 's = 0.1'),
  wasserstein: () => row(sub('L', role('critic', 'D')), '=', expect('z'), '[', D(G()), '] −', expect('x'), '[', D('x'), ']'),
  penalty: () => row('+ λ', expect(hat('x')), '[', sup(row('( ∥', sub('∇', hat('x')), D(hat('x')), '∥ − 1 )'), '2'), ']'),
  spectral: () => row(sub('W', 'SN'), '=', frac('W', row(sub('σ', 'max'), '( W )'))),
  average: () => row(bar('θ'), '← β', bar('θ'), '+ ( 1 − β ) θ ,', gap(), 'β = 0.999'),
  importance: () => row(sub('ℒ', 'k'), '=', expect(row(sub('z', '1'), '… ', sub('z', 'k'), '∼ q')), '[ log', frac('1', 'k'), sum('i = 1', 'k'),
    frac(row('p ( x ,', sub('z', 'i'), ')'), row('q (', sub('z', 'i'), '| x )')), ']'),
  parzen: () => row('log p ( x ) ≈ log', frac('1', 'N'), sum('i = 1', 'N'), '𝒩 ( x ;', sub(hat('x'), 'i'), ',', sup('s', '2'), 'I )'),
  score: () => row('exp (', expect('x'), '[', kl(given('p', 'y', 'x'), 'p ( y )'), '] )'),
  chain: () => row('p ( x ) =', underover('∏', 'i = 1', '196'), given('p', sub('x', 'i'), row(sub('x', '1'), '…', sub('x', row('i', '−', '1'))))),
  chainLoss: () => row('− log p ( x ) = −', sum('i', '196'), 'log', given('p', sub('x', 'i'), row(sub('x', '1'), '…', sub('x', row('i', '−', '1'))))),
  attention: () => row(sub('a', 'ij'), '=', frac(row('exp (', sub('q', 'i'), '·', sub('k', 'j'), '/', sqrt('d'), ')'),
    row(sum('l ≤ i'), 'exp (', sub('q', 'i'), '·', sub('k', 'l'), '/', sqrt('d'), ')'))),
  attended: () => row(sub('o', 'i'), '=', sum('j ≤ i'), sub('a', 'ij'), sub('v', 'j')),
  temperature: () => row(sub('p', 'T'), '( x ) ∝', sup('p ( x )', row('1', '/', 'T'))),
  mixture: () => row(sub('x', 't'), '= t x + ( 1 − t ) ε ,', gap(), 'ε ∼ 𝒩 ( 0 , I )'),
  flowLoss: () => row('L =', expect('x , ε , t'), '[', frac(sup(row('∥', role('model', hat('x')), '− x ∥'), '2'), sup('( 1 − t )', '2')), ']'),
  ideal: () => row(role('model', hat('x')), '=', sum('i'), sub('w', 'i'), sub('x', 'i'), ',', gap(), sub('w', 'i'), '∝ exp', '( −',
    frac(sup(row('∥', sub('x', 't'), '− t', sub('x', 'i'), '∥'), '2'), row('2', sup('( 1 − t )', '2'))), ')'),
  velocity: () => row('v =', frac(row(role('model', hat('x')), '−', sub('x', 't')), '1 − t'), ',', gap(), sub('x', row('t', '+', 'h')), '=', sub('x', 't'), '+ h v'),
  heun: () => row(sub('x', row('t', '+', 'h')), '=', sub('x', 't'), '+', frac('h', '2'), '[ v (', sub('x', 't'), ', t ) + v (', sub('x', 't'), '+ h v (', sub('x', 't'), ', t ) , t + h ) ]'),
  guidance: () => row('v =', sub('v', '∅'), '+ w (', sub('v', 'c'), '−', sub('v', '∅'), ')'),
  recovery: () => row(under('min', role('code', 'z')), sup(row('∥ A', G(), '− y ∥'), '2'), '+ λ', sup(row('∥', role('code', 'z'), '∥'), '2')),
  auroc: () => row('AUROC = P ( s ( a ) > s ( b ) )'),
  linear: () => row(sub('n', 'in'), '×', sub('n', 'out')),
  convolution: () => row(sup('k', '2'), '×', sub('c', 'in'), '×', sub('c', 'out'), '× h × w'),
};

export const FORMULA_NAMES = Object.keys(FORMULAS);

/** @param {string} name @returns {Element} */
export const formula = (name) => display(FORMULAS[name]());

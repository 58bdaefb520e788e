// The card of the walk between two codes as it comes.

/** @param {'from'|'to'} name */
const end = (name) => `
  <div class="walk-end" data-part="${name}">
    <p data-part="${name}-title"></p>
    <canvas id="walk-${name}" class="digits" role="img"></canvas>
    <button type="button" data-part="${name}-other" data-when="encodes" data-t="latent.otherDigit" data-t-label="latent.other.${name}"></button>
    <button type="button" data-part="${name}-yours" data-when="encodes" data-t="latent.yourDrawing" data-t-label="latent.yours.${name}"></button>
    <button type="button" data-part="${name}-code" data-when="judges not-encodes" data-t="latent.newCode" data-t-label="latent.new.${name}"></button>
  </div>`;

export const INTERPOLATION_HTML = `
  <div class="walk-tools">
    <fieldset class="choice" data-part="ways">
      <legend data-t="latent.way"></legend>
      <label><input type="radio" name="latent-way" value="linear" checked><span data-t="latent.linear"></span></label>
      <label><input type="radio" name="latent-way" value="spherical"><span data-t="latent.spherical"></span></label>
    </fieldset>
    <fieldset class="digit-picker" id="walk-digit" data-when="conditional"><legend data-t="latent.drawAs"></legend></fieldset>
  </div>
  <div class="walk">
    ${end('from')}
    <div class="walk-middle">
      <canvas id="walk-now" class="digits model" role="img"></canvas>
      <div class="walk-strip">
        <canvas id="walk-steps" class="digits model" role="img" data-t-label="latent.stepsLabel"></canvas>
        <input type="range" min="0" max="1" step="0.01" value="0.5" data-part="slider" data-t-label="latent.walkSlider">
      </div>
      <p class="walk-play"><button type="button" data-part="play" aria-pressed="false"><svg viewBox="0 0 16 16" aria-hidden="true"><path class="icon-play" d="M4 2.5v11l9.5-5.5z"/><path class="icon-pause" d="M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z"/></svg><span data-t="latent.walk"></span></button></p>
    </div>
    ${end('to')}
  </div>
  <p class="fine walk-length" data-part="length"></p>
  <p class="explain"><span data-t="latent.waysExplain"></span> <span data-when="conditional" data-t="latent.walkConditional"></span></p>`;

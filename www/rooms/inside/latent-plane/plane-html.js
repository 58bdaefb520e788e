// The map's card as it comes: words are filled in by translate(), what fits the model is shown by ui/kinds.js.

export const PLANE_HTML = `
  <div class="latent-invite" data-part="invite" hidden>
    <svg viewBox="0 0 120 72" aria-hidden="true" data-part="sketch"></svg>
    <div>
      <p data-part="invitation"></p>
      <p><button type="button" class="primary" data-part="restart" data-t="latent.restart2"></button></p>
    </div>
  </div>
  <div class="latent-map" data-part="map" hidden>
    <div class="latent-tools">
      <div class="latent-legend" role="group" data-part="legend" data-when="encodes" data-t-label="latent.legend"></div>
      <fieldset class="digit-picker" id="plane-digit" data-when="conditional"><legend data-t="latent.drawAs"></legend></fieldset>
    </div>
    <div class="latent-columns">
      <figure class="plane-figure">
        <div class="plane">
          <canvas id="plane-canvas" role="img"></canvas>
          <button type="button" class="plane-point" data-part="point"></button>
        </div>
        <figcaption><span data-when="encodes" data-t="latent.planeCaption"></span> <span data-t="latent.drag"></span> <span class="yours-mark" data-part="yours" data-t="latent.yours" hidden></span></figcaption>
      </figure>
      <div class="plane-side">
        <figure class="plane-decoded">
          <canvas id="plane-decoded" class="digits model" role="img"></canvas>
          <figcaption data-t="latent.decoded"></figcaption>
        </figure>
        <div class="plane-numbers">
          <label><span data-t="latent.first"></span><b data-part="value-x"></b><input type="range" step="0.05" data-part="x"></label>
          <label><span data-t="latent.second"></span><b data-part="value-y"></b><input type="range" step="0.05" data-part="y"></label>
        </div>
        <div class="plane-near" data-when="encodes">
          <p data-part="near"></p>
          <div>
            <figure><canvas id="plane-real" class="digits real" role="img" data-t-label="latent.realLabel"></canvas><figcaption data-t="latent.real"></figcaption></figure>
            <figure><canvas id="plane-rebuilt" class="digits model" role="img" data-t-label="latent.rebuiltLabel"></canvas><figcaption data-t="latent.rebuilt"></figcaption></figure>
          </div>
        </div>
      </div>
      <figure class="manifold-figure" id="manifold">
        <div class="manifold">
          <canvas id="manifold-grid" class="digits model" role="img" data-t-label="latent.manifoldLabel"></canvas>
          <i data-part="mark"></i>
        </div>
        <figcaption data-t="latent.manifoldCaption"></figcaption>
      </figure>
    </div>
    <p class="explain" data-when="variational not-flows not-conditional" data-t="latent.planeExplain"></p>
    <p class="explain" data-when="flows" data-t="latent.planeFlow"></p>
    <p class="explain" data-when="encodes not-variational not-prior not-conditional" data-t="latent.planePlain"></p>
    <p class="explain" data-when="encodes conditional not-prior" data-t="latent.planeConditional"></p>
    <p class="explain" data-when="prior not-flows" data-t="latent.planeRounded"></p>
    <p class="explain" data-when="judges not-encodes" data-t="latent.planeGan"></p>
  </div>`;

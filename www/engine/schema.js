// Written by `cargo xtask schema` from the engine's tables (src/schema/): change those.

/** Every setting, in the order in which they are listed. @type {import('./schema.d.ts').Setting[]} */
export const SETTINGS = [
  {"default":0,"description":"Decides every random number: the same seed gives the same run.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"seed","kind":"whole","max":9007199254740991,"min":0},
  {"default":128,"description":"Images a step looks at before it changes the weights.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"batch_size","kind":"whole","max":4096,"min":1},
  {"default":0.001,"description":"Learning rate: how far each step moves the weights.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"lr","kind":"number","max":1,"min":0},
  {"choices":["constant","step","cosine","stages","inverse-sqrt"],"default":"constant","description":"How the learning rate falls while training.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"lr_schedule","kind":"word"},
  {"default":0,"description":"Steps over which the learning rate first rises from zero.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"lr_warmup","kind":"whole","max":1000000000,"min":0},
  {"default":4680,"description":"Steps between two falls of the learning rate, of its whole cosine, of its first stage, or before it falls with the root of the steps.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"lr_period","kind":"whole","max":1000000000,"min":1,"when":{"is":["step","cosine","stages","inverse-sqrt"],"key":"lr_schedule"}},
  {"default":0.5,"description":"What each fall multiplies the learning rate by.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"lr_factor","kind":"number","max":1,"min":0,"when":{"is":["step"],"key":"lr_schedule"}},
  {"default":0,"description":"Share of the learning rate that its cosine ends at.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"lr_floor","kind":"number","max":1,"min":0,"when":{"is":["cosine"],"key":"lr_schedule"}},
  {"choices":["sgd","rmsprop","adam","adamw"],"default":"adam","description":"The rule that turns gradients into changes of the weights.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"optimizer","kind":"word"},
  {"default":0,"description":"SGD: how much of the last change is repeated.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"momentum","kind":"number","max":0.999,"min":0,"when":{"is":["sgd"],"key":"optimizer"}},
  {"default":0.9,"description":"Adam: how long gradients are remembered.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"beta1","kind":"number","max":0.9999,"min":0,"when":{"is":["adam","adamw"],"key":"optimizer"}},
  {"default":0.999,"description":"Adam: how long squared gradients are remembered.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"beta2","kind":"number","max":0.99999,"min":0,"when":{"is":["adam","adamw"],"key":"optimizer"}},
  {"default":1e-8,"description":"Adam, RMSProp: keeps small gradients from being enlarged without bound.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"epsilon","kind":"number","max":1,"min":1e-12,"when":{"is":["adam","adamw","rmsprop"],"key":"optimizer"}},
  {"default":0,"description":"Pulls every weight towards zero: by way of its gradient (L2), or, with adamw, beside it.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"weight_decay","kind":"number","max":1,"min":0},
  {"default":0,"description":"Largest norm of all gradients together; 0 for no limit.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"grad_clip","kind":"number","max":1000000,"min":0},
  {"default":0,"description":"Largest single gradient; 0 for no limit.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"grad_clip_value","kind":"number","max":1000000,"min":0},
  {"choices":["pytorch","he","xavier","dcgan"],"default":"pytorch","description":"How the initial weights are distributed.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"init","kind":"word"},
  {"default":20,"description":"Latent dimension: how many numbers stand for a digit.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","latent-flow","quantised"],"key":"latent_dim","kind":"whole","max":4096,"min":1},
  {"default":false,"description":"Whether the model is told the digit, and so draws the digit it is asked for.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"conditional","kind":"switch"},
  {"choices":["elbo","iwae","reconstruction","non-saturating","minimax","least-squares","hinge","wasserstein","wasserstein-gp","vae-gan","flow","latent-flow","fsq-made","autoregressive"],"default":"elbo","description":"What is minimised: a bound on the likelihood (elbo, iwae), what rebuilding misses (reconstruction), the game of two networks, both (vae-gan), the error of a flow (flow), a bound beside it (latent-flow), or the likelihood itself, symbol by symbol (autoregressive).","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"objective","kind":"word"},
  {"choices":["mlp","deep","conv","conv-strided","conv-silu","gan-mlp","gan-relu","gan-conv-critic","dcgan","fast-gan","unet","transformer"],"default":"mlp","description":"Which layers: mlp, deep and conv encode and decode; unet is a flow's; transformer reads and writes; the others are a generator and its discriminator.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","flow","latent-flow","quantised","transformer"],"key":"architecture","kind":"word"},
  {"default":400,"description":"Units of the hidden layers.","families":["autoencoder","plain-autoencoder","hybrid","latent-flow","quantised","transformer"],"key":"hidden_dim","kind":"whole","max":4096,"min":1},
  {"choices":["bernoulli","continuous-bernoulli","gaussian"],"default":"bernoulli","description":"How the decoder's outputs say how likely a pixel is.","families":["autoencoder","plain-autoencoder","hybrid","latent-flow","quantised"],"key":"likelihood","kind":"word"},
  {"default":1,"description":"Weight of the KL divergence in the loss; 1 is the evidence lower bound.","families":["autoencoder","hybrid","latent-flow"],"key":"beta","kind":"number","max":1000,"min":0,"refused":[{"is":["iwae"],"key":"objective"}]},
  {"default":0,"description":"Steps over which beta rises from zero.","families":["autoencoder","hybrid"],"key":"beta_warmup","kind":"whole","max":1000000000,"min":0,"when":{"is":["elbo","vae-gan"],"key":"objective"}},
  {"default":1,"description":"Samples of the latent a digit is judged by (iwae).","families":["autoencoder","hybrid"],"key":"importance_samples","kind":"whole","max":500,"min":1,"refused":[{"is":["elbo","vae-gan"],"key":"objective"}]},
  {"default":false,"description":"Whether grey pixels are made black or white at random, anew each time.","families":["autoencoder","plain-autoencoder","hybrid","latent-flow","quantised","transformer"],"key":"binarise","kind":"switch","refused":[{"is":["continuous-bernoulli","gaussian"],"key":"likelihood"}]},
  {"default":0,"description":"Share of the values that are zeroed after each hidden layer (of the discriminator, in a GAN) while training.","families":["autoencoder","plain-autoencoder","adversarial","hybrid","latent-flow","quantised"],"key":"dropout","kind":"number","max":0.9,"min":0,"refused":[{"is":["wasserstein-gp"],"key":"objective"}]},
  {"default":1,"description":"Factor on the units and channels of generator and discriminator (1 is the article's), or of a flow's network.","families":["adversarial","hybrid","flow"],"key":"width","kind":"number","max":4,"min":0.01},
  {"default":0,"description":"Learning rate of the discriminator; 0 for the same as the generator's.","families":["adversarial","hybrid"],"key":"lr_d","kind":"number","max":1,"min":0},
  {"default":1,"description":"Updates of the discriminator for each of the generator.","families":["adversarial"],"key":"num_critic","kind":"whole","max":100,"min":1},
  {"default":0,"description":"How far below 1 the discriminator's target for real images is.","families":["adversarial","hybrid"],"key":"label_smoothing","kind":"number","max":0.5,"min":0,"refused":[{"is":["hinge","wasserstein","wasserstein-gp"],"key":"objective"}]},
  {"choices":["none","batch","spectral"],"default":"none","description":"Normalisation of the discriminator: of each batch's signals, or of the weights by their largest singular value.","families":["adversarial","hybrid"],"key":"critic_norm","kind":"word","refused":[{"is":["wasserstein-gp"],"key":"objective"}]},
  {"default":0,"description":"Largest weight of the discriminator, as wasserstein needs it; 0 for no limit.","families":["adversarial"],"key":"weight_clip","kind":"number","max":10,"min":0},
  {"default":0,"description":"Weight of the R1 penalty: half of it times the discriminator's squared gradient on real images; 0 for none.","families":["adversarial","hybrid"],"key":"r1","kind":"number","max":1000,"min":0,"refused":[{"is":["wasserstein-gp"],"key":"objective"},{"is":["batch","spectral"],"key":"critic_norm"}]},
  {"default":1,"description":"Updates of the discriminator for each with the R1 penalty, which then has so many times its weight.","families":["adversarial","hybrid"],"key":"r1_every","kind":"whole","max":1000,"min":1},
  {"default":0,"description":"Steps in which the discriminator learns alone before the game begins.","families":["adversarial","hybrid"],"key":"pretrain_d","kind":"whole","max":1000000000,"min":0},
  {"choices":["none","translation","translation-cutout"],"default":"none","description":"Real images and fakes are changed in the same ways before the discriminator sees them, so that it cannot learn a few training images by heart: moved, or moved with a square cut out.","families":["adversarial","hybrid"],"key":"diff_augment","kind":"word"},
  {"default":10,"description":"Weight of the critic's gradient penalty (wasserstein-gp).","families":["adversarial"],"key":"gp_lambda","kind":"number","max":1000,"min":0,"when":{"is":["wasserstein-gp"],"key":"objective"}},
  {"default":0,"description":"Samples come from a running mean of the weights (in a GAN, of the generator's) that decays by this factor a step; 0 for none.","families":["adversarial","flow","latent-flow","quantised"],"key":"ema","kind":"number","max":0.99999,"min":0},
  {"default":0,"description":"After t updates the running mean decays by (1 - 1/t) to this power, and by ema at most; 0 for ema from the start.","families":["adversarial","flow","latent-flow","quantised"],"key":"ema_power","kind":"number","max":1000,"min":0},
  {"default":1.2,"description":"How widely the times are spread at which a flow is trained: the standard deviation of their logit.","families":["flow","latent-flow"],"key":"time_width","kind":"number","max":10,"min":0},
  {"default":0,"description":"Which times a flow is trained at most: the mean of their logit; below 0 nearer to noise, above nearer to data.","families":["flow","latent-flow"],"key":"time_shift","kind":"number","max":10,"min":-10},
  {"default":1,"description":"Paths on which a flow learns each latent in a step: more make its loss less noisy, for a step that costs a little more.","families":["latent-flow"],"key":"flow_paths","kind":"whole","max":16,"min":1},
  {"default":30,"description":"Steps in which a sample goes from noise to data.","families":["flow","latent-flow"],"key":"sample_steps","kind":"whole","max":100,"min":1},
  {"choices":["euler","heun"],"default":"euler","description":"How a sample's path is followed: by one velocity a step (euler), or by the mean of two (heun).","families":["flow","latent-flow"],"key":"solver","kind":"word"},
  {"default":1,"description":"How far samples go from what is drawn without a digit to what is drawn with one: 0 not at all, 1 there, more beyond.","families":["flow","latent-flow","quantised"],"key":"guidance","kind":"number","max":10,"min":0,"when":{"is":["true"],"key":"conditional"}},
  {"default":4,"description":"Attentions of a transformer, one after the other, each with two layers at every place.","families":["transformer"],"key":"blocks","kind":"whole","max":24,"min":1},
  {"default":1,"description":"What the logits of the next symbol are divided by when an image is drawn: below 1 likely symbols come more often.","families":["transformer"],"key":"temperature","kind":"number","max":10,"min":0.01},
  {"default":1,"description":"Only the likeliest symbols are drawn, as few as have this probability together.","families":["transformer"],"key":"top_p","kind":"number","max":1,"min":0.01},
  {"default":0,"description":"How much the discriminator's judgement counts beside the likelihood (vae-gan), in nats.","families":["hybrid"],"key":"gan_weight","kind":"number","max":1000,"min":0},
];

/** Every family of models. @type {import('./schema.d.ts').Family[]} */
export const FAMILIES = [
  {"architectures":["mlp","deep","conv","conv-strided","conv-silu"],"name":"autoencoder","objectives":[{"threshold":null,"word":"elbo"},{"threshold":null,"word":"iwae"}]},
  {"architectures":["mlp","deep","conv","conv-strided","conv-silu"],"name":"plain-autoencoder","objectives":[{"threshold":null,"word":"reconstruction"}]},
  {"architectures":["gan-mlp","gan-relu","gan-conv-critic","dcgan","fast-gan"],"name":"adversarial","objectives":[{"threshold":0,"word":"non-saturating"},{"threshold":0,"word":"minimax"},{"threshold":0.5,"word":"least-squares"},{"threshold":0,"word":"hinge"},{"threshold":null,"word":"wasserstein"},{"threshold":null,"word":"wasserstein-gp"}]},
  {"architectures":["mlp","deep","conv","conv-strided","conv-silu"],"name":"hybrid","objectives":[{"threshold":0,"word":"vae-gan"}]},
  {"architectures":["unet"],"name":"flow","objectives":[{"threshold":null,"word":"flow"}]},
  {"architectures":["mlp","deep","conv","conv-strided","conv-silu"],"name":"latent-flow","objectives":[{"threshold":null,"word":"latent-flow"}]},
  {"architectures":["mlp","deep","conv","conv-strided","conv-silu"],"name":"quantised","objectives":[{"threshold":null,"word":"fsq-made"}]},
  {"architectures":["transformer"],"name":"transformer","objectives":[{"threshold":null,"word":"autoregressive"}]},
];

/** Every preset, in the order in which they are listed. @type {import('./schema.d.ts').Preset[]} */
export const PRESETS = [
  {"capabilities":["decodes","encodes","variational","likelihood"],"description":"Fully connected layers squeeze a digit into a few numbers and rebuild it from them.","family":"autoencoder","id":"vae","settings":{},"title":"Variational autoencoder"},
  {"capabilities":["decodes","encodes","variational","likelihood"],"description":"The same with convolutions, which see neighbouring pixels together.","family":"autoencoder","id":"conv-vae","settings":{"architecture":"conv","hidden_dim":128},"title":"Convolutional VAE"},
  {"capabilities":["decodes","encodes","variational","likelihood"],"description":"A VAE that pays more for information in its latent, so that each number comes to mean one thing.","family":"autoencoder","id":"beta-vae","settings":{"beta":4,"beta_warmup":2340},"title":"beta-VAE"},
  {"capabilities":["decodes","encodes","variational","likelihood","conditional"],"description":"A VAE that is told the digit, and draws the digit you ask for.","family":"autoencoder","id":"cvae","settings":{"conditional":true,"latent_dim":5},"title":"Conditional VAE"},
  {"capabilities":["decodes","encodes","variational","likelihood"],"description":"Several samples a digit give a tighter bound on its likelihood.","family":"autoencoder","id":"iwae","settings":{"architecture":"deep","batch_size":20,"binarise":true,"epsilon":0.0001,"hidden_dim":200,"importance_samples":5,"init":"xavier","latent_dim":50,"objective":"iwae"},"title":"Importance-weighted autoencoder"},
  {"capabilities":["decodes","encodes"],"description":"Squeezes a digit into a few numbers and rebuilds it; random numbers seldom become a digit, which a VAE mends.","family":"plain-autoencoder","id":"autoencoder","settings":{"objective":"reconstruction"},"title":"Autoencoder"},
  {"capabilities":["decodes","judges"],"description":"A generator learns to draw digits by fooling a discriminator, which learns to tell them from real ones.","family":"adversarial","id":"gan","settings":{"architecture":"gan-mlp","beta1":0.5,"dropout":0.3,"ema":0.999,"init":"he","latent_dim":100,"lr":0.0002,"objective":"non-saturating"},"title":"GAN"},
  {"capabilities":["decodes","judges"],"description":"A smaller discriminator without dropout, and ReLU everywhere.","family":"adversarial","id":"gan-relu","settings":{"architecture":"gan-relu","batch_size":64,"beta1":0.5,"ema":0.999,"init":"he","latent_dim":100,"lr":0.0002,"objective":"non-saturating"},"title":"GAN with ReLU"},
  {"capabilities":["decodes","judges"],"description":"The discriminator sees neighbouring pixels together; the generator does not.","family":"adversarial","id":"gan-conv-critic","settings":{"architecture":"gan-conv-critic","batch_size":100,"beta1":0.5,"ema":0.999,"init":"xavier","latent_dim":100,"lr":0.0002,"lr_d":0.0004,"objective":"non-saturating"},"title":"GAN with a convolutional discriminator"},
  {"capabilities":["decodes","judges"],"description":"Convolutions on both sides: strokes instead of pixels.","family":"adversarial","id":"dcgan","settings":{"architecture":"dcgan","batch_size":256,"beta1":0.5,"dropout":0.3,"ema":0.99,"init":"xavier","latent_dim":100,"lr":0.0001,"objective":"non-saturating"},"title":"DCGAN"},
  {"capabilities":["decodes","judges"],"description":"The discriminator gives marks, and how far a mark is off counts squared.","family":"adversarial","id":"lsgan","settings":{"architecture":"gan-mlp","beta1":0.5,"dropout":0.3,"ema":0.999,"init":"he","latent_dim":100,"lr":0.0002,"objective":"least-squares"},"title":"Least-squares GAN"},
  {"capabilities":["decodes","judges"],"description":"The critic measures a distance between real and generated digits; its weights are kept small.","family":"adversarial","id":"wgan","settings":{"architecture":"gan-mlp","batch_size":64,"beta1":0.5,"ema":0.99,"latent_dim":100,"lr":0.00005,"num_critic":5,"objective":"wasserstein","optimizer":"rmsprop","weight_clip":0.01},"title":"Wasserstein GAN"},
  {"capabilities":["decodes","judges"],"description":"The same distance, with a critic that is kept from being steep.","family":"adversarial","id":"wgan-gp","settings":{"architecture":"gan-mlp","batch_size":64,"beta1":0.5,"beta2":0.9,"ema":0.99,"init":"he","latent_dim":100,"lr":0.0001,"num_critic":5,"objective":"wasserstein-gp"},"title":"WGAN with gradient penalty"},
  {"capabilities":["decodes","judges"],"description":"Digits judged clearly right teach the discriminator nothing more.","family":"adversarial","id":"hinge-gan","settings":{"architecture":"gan-mlp","beta1":0.5,"dropout":0.3,"ema":0.999,"init":"he","latent_dim":100,"lr":0.0002,"objective":"hinge"},"title":"Hinge GAN"},
  {"capabilities":["decodes","judges","conditional"],"description":"Generator and discriminator are told the digit, so you can ask for one.","family":"adversarial","id":"cgan","settings":{"architecture":"gan-mlp","beta1":0.5,"conditional":true,"dropout":0.3,"ema":0.999,"init":"he","latent_dim":100,"lr":0.0002,"objective":"non-saturating"},"title":"Conditional GAN"},
  {"capabilities":["decodes","judges"],"description":"A small convolutional GAN, quick without a graphics card: its discriminator is kept flat on real digits.","family":"adversarial","id":"fast-gan","settings":{"architecture":"fast-gan","batch_size":64,"beta1":0,"beta2":0.99,"ema":0.9995,"ema_power":13,"init":"he","latent_dim":64,"lr":0.004,"lr_period":2600,"lr_schedule":"inverse-sqrt","objective":"non-saturating","r1":1,"r1_every":8},"title":"Fast GAN"},
  {"capabilities":["decodes","encodes","variational","judges"],"description":"A VAE whose drawings must also convince a discriminator, which makes them sharper.","family":"hybrid","id":"vae-gan","settings":{"dropout":0.3,"gan_weight":20,"lr_d":0.0002,"objective":"vae-gan"},"title":"VAE-GAN"},
  {"capabilities":["flows"],"description":"Noise the size of an image becomes a digit in small steps: a network guesses from any state on the way where it ends.","family":"flow","id":"flow","settings":{"architecture":"unet","batch_size":64,"beta2":0.99,"ema":0.9999,"ema_power":9,"lr":0.002,"lr_period":1350,"lr_schedule":"inverse-sqrt","lr_warmup":100,"objective":"flow","sample_steps":20,"time_shift":-0.4,"time_width":1},"title":"Flow"},
  {"capabilities":["decodes","encodes","variational","flows","prior"],"description":"An autoencoder squeezes digits into a few numbers, and a flow learns to carry noise to such numbers.","family":"latent-flow","id":"latent-flow","settings":{"architecture":"conv-silu","beta":0.05,"beta2":0.99,"ema":0.9999,"ema_power":9,"flow_paths":2,"grad_clip":78.4,"hidden_dim":256,"latent_dim":16,"lr":0.002,"lr_period":3600,"lr_schedule":"inverse-sqrt","lr_warmup":100,"objective":"latent-flow"},"title":"Latent flow"},
  {"capabilities":["decodes","encodes","prior"],"description":"An autoencoder squeezes digits into a few numbers of six levels, and a network learns to draw these one after another.","family":"quantised","id":"fsq-made","settings":{"architecture":"conv-silu","beta2":0.99,"ema":0.9999,"ema_power":9,"grad_clip":78.4,"hidden_dim":256,"lr":0.002,"lr_period":3400,"lr_schedule":"inverse-sqrt","lr_warmup":100,"objective":"fsq-made"},"title":"Rounded latent"},
  {"capabilities":["autoregressive","likelihood"],"description":"Writes a digit like a text, block by block, and knows exactly how likely each is.","family":"transformer","id":"transformer","settings":{"architecture":"transformer","batch_size":64,"beta2":0.95,"binarise":true,"grad_clip":196,"hidden_dim":64,"lr":0.002,"lr_floor":0.05,"lr_period":5422,"lr_schedule":"cosine","lr_warmup":200,"objective":"autoregressive","optimizer":"adamw","weight_decay":0.01},"title":"Transformer"},
];

/** How paths of a flow are followed. @type {import('./schema.d.ts').Solver[]} */
export const SOLVERS = [
  {"name":"euler","passes":[1,1]},
  {"name":"heun","passes":[2,1]},
];

/** What models are used for. @type {import('./schema.d.ts').Scene[]} */
export const SCENES = [
  {"count":100,"description":"A part of the picture is missing: what could it have been? Several answers, since there are several.","judge":"nobody","name":"repair","needs":["decodes","flows","autoregressive"],"options":[{"default":10,"max":27,"min":1,"name":"size","whole":true},{"default":4,"max":50,"min":1,"name":"answers","whole":true},{"default":100,"max":10000,"min":1,"name":"steps","whole":true},{"default":10,"max":100,"min":1,"name":"restarts","whole":true},{"default":0.01,"max":1,"min":1e-6,"name":"lr","whole":false},{"default":0.1,"max":100,"min":0,"name":"prior","whole":false}],"refuses":[]},
  {"count":100,"description":"There is noise on the picture: what was it without?","judge":"nobody","name":"denoise","needs":["encodes","decodes","flows"],"options":[{"default":0.3,"max":1,"min":0,"name":"noise","whole":false},{"default":0,"max":1,"min":0,"name":"salt","whole":false},{"default":0,"max":1,"min":0,"name":"encode","whole":true},{"default":200,"max":10000,"min":1,"name":"steps","whole":true},{"default":4,"max":100,"min":1,"name":"restarts","whole":true},{"default":0.05,"max":1,"min":1e-6,"name":"lr","whole":false},{"default":0.1,"max":100,"min":0,"name":"prior","whole":false}],"refuses":[]},
  {"count":100,"description":"The picture is small: what is it at 28 by 28 pixels?","judge":"classifier","name":"enlarge","needs":["decodes","flows"],"options":[{"choices":[7,14],"default":14,"max":14,"min":7,"name":"size","whole":true},{"default":0.1,"max":100,"min":0,"name":"noise","whole":false},{"default":500,"max":10000,"min":1,"name":"steps","whole":true},{"default":10,"max":100,"min":1,"name":"restarts","whole":true},{"default":0.001,"max":1,"min":1e-6,"name":"lr","whole":false},{"default":0.1,"max":100,"min":0,"name":"prior","whole":false}],"refuses":[]},
  {"count":50,"description":"Few random sums of its pixels are all that is known of the picture: which is it?","judge":"nobody","name":"measure","needs":["decodes"],"options":[{"default":100,"max":750,"min":10,"name":"measurements","whole":true},{"default":0.1,"max":100,"min":0,"name":"noise","whole":false},{"default":1000,"max":10000,"min":1,"name":"steps","whole":true},{"default":10,"max":100,"min":1,"name":"restarts","whole":true},{"default":0.01,"max":1,"min":1e-6,"name":"lr","whole":false},{"default":0.1,"max":100,"min":0,"name":"prior","whole":false},{"default":0.1,"max":100,"min":1e-6,"name":"lasso","whole":false}],"refuses":[]},
  {"count":1000,"description":"How small do digits become when a model packs them, black and white, without loss?","judge":"nobody","name":"compress","needs":["likelihood"],"options":[{"default":8,"max":12,"min":2,"name":"latent_bits","whole":true}],"refuses":["conditional"]},
  {"count":1000,"description":"A digit was left out of training: does the model find it among the others?","judge":"nobody","name":"anomaly","needs":["encodes","judges"],"options":[],"refuses":["conditional"]},
  {"count":100,"description":"How little of the digit must change for our classifier to see another one?","judge":"classifier","name":"counterfactual","needs":["decodes"],"options":[{"default":10,"max":10,"min":0,"name":"digit","whole":true},{"default":0.01,"max":100,"min":0,"name":"weight","whole":false},{"default":0.5,"max":0.999,"min":0.5,"name":"sure","whole":false},{"default":100,"max":10000,"min":1,"name":"steps","whole":true},{"default":0.05,"max":1,"min":1e-6,"name":"lr","whole":false}],"refuses":[]},
  {"count":1000,"description":"What do samples lose where weights have fewer bits, half the units are gone, or a flow takes fewer steps?","judge":"yardsticks","name":"smaller","needs":["decodes","flows","prior"],"options":[{"default":0.5,"max":0.95,"min":0,"name":"removed","whole":false},{"default":4,"max":1000,"min":1,"name":"steps","whole":true},{"default":1,"max":1,"min":0,"name":"rows","whole":true}],"refuses":["autoregressive"]},
  {"count":10000,"description":"There are few images to learn from: do samples of a model that has seen only these help a classifier?","judge":"nobody","name":"scarce","needs":["conditional"],"options":[{"default":2000,"max":20000,"min":10,"name":"samples","whole":true},{"default":3,"max":20,"min":1,"name":"repeats","whole":true}],"refuses":[]},
];

/** What `measure` answers, in the order in which it is told. @type {import('./schema.d.ts').Metric[]} */
export const METRICS = [
  {"better":"higher","name":"classifier_score"},
  {"better":"lower","name":"classifier_distance"},
  {"better":"higher","name":"precision"},
  {"better":"higher","name":"recall"},
  {"better":"like-real","name":"density"},
  {"better":"higher","name":"coverage"},
  {"better":"like-real","name":"diversity"},
  {"better":"like-real","name":"nearest_distance"},
  {"better":"like-real","name":"digit_shares"},
  {"better":"higher","name":"confidence"},
  {"better":"higher","name":"label_accuracy"},
];

/** What can be done with the training images first, in this order. @type {import('./schema.d.ts').RecipeSetting[]} */
export const RECIPE = [
  {"description":"Decides what is random about the data; the run's seed by default.","key":"data.seed","kind":"whole","max":9007199254740991,"min":0},
  {"description":"Training images that are left out, by their places in the data set, from 0: 12,77,100-120 for example.","form":"places of training images, from 0, with commas between them, 12,77,100-120 for example","key":"data.drop","kind":"text"},
  {"description":"Training images that get another label, by their places in the data set, from 0: 947:9,1621:6 for example.","form":"places of training images, from 0, each with its label, with commas between them, 947:9,1621:6 for example","key":"data.relabel","kind":"text"},
  {"description":"Digits that are kept, 0,1,7 for example; all by default.","form":"digits with commas between them, 0,1,7 for example","key":"data.digits","kind":"text"},
  {"description":"Training images that are kept, the first ones; 0 keeps all.","key":"data.limit","kind":"whole","max":1000000,"min":0},
  {"description":"Digits that are made rare, each with the share of its images that is kept, 8:0.05 for example.","form":"digits with the share of each that is kept, 0 to 1, as in 8:0.05 or 8:0.05,3:0.5","key":"data.rare","kind":"text"},
  {"description":"Share of the images that are replaced by copies of others.","key":"data.duplicates","kind":"number","max":1,"min":0},
  {"description":"Share of the images that are told as another digit.","key":"data.mislabel","kind":"number","max":1,"min":0},
  {"choices":["uniform","alike"],"description":"What mislabel makes of a digit: any other one (uniform), or the one that it is taken for (alike: 4 and 9, 3 and 5, 1 and 7 are exchanged, and other digits stay).","key":"data.mislabel_kind","kind":"word"},
  {"description":"Share of the images that are black on white.","key":"data.invert","kind":"number","max":1,"min":0},
  {"description":"Side, in pixels, of a black square somewhere in each image.","key":"data.occlude","kind":"whole","max":28,"min":0},
  {"description":"Standard deviation, in pixels, of the Gaussian that blurs the images.","key":"data.blur","kind":"number","max":10,"min":0},
  {"description":"Standard deviation of the noise on each pixel, which goes from 0 to 1.","key":"data.noise","kind":"number","max":1,"min":0},
  {"choices":["none","outliers","duplicates","labels"],"description":"Which images are left out: those least like others of their digit (outliers; as many as clean_share says), all but the first of those that are the same (duplicates), or those whose labels a small classifier doubts (labels).","key":"data.clean","kind":"word"},
  {"description":"Share of the images that are left out as outliers, 0.01 by default, or for their labels, by default those that confident learning doubts.","key":"data.clean_share","kind":"number","max":0.9,"min":0.001},
  {"description":"How far images of rarer digits are repeated, until, at 1, every digit is there as often as the most frequent one.","key":"data.rebalance","kind":"number","max":1,"min":0},
  {"amounts":[{"most":180,"name":"rotate","whole":false},{"most":0.9,"name":"scale","whole":false},{"most":60,"name":"shear","whole":false},{"most":14,"name":"shift","whole":true},{"most":14,"name":"crop","whole":true},{"most":5,"name":"elastic","whole":false}],"description":"How each image is changed anew whenever it is drawn: shift:2,rotate:10 moves it by up to two pixels along both axes and turns it by up to ten degrees; scale, shear, crop and elastic are others.","form":"some of these with commas between them: rotate:N (up to N degrees, 0 to 180), scale:N (by a share of up to N, 0 to 0.9), shear:N (up to N degrees, 0 to 60), shift:N (up to N whole pixels, 0 to 14), crop:N (up to N whole pixels, 0 to 14), elastic:N (by about N pixels, 0 to 5)","key":"data.augment","kind":"text"},
];

/** The codes of the engine's errors. @type {import('./schema.d.ts').ErrorCode[]} */
export const ERROR_CODES = [
  "unknown-preset",
  "unknown-setting",
  "bad-setting",
  "bad-file",
  "bad-input",
  "not-loaded",
  "no-data",
  "no-webgpu",
  "device-lost",
  "not-finite",
  "replica-lost",
];

"""The `vae` preset's training step in native JAX: 784-400-20-400-784, Adam, one random batch over and over.

python bench/peers/native_jax.py [--rounds N] [--steps N]   prints one JSON object, shaped like the browser's results.
"""

import argparse
import json
import time

import jax
import jax.numpy as jnp

BATCH, LATENT, RATE, BETA1, BETA2, EPSILON = 128, 20, 1e-3, 0.9, 0.999, 1e-8
LAYERS = {"hidden": (784, 400), "mean": (400, LATENT), "logvar": (400, LATENT), "unfold": (LATENT, 400), "logits": (400, 784)}


def start(key):
    weights = {}
    for name, (inputs, outputs) in LAYERS.items():
        key, first, second = jax.random.split(key, 3)
        limit = inputs**-0.5
        weights[name] = jax.random.uniform(first, (inputs, outputs), minval=-limit, maxval=limit)
        weights[name + "_bias"] = jax.random.uniform(second, (outputs,), minval=-limit, maxval=limit)
    return weights


def loss_of(weights, images, key):
    def layer(x, name):
        return x @ weights[name] + weights[name + "_bias"]

    h = jax.nn.relu(layer(images, "hidden"))
    mean, logvar = layer(h, "mean"), layer(h, "logvar")
    z = mean + jax.random.normal(key, mean.shape) * jnp.exp(0.5 * logvar)
    y = layer(jax.nn.relu(layer(z, "unfold")), "logits")
    reconstruction = jnp.sum(jax.nn.softplus(y) - y * images)
    divergence = 0.5 * jnp.sum(jnp.exp(logvar) + mean**2 - logvar - 1)
    return (reconstruction + divergence) / BATCH


def update(state, images):
    weights, first, second, count, key = state
    key, noise = jax.random.split(key)
    loss, gradients = jax.value_and_grad(loss_of)(weights, images, noise)
    count = count + 1
    first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, first, gradients)
    second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, second, gradients)
    corrected = (1 - BETA1**count, 1 - BETA2**count)
    weights = jax.tree.map(
        lambda w, m, v: w - RATE * (m / corrected[0]) / (jnp.sqrt(v / corrected[1]) + EPSILON), weights, first, second
    )
    return loss, (weights, first, second, count, key)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=300)
    arguments = parser.parse_args()
    weights = start(jax.random.key(0))
    zeros = jax.tree.map(jnp.zeros_like, weights)
    state = (weights, zeros, zeros, jnp.float32(0), jax.random.key(1))
    images = jax.random.uniform(jax.random.key(2), (BATCH, 784))
    step = jax.jit(update, donate_argnums=0)

    def train(steps):
        nonlocal state
        started = time.perf_counter()
        for _ in range(steps):
            loss, state = step(state, images)
        jax.block_until_ready((loss, state))
        return (time.perf_counter() - started) * 1000, float(loss)

    # Copies of one array cannot be given away twice.
    state = jax.tree.map(jnp.copy, state)
    first, _ = train(1)
    train(50)
    times = [train(arguments.steps) for _ in range(arguments.rounds)]
    print(
        json.dumps(
            {
                "model": "vae", "who": "jax", "device": "native", "kind": "native", "batch": BATCH,
                "label": f"JAX {jax.__version__} native, {jax.devices()[0].platform}",
                "firstStepMs": first, "stepMs": [ms / arguments.steps for ms, _ in times], "loss": times[-1][1],
            }
        )
    )


if __name__ == "__main__":
    main()

// Classes of PyTorch scripts, for layers that torch.nn does not have as the engine has them. A script holds those that it uses.

/** In the order in which a script defines them. Signals are [n, channels, height, width], or [n, values] where they are flat. */
export const CLASSES = {
  // These four hand on conditions to one another: a script has all of them or none.
  Chain: `class Chain(nn.Sequential):
    """Layers one after the other; some are told a condition [n, values] beside their input."""

    def forward(self, x, condition=None):
        for layer in self:
            x = layer(x, condition) if isinstance(layer, (Residual, Skip, Modulate)) else layer(x)
        return x


class Residual(nn.Module):
    """The layers' output plus their input, or plus what the shortcut makes of it."""

    def __init__(self, layers, shortcut=None):
        super().__init__()
        self.layers = layers
        if shortcut is not None:
            self.shortcut = shortcut

    def forward(self, x, condition=None):
        around = self.shortcut(x, condition) if hasattr(self, "shortcut") else x
        return self.layers(x, condition) + around


class Skip(nn.Module):
    """The channels of the input, then those of the layers' output."""

    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    def forward(self, x, condition=None):
        return torch.cat([x, self.layers(x, condition)], 1)


class Modulate(nn.Linear):
    """A scale and a shift of each channel, by the condition."""

    def __init__(self, condition, channels):
        super().__init__(condition, 2 * channels)

    def forward(self, x, condition):
        scale, shift = (part.reshape(*part.shape, *[1] * (x.dim() - 2)) for part in super().forward(condition).chunk(2, 1))
        return x * (1 + scale) + shift`,

  Flattened: `class Flattened(nn.Linear):
    """A linear layer from all values of a signal."""

    def forward(self, x):
        return super().forward(x.flatten(1))`,

  MaskedLinear: `class MaskedLinear(nn.Linear):
    """An output sees the groups of inputs before its own, and its own unless strict (MADE)."""

    def __init__(self, inputs, outputs, groups, strict, bias=True):
        super().__init__(inputs, outputs, bias)
        of_input, of_output = (torch.arange(n) * groups // n for n in (inputs, outputs))
        seen = of_input < of_output[:, None] if strict else of_input <= of_output[:, None]
        self.register_buffer("mask", seen.float(), persistent=False)

    def forward(self, x):
        return nn.functional.linear(x.flatten(1), self.weight * self.mask, self.bias)`,

  Round: `class Round(nn.Module):
    """The nearest of so many levels from -1 to 1; the gradient goes straight through."""

    def __init__(self, levels):
        super().__init__()
        self.last = levels - 1

    def forward(self, x):
        nearest = ((x.clamp(-1, 1) + 1) * self.last / 2).round() * 2 / self.last - 1
        return x + (nearest - x).detach()`,

  ChannelNorm: `class ChannelNorm(nn.LayerNorm):
    """Layer normalisation over the channels at each place."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)`,

  Reshape: `class Reshape(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(len(x), *self.shape)`,

  Symbols: `class Symbols(nn.Embedding):
    """Vectors for symbols [n, channels, height, width]; each channel has a table, and their vectors are summed."""

    def __init__(self, channels, entries, width, flat=False):
        super().__init__(channels * entries, width)
        self.register_buffer("start", torch.arange(channels) * entries, persistent=False)
        self.flat = flat

    def forward(self, x):
        found = super().forward(x.movedim(1, -1).long() + self.start).sum(-2)
        return found if self.flat else found.movedim(-1, 1)`,

  Position: `class Position(nn.Module):
    """A trained value for each channel of each place."""

    def __init__(self, *shape):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1, *shape))

    def forward(self, x):
        return x + self.weight.reshape(1, *x.shape[1:])`,

  Attention: `class Attention(nn.Module):
    """Self-attention between places, row by row."""

    def __init__(self, width, heads, causal, bias=True):
        super().__init__()
        self.in_proj = nn.Linear(width, 3 * width, bias)
        self.out_proj = nn.Linear(width, width, bias)
        self.heads, self.causal = heads, causal

    def forward(self, x):
        shape = x.shape
        places = x.reshape(*shape[:2], -1).transpose(1, 2)
        parts = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in self.in_proj(places).chunk(3, 2))
        seen = nn.functional.scaled_dot_product_attention(*parts, is_causal=self.causal)
        return self.out_proj(seen.transpose(1, 2).flatten(2)).transpose(1, 2).reshape(shape)`,

  TimeFeatures: `class TimeFeatures(nn.Module):
    """Sines and cosines of a time [n, 1], from 0 to 1."""

    def __init__(self, frequencies, lowest, highest):
        super().__init__()
        steps = torch.arange(frequencies) / max(frequencies - 1, 1)
        self.register_buffer("frequencies", lowest * (highest / lowest) ** steps, persistent=False)

    def forward(self, x):
        angles = x * self.frequencies
        return torch.cat([angles.sin(), angles.cos()], 1)`,
};

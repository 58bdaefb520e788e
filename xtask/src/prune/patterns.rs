//! Which functions are never called, by parts of their names.

use super::name::FunctionName;
use anyhow::{Result, ensure};

/// One of the page's WebAssembly bundles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// `playground_cpu`
    Cpu,
    /// `playground_gpu`
    Gpu,
    /// `playground_yardsticks`, which has none of burn: all of it is called.
    Yardsticks,
}

impl Bundle {
    /// The bundle with this file name, `playground_cpu_bg.wasm` for example.
    pub fn of(file: &str) -> Option<Self> {
        match file {
            "playground_cpu_bg.wasm" => Some(Self::Cpu),
            "playground_gpu_bg.wasm" => Some(Self::Gpu),
            "playground_yardsticks_bg.wasm" => Some(Self::Yardsticks),
            _ => None,
        }
    }
}

/// Functions that no page ever calls.
#[derive(Debug)]
pub struct Pattern {
    /// Part of the path of each.
    pub part: &'static str,
    /// How a type argument of each begins.
    pub of: Option<&'static str>,
    /// The bundles that have such functions.
    pub bundles: &'static [Bundle],
}

const GPU: &[Bundle] = &[Bundle::Gpu];
const BOTH: &[Bundle] = &[Bundle::Cpu, Bundle::Gpu];

const fn never(part: &'static str, bundles: &'static [Bundle]) -> Pattern {
    Pattern {
        part,
        of: None,
        bundles,
    }
}

const fn never_of(part: &'static str, of: &'static str, bundles: &'static [Bundle]) -> Pattern {
    Pattern {
        of: Some(of),
        ..never(part, bundles)
    }
}

/// What each saves is that of the finished CPU bundle (1,609 kB after wasm-opt, not compressed): how much larger it is without
/// the pattern and with all others. What saves less than 10 kB is not worth its place.
pub const NEVER_CALLED: &[Pattern] = &[
    // Quantized tensors: 46 kB. (On the CPU nothing but these calls burn_backend's part of them.)
    never("::qtensor::QTensorOps", BOTH),
    never("burn_backend::quantization::", GPU),
    never("burn_cubecl::kernel::quantization::", GPU),
    never("cubecl_std::quant::", GPU),
    never("cubek_quant::", GPU),
    // Weights that are computed from other parameters: 27 kB and 28 kB.
    never("reparameterization_dyn::DynModuleMapper>::map_", BOTH),
    never("reparameterization_dyn::DynModuleVisitor>::visit_", BOTH),
    // Values of other types as f32, where everything is f32: 104 kB and 59 kB.
    never("TensorData>::try_cast_clone", BOTH),
    never("TensorData>::try_cast_inplace", BOTH),
    // Tensors of numbers that are not 32 bits wide: 84 kB and 169 kB.
    never_of("burn_flex::ops::", "f64", BOTH),
    never_of("burn_flex::ops::", "half::", BOTH),
    // Text as intermediate language.
    never("combine::parser::", GPU),
    never("pliron::parsable::Parsable>::parse", GPU),
];

/// The patterns of a bundle.
pub fn of(bundle: Bundle) -> impl Iterator<Item = &'static Pattern> {
    (NEVER_CALLED.iter()).filter(move |pattern| pattern.bundles.contains(&bundle))
}

/// Whether a function of this name is never called.
///
/// What frees memory is kept: a value that is never made may be freed all the same, as the other half of an `enum`.
pub fn matches(pattern: &Pattern, name: &FunctionName) -> bool {
    let has_type = |of: &str| {
        name.arguments
            .iter()
            .any(|argument| argument.starts_with(of))
    };
    name.path.contains(pattern.part)
        && pattern.of.is_none_or(has_type)
        && !name.whole.contains("drop_in_place")
}

/// Fails where a pattern has no function among these names: burn or Rust has other names by now.
pub fn all_hit<'a>(
    bundle: Bundle,
    names: impl Iterator<Item = &'a FunctionName> + Clone,
) -> Result<()> {
    let idle: Vec<_> = of(bundle)
        .filter(|pattern| !names.clone().any(|name| matches(pattern, name)))
        .map(|pattern| (pattern.part, pattern.of))
        .collect();
    ensure!(
        idle.is_empty(),
        "no function of the {bundle:?} bundle has {idle:?} in its name any more: mend the list in \
         xtask/src/prune/patterns.rs, or take it off there"
    );
    Ok(())
}

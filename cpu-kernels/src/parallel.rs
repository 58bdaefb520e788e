//! Loops whose parts know nothing of each other. Natively threads share the parts; in WebAssembly each thread of the page runs a
//! whole engine, so one does them all. The parts are the same everywhere, and so are all sums.

/// Calls `work` with the index of each part, and the part's share of both lists: `sizes` values of each, the last part's
/// perhaps fewer.
pub fn for_each_part(
    [first, second]: [&mut [f32]; 2],
    sizes: [usize; 2],
    work: impl Fn(usize, &mut [f32], &mut [f32]) + Sync,
) {
    let [one, other] = sizes.map(|size| size.max(1));
    #[cfg(not(target_family = "wasm"))]
    {
        use rayon::prelude::*;
        let firsts = first.par_chunks_mut(one);
        let parts = firsts.zip(second.par_chunks_mut(other)).enumerate();
        parts.for_each(|(at, (first, second))| work(at, first, second));
    }
    #[cfg(target_family = "wasm")]
    for (at, (first, second)) in first
        .chunks_mut(one)
        .zip(second.chunks_mut(other))
        .enumerate()
    {
        work(at, first, second);
    }
}

//! How a product is divided among threads. A small result has few tiles, and a graphics card would leave most of its threads idle:
//! then several threads share the sums of a tile, or tiles are smaller.

use crate::kernels::gpu::width;
use std::fmt::Write;

/// Terms of a sum that a thread should at least have to itself.
const FEWEST_TERMS: usize = 16;
/// The most threads of a workgroup, and the most fours of numbers that they hand each other: WebGPU promises no more.
const MOST_THREADS: usize = 256;
const MOST_FOURS: usize = 1024;

/// A division.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tiling {
    /// Rows and columns of a thread's tile: its squares are sums in registers.
    pub tile: usize,
    /// Threads that share a tile: each adds up some of the terms.
    pub slices: usize,
}

const fn tiling(tile: usize, slices: usize) -> Tiling {
    Tiling { tile, slices }
}

/// From the one that reads least to the one with most threads.
const ALL: [Tiling; 11] = [
    tiling(8, 1),
    tiling(8, 2),
    tiling(8, 4),
    tiling(4, 1),
    tiling(8, 8),
    tiling(4, 2),
    tiling(4, 4),
    tiling(4, 8),
    tiling(4, 16),
    tiling(4, 32),
    tiling(4, 64),
];

impl Tiling {
    /// The first that gives the adapter as many threads as it wants, or the one with most.
    pub fn of(m: usize, n: usize, k: usize) -> Self {
        let wanted = width::wanted();
        let mut chosen = ALL[0];
        for tiling in ALL {
            if chosen.threads(m, n) >= wanted {
                break;
            }
            let fits = tiling.slices == 1 || k / tiling.slices >= FEWEST_TERMS;
            if fits && tiling.threads(m, n) > chosen.threads(m, n) {
                chosen = tiling;
            }
        }
        chosen
    }

    /// Threads that a result of so many rows and columns takes.
    fn threads(self, m: usize, n: usize) -> usize {
        m.div_ceil(self.tile) * n.div_ceil(self.tile) * self.slices
    }

    /// Tiles of a workgroup along columns and rows: as many threads as the widest hardware runs side by side, or more where they
    /// share tiles.
    pub fn group(self) -> [usize; 2] {
        match self.slices {
            1 => [8, 8],
            2 => [8, 4],
            4..=16 => [4, 4],
            32 => [4, 2],
            _ => [2, 2],
        }
    }

    fn tiles(self) -> usize {
        let [columns, rows] = self.group();
        columns * rows
    }

    /// Fours of the sums of half the threads of a workgroup.
    fn fours(self) -> usize {
        self.tile * self.tile / 4 * (self.slices / 2) * self.tiles()
    }

    /// Declares where threads hand each other their sums.
    pub fn shared(self) -> String {
        debug_assert!(self.fours() <= MOST_FOURS && self.tiles() * self.slices <= MOST_THREADS);
        format!(
            "var<workgroup> handed: array<vec4<f32>, {}>;\n",
            self.fours()
        )
    }

    /// Adds up the sums of the threads that share a tile, in halves; afterwards the first of them has all.
    pub fn gathered(self) -> String {
        let (columns, tiles) = (self.group()[0], self.tiles());
        let names: Vec<_> = (0..self.tile)
            .flat_map(|line| (0..self.tile / 4).map(move |four| format!("sum{line}_{four}")))
            .collect();
        let mut text = format!("  let place = own.y * {columns}u + own.x;\n");
        let mut half = self.slices / 2;
        while half > 0 {
            // Threads beside each other write beside each other.
            let at =
                |i: usize| format!("handed[({i}u * {half}u + own.z % {half}u) * {tiles}u + place]");
            let _ = writeln!(text, "  if own.z >= {half}u && own.z < {}u {{", half * 2);
            for (i, name) in names.iter().enumerate() {
                let _ = writeln!(text, "    {} = {name};", at(i));
            }
            let _ = writeln!(text, "  }}\n  workgroupBarrier();\n  if own.z < {half}u {{");
            for (i, name) in names.iter().enumerate() {
                let _ = writeln!(text, "    {name} += {};", at(i));
            }
            text += "  }\n  workgroupBarrier();\n";
            half /= 2;
        }
        text
    }
}

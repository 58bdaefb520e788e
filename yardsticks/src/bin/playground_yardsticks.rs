//! The page's bundle that measures samples: all that the library exports to JavaScript (`web`), as a program of its own.

use yardsticks as _;

fn main() {}

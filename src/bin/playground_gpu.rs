//! The page's GPU bundle: all that the library exports to JavaScript (`web`), as a program of its own.

use generative_playground as _;

fn main() {}

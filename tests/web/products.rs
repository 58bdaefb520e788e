//! Matrix products in WebAssembly against sums in double precision.

use cpu_kernels::product::{Matrix, fuse, product, product_onto, unfuse};
use wasm_bindgen_test::wasm_bindgen_test;

/// Numbers between -1 and 1, the same in every run.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.0 >> 8
    }

    fn list(&mut self, n: usize) -> Vec<f32> {
        (0..n)
            .map(|_| self.next() as f32 / (1 << 23) as f32 - 1.0)
            .collect()
    }

    /// From 1 to `most`.
    fn size(&mut self, most: usize) -> usize {
        1 + self.next() as usize % most
    }
}

/// A matrix `size` in memory with `gap` values between its rows, or between its columns where it is transposed.
fn matrix(values: &[f32], [rows, columns]: [usize; 2], transposed: bool, gap: usize) -> Matrix<'_> {
    if transposed {
        Matrix::new(values, [columns, rows], [rows + gap, 1]).transposed()
    } else {
        Matrix::new(values, [rows, columns], [columns + gap, 1])
    }
}

fn check(numbers: &mut Numbers, [m, n, k]: [usize; 3]) {
    let gap = numbers.next() as usize % 3;
    let long = |[rows, columns]: [usize; 2]| (rows + gap) * (columns + gap);
    let (left, right) = (numbers.list(long([m, k])), numbers.list(long([k, n])));
    let onto = numbers.list(m * n);
    for transposed in 0..4 {
        let (first, second) = (transposed & 1 > 0, transposed & 2 > 0);
        let at = |values: &[f32], [rows, columns]: [usize; 2], transposed, row, column| {
            let index = if transposed {
                column * (rows + gap) + row
            } else {
                row * (columns + gap) + column
            };
            f64::from(values[index])
        };
        let a = || matrix(&left, [m, k], first, gap);
        let b = || matrix(&right, [k, n], second, gap);
        let (alone, sum) = (product(a(), b()), product_onto(a(), b(), onto.clone()));
        for row in 0..m {
            for column in 0..n {
                let terms = (0..k).map(|term| {
                    at(&left, [m, k], first, row, term) * at(&right, [k, n], second, term, column)
                });
                let exact: f64 = terms.sum();
                let i = row * n + column;
                let near = |ours: f32, exact: f64| {
                    let error = (f64::from(ours) - exact).abs();
                    let what = format!(
                        "[{m}, {k}] by [{k}, {n}], transposed {first} {second}, at {row}, {column}"
                    );
                    assert!(
                        error < 2e-6 * (k as f64 + 8.0),
                        "{what}: {ours}, not {exact}"
                    );
                };
                near(alone[i], exact);
                near(sum[i], exact + f64::from(onto[i]));
            }
        }
    }
}

fn check_all() {
    let mut numbers = Numbers(7);
    // Whole tiles and blocks, one less and one more, one row, one column, one term.
    for size in [
        [4, 8, 4],
        [5, 9, 5],
        [3, 7, 3],
        [1, 1, 1],
        [1, 40, 17],
        [40, 1, 17],
        [33, 31, 1],
        [256, 8, 256],
        [257, 9, 257],
        [8, 16, 513],
        [515, 8, 6],
        [6, 32, 400],
        [7, 33, 401],
        [11, 31, 399],
        [252, 8, 256],
        [253, 9, 257],
        [8, 16, 801],
        [515, 70, 6],
    ] {
        check(&mut numbers, size);
    }
    for _ in 0..60 {
        let size = [(); 3].map(|()| numbers.size(70));
        check(&mut numbers, size);
    }
}

#[wasm_bindgen_test]
fn products_are_those_of_the_mathematics() {
    unfuse();
    check_all();
}

#[wasm_bindgen_test]
fn products_with_fused_multiply_add_are_those_of_the_mathematics() {
    assert!(fuse(), "this browser has relaxed SIMD");
    check_all();
    // -1 + (1 + 2^-12)^2, whose last digit only stays where a term is rounded once.
    let e = 1.0 / 4096.0;
    let (left, right) = ([-1.0, 1.0 + e], [1.0, 1.0 + e]);
    let value = || {
        let row = Matrix::new(&left, [1, 2], [2, 1]);
        product(row, Matrix::new(&right, [2, 1], [1, 1]))[0]
    };
    let fused = value();
    unfuse();
    assert_eq!(value(), 2.0 * e, "rounded twice");
    // A processor without the instruction may round twice here too.
    assert!([2.0 * e, 2.0 * e + e * e].contains(&fused), "{fused}");
    fuse();
}

#[wasm_bindgen_test]
fn nothing_times_nothing_is_nothing() {
    let none = |size: [usize; 2]| Matrix::new(&[], size, [1, 1]);
    assert_eq!(product(none([2, 0]), none([0, 3])), [0.0; 6]);
    assert_eq!(
        product_onto(none([1, 0]), none([0, 2]), vec![1.0, 2.0]),
        [1.0, 2.0]
    );
    assert!(product(none([0, 4]), none([4, 0])).is_empty());
}

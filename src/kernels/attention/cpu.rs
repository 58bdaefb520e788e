//! Attention on the CPU.

use super::{Attention, AttentionOps, Heads};
use crate::kernels::cpu::{Values, tensor};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::attention;

impl Attention for Flex {
    fn attention(rows: FlexTensor, shape: Heads) -> FlexTensor {
        Self::seen_and_logs(rows, shape).0
    }
}

impl AttentionOps for Flex {
    fn seen_and_logs(rows: FlexTensor, shape: Heads) -> (FlexTensor, FlexTensor) {
        let rows = Values::new(rows);
        let n = rows.len() / 3 / shape.width();
        let [seen, logs] = attention::forward(&rows, shape);
        let sequences = n / shape.length * shape.heads;
        (
            tensor(seen, [n, shape.width()]),
            tensor(logs, [sequences, shape.length]),
        )
    }

    fn before_attention(
        grad: FlexTensor,
        seen: FlexTensor,
        logs: FlexTensor,
        rows: FlexTensor,
        shape: Heads,
    ) -> FlexTensor {
        let [grad, seen, logs, rows] = [grad, seen, logs, rows].map(Values::new);
        let width = 3 * shape.width();
        let by_rows = attention::gradient(&grad, &seen, &logs, &rows, shape);
        tensor(by_rows, [rows.len() / width, width])
    }
}

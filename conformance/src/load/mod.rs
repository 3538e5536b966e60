//! Many requests at once, measured: one closed loop per worker, latencies per operation.

mod driver;
mod figures;
mod histogram;

pub use driver::drive;
pub use figures::{LoadFigures, OperationFigures};
pub use histogram::Histogram;

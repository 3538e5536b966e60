//! The storage floor: one suite over every backend, laws, and sudden ends.

mod blobs;
mod blobs_model;
mod blobs_on_disk;
mod keys;
mod metadata;
mod metadata_model;
mod records;
mod restart;

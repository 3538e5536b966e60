//! One file for each operation.

pub mod create_bucket;
pub mod delete_object;
pub mod get_object;
pub mod head_object;
pub mod list_buckets;
pub mod list_object_versions;
pub mod list_objects;
pub mod list_objects_v2;
pub mod preflight;
pub mod put_object;

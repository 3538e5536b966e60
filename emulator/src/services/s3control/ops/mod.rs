//! One file for each operation.

pub mod create_access_point;
pub mod delete_access_point;
pub mod delete_access_point_policy;
pub mod delete_public_access_block;
pub mod get_access_point;
pub mod get_access_point_policy;
pub mod get_access_point_policy_status;
pub mod get_public_access_block;
pub mod list_access_points;
pub mod list_tags_for_resource;
pub mod put_access_point_policy;
pub mod put_public_access_block;
pub mod tag_resource;
pub mod untag_resource;

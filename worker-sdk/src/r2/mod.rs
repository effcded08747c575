#![doc = include_str!("guide.md")]

mod blocks;
mod bucket;
mod checksums;
mod code;
mod condition;
mod delete;
mod error;
mod get;
mod list;
mod metadata;
mod multipart;
mod object;
mod object_body;
mod pages;
mod presign;
mod put;
mod range;
mod serve;
mod settings;
mod sys;

pub use bucket::Bucket;
pub use checksums::{Checksum, Checksums};
pub use code::ErrorKind;
pub use condition::Condition;
pub use delete::Delete;
pub use get::{Get, GetOutcome};
pub use list::{Include, List, Page};
pub use metadata::{HttpMetadata, SsecKey, StorageClass};
pub use multipart::{CreateMultipartUpload, MultipartUpload, UploadPart, UploadedPart};
pub use object::Object;
pub use object_body::ObjectBody;
pub use pages::{Objects, Pages};
pub use presign::{Presign, Signer};
pub use put::{Put, PutOutcome};
pub use range::Range;
pub use serve::Serve;

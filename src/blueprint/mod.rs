//! What a project should consist of: layers of files, embedded in the program, rendered for a
//! [`Project`](crate::resolve::Project) into [`Wanted`] files.
//!
//! Pure but for reading a blueprint directory named with `--blueprints`. The only user of liquid.
//! It knows nothing of what is on disk or was applied before.

mod owner;
mod wanted;

pub use owner::Owner;
pub use wanted::{Origin, Wanted, WantedFile};

//! Plans of commands that write down who owns what: they change the lock files and no file of the
//! project.
//!
//! Pure functions, one file per command. What they propose is shown, agreed to, carried out and undone
//! like every other plan.

mod adopt;
mod eject;
mod follow;
mod forget;
mod known;
mod prune;
mod repair;

pub use adopt::adopt;
pub use eject::{eject, give_back};
pub use follow::follow;
pub use forget::forget;
pub use known::{Known, Subject};
pub use prune::prune;
pub use repair::{agreed, repair};

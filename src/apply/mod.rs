//! Carrying out a plan so that it happens wholly or not at all, whatever interrupts it.
//!
//! A command that writes takes the project's lock and ends what an interrupted command left. Then,
//! for the files of a plan:
//!
//! 1. check that every path is as the plan found it;
//! 2. write every new file to a slot in `.quickscale/run/`, and wait until it is on the disk;
//! 3. write the journal, which names every path with what is there before and after. Once it is
//!    on the disk, the transaction is committed: from here on, it is finished by whoever finds it;
//! 4. swap slots and files, one call for each, lock files last. A file that was edited after the
//!    check is noticed, and everything is put back;
//! 5. wait until the directories are on the disk, and note that it is done.
//!
//! Afterwards the slots hold what was there before, so an undo is the same thing backwards.
//! Programs that finish what files began run last, outside of the transaction.
//!
//! This module knows no manifest and no blueprint, and never decides what is to be done.

mod abort;
mod back;
mod error;
mod journal;
mod lock;
mod mover;
mod recover;
mod run_dir;
mod session;
mod stage;
mod sync;
mod transaction;
mod undo;
mod waiting;

pub use abort::ABORT;
pub use back::LeftAlone;
pub use error::{Error, Moved};
pub use recover::{Pending, Recovered, pending};
pub use session::{Kept, Outcome, Session};
pub use undo::{Applied, Undone, history, undo};
pub use waiting::{Left, Waiting};

use mover::{Halt, Mover, Position};

#[cfg(test)]
mod tests;

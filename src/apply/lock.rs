//! One mutating command at a time.

use std::{
    fs::{File, TryLockError},
    io::{Read as _, Write as _},
    process,
};

use super::Error;
use crate::workspace::{FsError, Root, run_path};

/// The project's lock. The operating system frees it when the process ends, however it ends, so
/// that no lock is ever left behind.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// More than any holder writes about itself.
const NOTE_LIMIT: u64 = 200;

impl Lock {
    /// Takes the lock for `command`, or says who holds it.
    ///
    /// A file system that knows no locks is no reason to stop.
    pub(super) fn take(root: &Root, command: &str) -> Result<Self, Error> {
        let path = run_path("lock");
        let mut file = root.tree().open_to_append(&path)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                let mut note = String::new();
                // Who holds it is only said when it can be read.
                let _ = file.take(NOTE_LIMIT).read_to_string(&mut note);
                return Err(Error::Locked { holder: note.trim().escape_debug().to_string() });
            }
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let note = format!("process {}: {command}\n", process::id());
        let noted = file.set_len(0).and_then(|()| file.write_all(note.as_bytes()));
        noted.map_err(|error| FsError::new("write", path.as_str(), error))?;
        Ok(Self { _file: file })
    }
}

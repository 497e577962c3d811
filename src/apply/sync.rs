//! Making sure that what was written survives a power cut.

use std::{fs::File, io, thread};

/// File systems answer several waiting threads with one flush of the disk.
const THREADS: usize = 8;

/// Waits until all of `files`, or directories, are on the disk.
///
/// Not one `syncfs` for all: it would wait for everything that other programs have written.
pub(super) fn sync_all(files: &[File]) -> io::Result<()> {
    let sync = |files: &[File]| files.iter().try_for_each(File::sync_all);
    if files.len() < THREADS {
        return sync(files);
    }
    thread::scope(|scope| {
        let parts = files.chunks(files.len().div_ceil(THREADS));
        let waiting: Vec<_> = parts.map(|part| scope.spawn(move || sync(part))).collect();
        let mut done = waiting.into_iter().map(|part| part.join().expect("internal: syncing never panics"));
        done.try_for_each(|result| result)
    })
}

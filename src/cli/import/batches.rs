//! Files read in parallel, a batch at a time, and what they became taken one after the other.

use std::collections::BTreeMap;
use std::sync::mpsc;

use indicatif::ProgressBar;
use rayon::ThreadPool;
use rayon::prelude::*;

use crate::diagnostic::Failure;
use crate::import::gather::FoundFile;

/// Files of a batch for each thread: no more are in memory at once.
const FILES_A_THREAD: usize = 4;

/// Reads files with the threads of a pool, and takes what was read in the order of the files, each as soon as those
/// before it are taken.
///
/// # Errors
/// The first one of taking; then no more files are read.
pub(super) fn in_order<T: Send>(
    pool: &ThreadPool,
    bar: &ProgressBar,
    files: &[&FoundFile],
    read: impl Fn(&FoundFile) -> T + Sync,
    mut take: impl FnMut(&FoundFile, T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for batch in files.chunks(pool.current_num_threads() * FILES_A_THREAD) {
        let (sender, receiver) = mpsc::channel();
        let read = &read;
        pool.in_place_scope(|scope| {
            scope.spawn(move |_| {
                let files = batch.par_iter().enumerate();
                files.for_each_with(sender, |sender, (index, file)| {
                    let made = read(file);
                    bar.inc(1);
                    // Nobody listens after a failure to write.
                    let _ = sender.send((index, made));
                });
            });
            let mut waiting = BTreeMap::new();
            let mut next = 0;
            for (index, made) in receiver {
                waiting.insert(index, made);
                while let Some(made) = waiting.remove(&next) {
                    bar.suspend(|| take(batch[next], made))?;
                    next += 1;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

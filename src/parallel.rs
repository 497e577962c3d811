//! The same work for many items, on all processors.

use std::{panic::resume_unwind, thread};

/// What `work` makes of the parts that `items` are cut into, in the order of the items. Each thread, of which
/// this one is the first, has at least `enough` items: fewer are not worth one.
pub(crate) fn in_parts<T: Sync, R: Send>(
    items: &[T],
    enough: usize,
    work: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    if items.len() < 2 * enough {
        return work(items);
    }
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len() / enough);
    let mut parts = items.chunks(items.len().div_ceil(threads));
    let first = parts.next().unwrap_or_default();
    thread::scope(|scope| {
        let running: Vec<_> = parts.map(|part| scope.spawn(|| work(part))).collect();
        let mut done = work(first);
        for part in running {
            done.extend(part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        for enough in [1, 7, 400, 2000] {
            let doubled = in_parts(&items, enough, |part| part.iter().map(|item| item * 2).collect());
            assert_eq!(doubled, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
        assert_eq!(in_parts(&items[..0], 1, <[usize]>::to_vec), Vec::<usize>::new());
    }
}

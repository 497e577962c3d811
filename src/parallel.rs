//! The same work for many items, on all processors.

use std::thread;

/// What `work` makes of the parts that `items` are cut into, in the order of the items. Each thread has at
/// least `enough` items: fewer are not worth one.
pub(crate) fn in_parts<T: Sync, R: Send>(
    items: &[T],
    enough: usize,
    work: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    if items.len() < 2 * enough {
        return work(items);
    }
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len() / enough);
    thread::scope(|scope| {
        let parts = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> = parts.map(|part| scope.spawn(|| work(part))).collect();
        let done = running.into_iter().map(|part| match part.join() {
            Ok(results) => results,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.flatten().collect()
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

//! Work on a stream of parts by several threads, its results taken in the stream's order, so that what is
//! made of them does not depend on the count of threads.

use std::sync::mpsc::sync_channel;
use std::thread;

use report::Fault;

/// Give each part of `source` to one of `workers` threads and each result to `each`, in order.
///
/// At most a few parts a worker are held at a time. The first fault of the work ends it.
pub(crate) fn in_order<T: Send, R: Send>(
    workers: usize,
    source: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> Result<R, Fault> + Sync,
    mut each: impl FnMut(R),
) -> Result<(), Fault> {
    if workers < 2 {
        return source.into_iter().try_for_each(|part| work(part).map(&mut each));
    }
    thread::scope(|scope| {
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        for _ in 0..workers {
            let (input, parts) = sync_channel::<T>(2);
            let (results, output) = sync_channel(2);
            let work = &work;
            inputs.push(input);
            outputs.push(output);
            scope.spawn(move || {
                for part in parts {
                    if results.send(work(part)).is_err() {
                        return;
                    }
                }
            });
        }
        scope.spawn(move || {
            for (at, part) in source.enumerate() {
                // A worker is gone when a fault has ended the work.
                if inputs[at % inputs.len()].send(part).is_err() {
                    return;
                }
            }
        });
        for at in 0.. {
            match outputs[at % outputs.len()].recv() {
                Ok(result) => each(result?),
                Err(_) => break,
            }
        }
        Ok(())
    })
}

/// The same items, made by a thread of its own a few ahead of their use.
pub(crate) fn ahead<T: Send + 'static>(
    source: Box<dyn Iterator<Item = T> + Send>,
) -> Box<dyn Iterator<Item = T> + Send> {
    let (items, made) = sync_channel(2);
    thread::spawn(move || {
        for item in source {
            if items.send(item).is_err() {
                return;
            }
        }
    });
    Box::new(made.into_iter())
}

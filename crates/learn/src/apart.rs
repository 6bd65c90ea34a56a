//! Fits side by side, each on cores of its own.

use std::thread;

use frame::Split;
use rayon::ThreadPoolBuilder;

/// Work that waits inside of work takes up other work meanwhile, on the same stack: how many bytes a thread of a pool
/// needs.
pub const STACK_BYTES: usize = 64 << 20;

/// What `fit` gives for each fold, as many at a time as there are cores. No fit lends a hand to another, so that the time
/// each takes is its own; what is left over at the end has the cores to itself.
pub fn apart<T: Send>(folds: &[Split], fit: impl Fn(&Split) -> T + Sync) -> Vec<T> {
    let cores = rayon::current_num_threads().max(1);
    let alone = &|split: &Split, threads: usize| match ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_BYTES)
        .build()
    {
        Ok(pool) => pool.install(|| fit(split)),
        Err(_) => fit(split),
    };
    let waves = folds.chunks(cores).map(|wave| {
        let threads = cores.div_ceil(wave.len());
        thread::scope(|scope| {
            let fits: Vec<_> = wave.iter().map(|split| scope.spawn(move || alone(split, threads))).collect();
            fits.into_iter()
                .map(|fit| fit.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect::<Vec<T>>()
        })
    });
    waves.flatten().collect()
}

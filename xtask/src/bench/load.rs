//! Several who do the same at once, for a while, and what came of it.

use anyhow::{Result, anyhow};
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// What one of them does, again and again.
pub type Deed<'a> = Box<dyn FnMut() -> Result<()> + Send + 'a>;

/// What came of a load.
#[derive(Debug, Default)]
pub struct Load {
    /// Deeds that succeeded.
    pub done: usize,
    /// Deeds that failed.
    pub errors: usize,
    /// The first failure in words.
    pub first_error: Option<String>,
    /// From the first start to the last end.
    pub seconds: f64,
    /// How long each success took, sorted.
    micros: Vec<u64>,
}

impl Load {
    /// Successes in a second.
    pub fn per_second(&self) -> f64 {
        if self.seconds > 0.0 { self.done as f64 / self.seconds } else { 0.0 }
    }

    /// How long all but `100 - percent` of a hundred took at most.
    pub fn percentile_micros(&self, percent: usize) -> u64 {
        let place = (self.micros.len() * percent).div_ceil(100).max(1) - 1;
        self.micros.get(place).copied().unwrap_or_default()
    }
}

/// Lets `deeds` go on at once until `time` is over; what was begun is brought to its end.
pub fn run(deeds: Vec<Deed<'_>>, time: Duration) -> Result<Load> {
    let (many, barrier) = (deeds.len(), Barrier::new(deeds.len()));
    let began = Instant::now();
    let parts: Vec<Load> = std::thread::scope(|scope| {
        let go = |mut deed: Deed<'_>| {
            barrier.wait();
            let mut part = Load::default();
            let began = Instant::now();
            while began.elapsed() < time {
                let one = Instant::now();
                match deed() {
                    Ok(()) => part.micros.push(one.elapsed().as_micros() as u64),
                    Err(error) => {
                        part.errors += 1;
                        part.first_error.get_or_insert_with(|| format!("{error:#}"));
                    }
                }
            }
            part
        };
        let threads: Vec<_> = deeds.into_iter().map(|deed| scope.spawn(move || go(deed))).collect();
        threads
            .into_iter()
            .map(|t| t.join().map_err(|_| anyhow!("a thread of the load broke")))
            .collect::<Result<_>>()
    })?;
    let mut load = Load { seconds: began.elapsed().as_secs_f64(), ..Load::default() };
    for part in parts {
        load.errors += part.errors;
        load.first_error = load.first_error.or(part.first_error);
        load.micros.extend(part.micros);
    }
    load.done = load.micros.len();
    load.micros.sort_unstable();
    if load.done == 0 {
        let why = load.first_error.unwrap_or_else(|| "no time for any".into());
        return Err(anyhow!("none of {many} got anything done: {why}"));
    }
    Ok(load)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successes_and_failures_are_counted_apart() {
        let mut nth = 0;
        let deed: Deed<'_> = Box::new(move || {
            nth += 1;
            if nth % 2 == 0 { Err(anyhow!("every second one")) } else { Ok(()) }
        });
        let load = run(vec![deed], Duration::from_millis(5)).unwrap();
        assert!(load.done > 0 && load.done.abs_diff(load.errors) <= 1);
        assert_eq!(load.first_error.as_deref(), Some("every second one"));
    }

    #[test]
    fn a_load_that_did_nothing_is_an_error_and_no_figure() {
        let deed: Deed<'_> = Box::new(|| Err(anyhow!("closed")));
        assert!(run(vec![deed], Duration::from_millis(1)).is_err());
    }

    #[test]
    fn a_percentile_is_one_of_the_times() {
        let load = Load { micros: (1..=200).collect(), ..Load::default() };
        assert_eq!(load.percentile_micros(50), 100);
        assert_eq!(load.percentile_micros(99), 198);
        assert_eq!(Load::default().percentile_micros(50), 0);
    }
}

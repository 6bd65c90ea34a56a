//! Rolling origins: forecasts made again and again, each from what was known then, and judged by what came.
//!
//! Tashman (2000), "Out-of-sample tests of forecasting accuracy: an analysis and review", International Journal of
//! Forecasting 16.

/// From which periods forecasts are made, and what was learned from before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins {
    /// How many periods each forecast looks ahead.
    pub horizon: usize,
    /// The open stretch: learned from up to a period, forecast from some origins at or after it.
    pub folds: Vec<OriginFold>,
    /// Where the sealed stretch begins.
    pub sealed_from: usize,
    /// The origins in the sealed stretch.
    pub sealed: Vec<usize>,
}

/// What was learned up to `train_to` forecasts from each of `origins`, with what is known by then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginFold {
    /// Periods before this one are learned from.
    pub train_to: usize,
    /// A forecast from an origin is of that period and those after it, knowing all periods before it.
    pub origins: Vec<usize>,
}

/// The share of the periods that is sealed.
const SEALED: f64 = 0.2;
/// The share of the open periods that forecasts are tested on.
const TESTED: f64 = 0.65;
/// With more origins than this, what was learned serves several of them.
const REFITS: usize = 12;
/// Into so many stretches, each learned for anew.
const STRETCHES: usize = 5;
/// Fewer origins than this say nothing of what chance does.
const FEWEST: usize = 3;

impl Origins {
    /// Forecasts of `horizon` periods each, one after the other without overlap, over the last part of `periods`;
    /// `None` when there is no room for three of them and a sealed one. `most` limits the open origins, spread
    /// evenly; `least` is how many periods come before the first of them.
    pub fn rolling(periods: usize, horizon: usize, most: usize, least: usize) -> Option<Origins> {
        let sealed_count = ((periods as f64 * SEALED) as usize / horizon.max(1)).max(1);
        let sealed_from = periods.checked_sub(sealed_count * horizon)?;
        let count = (sealed_from as f64 * TESTED) as usize / horizon.max(1);
        let room = sealed_from.saturating_sub(least) / horizon.max(1);
        let count = count.min(room.max(FEWEST));
        if horizon == 0 || count < FEWEST || sealed_from <= count * horizon {
            return None;
        }
        let all: Vec<usize> = (0..count).map(|origin| sealed_from - (count - origin) * horizon).collect();
        let kept = count.min(most.max(FEWEST));
        let origins: Vec<usize> = (0..kept).map(|number| all[(number + 1) * count / kept - 1]).collect();
        let stretches = if kept <= REFITS { kept } else { STRETCHES };
        let folds = (0..stretches).map(|stretch| {
            let origins = origins[stretch * kept / stretches..(stretch + 1) * kept / stretches].to_vec();
            OriginFold { train_to: origins[0], origins }
        });
        let folds = folds.collect();
        let sealed = (0..sealed_count).map(|origin| sealed_from + origin * horizon).collect();
        Some(Origins { horizon, folds, sealed_from, sealed })
    }

    /// How many origins the open stretch has.
    pub fn count(&self) -> usize {
        self.folds.iter().map(|fold| fold.origins.len()).sum()
    }

    /// The longest horizon that leaves room.
    pub fn longest(periods: usize) -> usize {
        (1..=periods)
            .take_while(|&horizon| Origins::rolling(periods, horizon, usize::MAX, 0).is_some())
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_origin_knows_only_what_came_before() {
        for (periods, horizon) in [(144, 12), (30, 3), (3_650, 7), (50_000, 24), (20, 1)] {
            let origins = Origins::rolling(periods, horizon, usize::MAX, 0).unwrap();
            assert_eq!(origins.sealed_from + origins.sealed.len() * horizon, periods);
            let mut last = 0;
            for fold in &origins.folds {
                assert!(!fold.origins.is_empty());
                for &origin in &fold.origins {
                    assert!(fold.train_to <= origin && last <= origin, "{periods} {horizon}");
                    last = origin + horizon;
                }
            }
            assert_eq!(last, origins.sealed_from, "the sealed stretch follows the last test");
        }
        let airline = Origins::rolling(144, 12, usize::MAX, 0).unwrap();
        assert_eq!((airline.count(), airline.sealed.len(), airline.folds[0].train_to), (6, 2, 48));
    }

    #[test]
    fn too_long_a_horizon_has_no_room_and_many_origins_can_be_thinned() {
        assert_eq!(Origins::rolling(30, 10, usize::MAX, 0), None);
        assert_eq!(Origins::rolling(30, 0, usize::MAX, 0), None);
        let longest = Origins::longest(144);
        assert!(Origins::rolling(144, longest, usize::MAX, 0).is_some() && longest >= 20, "{longest}");
        let few = Origins::rolling(50_000, 24, 12, 0).unwrap();
        assert_eq!(few.count(), 12);
        assert_eq!(few.folds.last().unwrap().origins.last().unwrap() + 24, few.sealed_from);
    }
}

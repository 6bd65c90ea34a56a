//! How columns become what learners read. Fitted on the training rows only.
//!
//! **Numbers** (also booleans, dates and times). Trees, the one rule and the additive model see only
//! *in which interval* a number lies ([`Cuts`]): at most 256 intervals, cut between values that were
//! seen, at the roundest number that lies between them. So they do not care for scale, skew, offsets
//! or infinities, and a cut reads well. The linear model sees standardised numbers ([`design`]).
//!
//! **Text** ([`Levels`]). A value is kept as a category of its own when it has enough rows to say
//! anything (0.1 % of them, at least 3 and at most 20) and is among the 200 most frequent;
//! the rest are pooled as "any other". A near-unique column (an id, a name, free text) therefore becomes
//! one pool, which tells nothing and is left out: it cannot poison a model. A value never seen in
//! training falls into the pool; where there is none it counts as missing.
//!
//! **Missing** is a cell of its own everywhere: it may matter that a value is not there.

mod cuts;
pub(crate) mod design;
mod grid;
mod levels;
mod shares;

pub(crate) use cuts::Cuts;
pub(crate) use grid::{Axis, Grid, Scale, refused, weighed};
pub(crate) use levels::Levels;

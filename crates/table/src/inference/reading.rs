//! How the texts of a column are read, once all of them have been seen.

use frame::Kind;

use super::number::{Mark, Shape, parse, shape};
use super::time::{Moment, Order};
use super::value::boolean;

/// How a text of a column becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As it stands.
    Text,
    /// `true` is 1, `false` is 0.
    Boolean,
    /// A whole number.
    Integer,
    /// A number, written with this mark.
    Number(Mark),
    /// A day; the order tells what is first in `03/04/2024`.
    Date(Order),
    /// An instant; the order as for a day.
    Timestamp(Order),
}

impl Reading {
    /// What the values mean.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Reading::Text => Kind::Text,
            Reading::Boolean => Kind::Boolean,
            Reading::Integer => Kind::Integer,
            Reading::Number(_) => Kind::Number,
            Reading::Date(_) => Kind::Date,
            Reading::Timestamp(_) => Kind::Timestamp,
        }
    }

    /// The plain reading of a kind: point, and day first.
    pub(crate) fn plain(kind: Kind) -> Reading {
        match kind {
            Kind::Text => Reading::Text,
            Kind::Boolean => Reading::Boolean,
            Kind::Integer => Reading::Integer,
            Kind::Number => Reading::Number(Mark::Point),
            Kind::Date => Reading::Date(Order::Day),
            Kind::Timestamp => Reading::Timestamp(Order::Day),
        }
    }

    /// The value of a text as a frame holds it; `None` when it cannot be read so, or is to stay text.
    pub(crate) fn value(self, text: &str) -> Option<f64> {
        let text = text.trim();
        match self {
            Reading::Text => None,
            Reading::Boolean => boolean(text).map(|yes| f64::from(u8::from(yes))),
            Reading::Integer => match shape(text.as_bytes())? {
                Shape::Integer => text.parse().ok(),
                _ => None,
            },
            Reading::Number(mark) => parse(text, mark),
            Reading::Date(order) => {
                Moment::parse(text.as_bytes())?.seconds(order).map(|t| (t / 86_400.0).floor() * 86_400.0)
            }
            Reading::Timestamp(order) => Moment::parse(text.as_bytes())?.seconds(order),
        }
    }
}

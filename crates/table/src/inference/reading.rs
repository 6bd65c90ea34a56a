//! How the texts of a column are read, once all of them have been seen.

use frame::Kind;

use super::number::{Mark, Shape, decimal, parse, shape};
use super::time::{Moment, Order};
use super::value::{Class, boolean, classify, trimmed};

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

    /// The reading that reads whatever this one reads, to the same values, and more besides.
    pub(crate) fn widest(self) -> Reading {
        match self {
            Reading::Integer => Reading::Number(Mark::Point),
            Reading::Date(order) => Reading::Timestamp(order),
            other => other,
        }
    }

    /// What a text that is not empty is, and its [`value`](Reading::value).
    #[inline]
    pub(crate) fn read(self, text: &str) -> (Class, Option<f64>) {
        if matches!(self, Reading::Integer | Reading::Number(Mark::Point))
            && let Some((shape, value)) = decimal(text.as_bytes())
        {
            let is_read = shape == Shape::Integer || self != Reading::Integer;
            return (Class::Number(shape), is_read.then_some(value));
        }
        let class = classify(text);
        let value = match (self, &class) {
            (Reading::Text, _) => None,
            (Reading::Timestamp(order), Class::Moment(moment)) => moment.seconds(order),
            _ => self.value(text),
        };
        (class, value)
    }

    /// The value of a text as a frame holds it; `None` when it cannot be read so, or is to stay text.
    pub(crate) fn value(self, text: &str) -> Option<f64> {
        let text = trimmed(text);
        match self {
            Reading::Text => None,
            Reading::Boolean => boolean(text).map(|yes| f64::from(u8::from(yes))),
            Reading::Integer => match decimal(text.as_bytes()) {
                Some((shape, value)) => (shape == Shape::Integer).then_some(value),
                None => (shape(text.as_bytes())? == Shape::Integer).then(|| text.parse().ok()).flatten(),
            },
            Reading::Number(Mark::Point) => match decimal(text.as_bytes()) {
                Some((_, value)) => Some(value),
                None => parse(text, Mark::Point),
            },
            Reading::Number(mark) => parse(text, mark),
            Reading::Date(order) => {
                Moment::parse(text.as_bytes())?.seconds(order).map(|t| (t / 86_400.0).floor() * 86_400.0)
            }
            Reading::Timestamp(order) => Moment::parse(text.as_bytes())?.seconds(order),
        }
    }
}

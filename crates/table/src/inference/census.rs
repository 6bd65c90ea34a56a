//! How many values of a column are of which class, and the reading that follows from it.

use frame::Kind;

use super::number::{Mark, Shape};
use super::reading::Reading;
use super::time::{Moment, Order};
use super::value::Class;
#[cfg(test)]
use super::value::classify;

/// What a comma in `1,234` means when no value of the column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Commas {
    /// A decimal comma: the file's values are separated by semicolons.
    Decimal,
    /// Thousands.
    Thousands,
}

/// Counts over the values of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Census {
    /// Texts that are not empty.
    pub(crate) values: u64,
    markers: u64,
    unknowns: u64,
    booleans: u64,
    integers: u64,
    codes: u64,
    beyond: u64,
    points: u64,
    commas: u64,
    either: u64,
    thousands: u64,
    /// Moments that say themselves which number is the month.
    moments: u64,
    day_first: u64,
    month_first: u64,
    open: u64,
    /// Of the open ones, those whose first, and whose second number is 1.
    open_first_is_one: u64,
    open_second_is_one: u64,
    timed: u64,
    /// The kind the file itself gives the column; decides when there is no value.
    declared: Option<Declared>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Declared(Kind);

impl Census {
    /// Count a text. Empty text tells nothing.
    #[cfg(test)]
    pub(crate) fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.add_class(&classify(text));
    }

    /// Count a text of this class.
    #[inline]
    pub(crate) fn add_class(&mut self, class: &Class) {
        self.values += 1;
        *match class {
            Class::Number(Shape::Integer) => &mut self.integers,
            Class::Number(Shape::Point) => &mut self.points,
            Class::Number(Shape::Code) => &mut self.codes,
            Class::Number(Shape::Beyond) => &mut self.beyond,
            Class::Number(Shape::Comma) => &mut self.commas,
            Class::Number(Shape::Either) => &mut self.either,
            Class::Number(Shape::Thousands) => &mut self.thousands,
            Class::Marker => &mut self.markers,
            Class::Unknown => &mut self.unknowns,
            Class::Boolean => &mut self.booleans,
            Class::Moment(moment) => return self.add_moment(moment),
            Class::Text => return,
        } += 1;
    }

    fn add_moment(&mut self, moment: &Moment) {
        self.timed += u64::from(moment.time.is_some());
        match (moment.open, moment.fits()) {
            (false, _) => self.moments += 1,
            (true, (true, false)) => self.day_first += 1,
            (true, (false, _)) => self.month_first += 1,
            (true, (true, true)) => {
                self.open += 1;
                self.open_first_is_one += u64::from(moment.parts().0 == 1);
                self.open_second_is_one += u64::from(moment.parts().1 == 1);
            }
        }
    }

    /// Count values to which the file itself gives a kind; `beyond` of them are whole numbers beyond 2^53.
    pub(crate) fn add_declared(&mut self, kind: Kind, values: u64, beyond: u64) {
        self.declared = Some(Declared(kind));
        self.values += values;
        match kind {
            Kind::Boolean => self.booleans += values,
            Kind::Integer => self.integers += values - beyond,
            Kind::Number => self.points += values,
            Kind::Date => self.moments += values,
            Kind::Timestamp => {
                self.moments += values;
                self.timed += values;
            }
            Kind::Text => {}
        }
        self.beyond += beyond;
    }

    /// Count all that `other` has counted too.
    pub(crate) fn merge(&mut self, other: &Census) {
        for (mine, theirs) in [
            (&mut self.values, other.values),
            (&mut self.markers, other.markers),
            (&mut self.unknowns, other.unknowns),
            (&mut self.booleans, other.booleans),
            (&mut self.integers, other.integers),
            (&mut self.codes, other.codes),
            (&mut self.beyond, other.beyond),
            (&mut self.points, other.points),
            (&mut self.commas, other.commas),
            (&mut self.either, other.either),
            (&mut self.thousands, other.thousands),
            (&mut self.moments, other.moments),
            (&mut self.day_first, other.day_first),
            (&mut self.month_first, other.month_first),
            (&mut self.open, other.open),
            (&mut self.open_first_is_one, other.open_first_is_one),
            (&mut self.open_second_is_one, other.open_second_is_one),
            (&mut self.timed, other.timed),
        ] {
            *mine += theirs;
        }
        self.declared = match (self.declared, other.declared) {
            (Some(Declared(mine)), Some(Declared(theirs))) => Some(Declared(wider(mine, theirs))),
            (mine, theirs) => mine.or(theirs),
        };
    }

    /// Whether any value tells what the column means.
    pub(crate) fn tells(&self) -> bool {
        self.values > self.markers
    }

    /// Whether codes or long ids are among the numbers, which makes a column of numbers one of text.
    pub(crate) fn has_codes(&self) -> bool {
        self.codes + self.beyond > 0
    }

    /// How the column is read, with the count of texts that cannot be read so.
    ///
    /// The reading that most values allow is taken. Markers for missing may be any share of the column;
    /// other texts that cannot be read at most one in ten, else the column is text. Dates such as
    /// `03/04/2024` are day first, unless more values prove month first (`03/25/2024`), or the second
    /// number is always 1 and the first is not (first days of months).
    pub(crate) fn decide(&self, commas: Commas) -> (Reading, u64) {
        let (number, numbers) = self.number(commas);
        let (moment, moments) = self.moment();
        let best = numbers.max(moments).max(self.booleans);
        if best == 0 {
            let kind = if self.values == 0 {
                self.declared.map_or(Kind::Text, |Declared(kind)| kind)
            } else {
                Kind::Text
            };
            return (Reading::plain(kind), 0);
        }
        let (reading, markers) = if best == numbers {
            (number, self.markers + self.unknowns)
        } else if best == moments {
            (moment, self.markers)
        } else {
            (Reading::Boolean, self.markers)
        };
        let others = self.values - markers - best;
        let stays_text = match reading {
            Reading::Boolean => others > 0,
            Reading::Integer => self.has_codes() || others * 10 > best + others,
            Reading::Number(_) => self.codes > 0 || others * 10 > best + others,
            _ => others * 10 > best + others,
        };
        if stays_text { (Reading::Text, 0) } else { (reading, self.values - best) }
    }

    /// The best reading as a number, and how many values it reads.
    fn number(&self, commas: Commas) -> (Reading, u64) {
        let whole = self.integers + self.beyond + self.codes;
        let point = whole + self.points;
        let comma = whole + self.commas + self.either;
        let thousands = whole + self.points + self.either + self.thousands;
        if self.commas + self.either + self.thousands == 0 {
            return if self.points == 0 {
                (Reading::Integer, whole)
            } else {
                (Reading::Number(Mark::Point), point)
            };
        }
        let comma_wins = comma > thousands || comma == thousands && commas == Commas::Decimal;
        let (mark, count) = if comma_wins { (Mark::Comma, comma) } else { (Mark::Thousands, thousands) };
        if count > point { (Reading::Number(mark), count) } else { (Reading::Number(Mark::Point), point) }
    }

    /// The best reading as a moment, and how many values it reads.
    fn moment(&self) -> (Reading, u64) {
        let first_days = self.open_second_is_one == self.open && self.open_first_is_one < self.open;
        let month_first =
            self.month_first > self.day_first || self.month_first == self.day_first && first_days;
        let (order, proven) =
            if month_first { (Order::Month, self.month_first) } else { (Order::Day, self.day_first) };
        let count = self.moments + self.open + proven;
        (if self.timed > 0 { Reading::Timestamp(order) } else { Reading::Date(order) }, count)
    }
}

/// The kind that holds the values of both; text holds all.
pub(crate) fn wider(one: Kind, other: Kind) -> Kind {
    match (one, other) {
        _ if one == other => one,
        (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => Kind::Number,
        (Kind::Date, Kind::Timestamp) | (Kind::Timestamp, Kind::Date) => Kind::Timestamp,
        _ => Kind::Text,
    }
}

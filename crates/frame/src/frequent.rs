//! Which values are frequent, in bounded memory.

use crate::slots::{Slots, smallest};
use crate::{Kind, show_number, show_time};

/// Counts of values: those of the 4,096 values with the smallest hashes. A value is kept or left out for
/// its hash alone, so a kept value's count is exact and parts merge exactly.
#[derive(Debug, Clone)]
pub(crate) struct Frequent {
    slots: Slots,
    /// For each slot how often its value was seen.
    counts: Vec<u64>,
    values: Vec<Value>,
    /// No value whose hash is above it is of use.
    most: u64,
}

/// A value as it is counted.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A number.
    Number(f64),
    /// The start of a text.
    Text(Box<str>),
}

impl Value {
    /// Of a long text so many bytes are held.
    const BYTES: usize = 256;

    /// A text, or its start.
    pub(crate) fn text(text: &str) -> Value {
        Value::Text(text[..text.floor_char_boundary(Value::BYTES)].into())
    }

    fn show(&self, kind: Kind) -> String {
        match (self, kind) {
            (Value::Text(text), _) => text.to_string(),
            (Value::Number(value), Kind::Date | Kind::Timestamp) => show_time(kind, *value),
            (Value::Number(value), Kind::Boolean) => (*value != 0.0).to_string(),
            (Value::Number(value), _) => show_number(*value),
        }
    }
}

const KEPT: usize = 4_096;
/// Held at most, as many as fit into twice as many slots.
const HELD: usize = KEPT * 3 / 2;

impl Default for Frequent {
    fn default() -> Self {
        Frequent { slots: Slots::default(), counts: Vec::new(), values: Vec::new(), most: u64::MAX }
    }
}

impl Frequent {
    /// Count a value that is known already; whether it is.
    #[inline]
    pub(crate) fn count_known(&mut self, hash: u64, count: u64) -> bool {
        if hash > self.most {
            return false;
        }
        let (slot, known) = self.slots.find(hash);
        if known {
            self.counts[slot] += count;
        }
        known
    }

    /// Count a value that is not known yet, unless its hash is too large.
    pub(crate) fn count_new(&mut self, hash: u64, count: u64, value: impl FnOnce() -> Value) {
        if hash > self.most {
            return;
        }
        self.put(hash, count, value());
        if self.slots.len() >= HELD {
            self.most = smallest(self.slots.iter().map(|(_, hash)| hash), KEPT).unwrap_or(self.most);
            self.rebuild(HELD);
        } else if self.slots.is_full() {
            self.rebuild(self.slots.len() * 2);
        }
    }

    fn put(&mut self, hash: u64, count: u64, value: Value) {
        let (slot, _) = self.slots.find(hash);
        self.slots.put(slot, hash);
        self.counts.resize(self.slots.slots(), 0);
        self.values.resize(self.slots.slots(), Value::Number(0.0));
        self.counts[slot] = count;
        self.values[slot] = value;
    }

    fn rebuild(&mut self, room: usize) {
        let most = self.most;
        let old =
            std::mem::replace(self, Frequent { slots: Slots::with_room(room), most, ..Frequent::default() });
        let mut values = old.values;
        for (slot, hash) in old.slots.iter().filter(|&(_, hash)| hash <= most) {
            let value = std::mem::replace(&mut values[slot], Value::Number(0.0));
            self.put(hash, old.counts[slot], value);
        }
    }

    pub(crate) fn merge(&mut self, other: &Frequent) {
        if other.most < self.most {
            self.most = other.most;
            self.rebuild(HELD);
        }
        for (slot, hash) in other.slots.iter() {
            if !self.count_known(hash, other.counts[slot]) {
                self.count_new(hash, other.counts[slot], || other.values[slot].clone());
            }
        }
    }

    /// The values as a person writes them, with their counts: most frequent first, ties in order of the text.
    pub(crate) fn top(&self, kind: Kind, most: usize) -> Vec<(String, u64)> {
        let last = smallest(self.slots.iter().map(|(_, hash)| hash), KEPT).unwrap_or(u64::MAX);
        let kept = self.slots.iter().filter(|&(_, hash)| hash <= last);
        let mut top: Vec<(String, u64)> =
            kept.map(|(slot, _)| (self.values[slot].show(kind), self.counts[slot])).collect();
        top.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        top.truncate(most);
        top
    }
}
